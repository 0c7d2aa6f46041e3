package org.sdptbench.harness.catalog;

import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.text.Captions;
import org.sdptbench.glip.text.Tokenizer;

/**
 * A GLIP with its weights.
 *
 * @param glip the architecture
 * @param weights all of its frozen parameters
 * @param tokenizer the tokenizer of its text encoder
 */
public record PretrainedGlip(Glip glip, Params weights, Tokenizer tokenizer)
    implements AutoCloseable {

  /** A writer of captions for this model. */
  public Captions captions() {
    return new Captions(tokenizer, glip.config().text().maxTokens());
  }

  @Override
  public void close() {
    weights.close();
    tokenizer.close();
  }
}
