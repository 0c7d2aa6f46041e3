package org.sdptbench.harness.catalog;

import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Regularisation;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Precision;
import org.sdptbench.glip.text.Captions;
import org.sdptbench.glip.text.Tokenizer;

/**
 * A GLIP with its weights.
 *
 * @param glip the architecture
 * @param weights all of its frozen parameters
 * @param tokenizer the tokenizer of its text encoder
 * @param precision how its passes multiply
 */
public record PretrainedGlip(Glip glip, Params weights, Tokenizer tokenizer, Precision precision)
    implements AutoCloseable {

  /** A model in float32. */
  public PretrainedGlip(Glip glip, Params weights, Tokenizer tokenizer) {
    this(glip, weights, tokenizer, Precision.FLOAT32);
  }

  /** The same weights in another precision; only one of the two is to be closed. */
  public PretrainedGlip in(Precision other) {
    return new PretrainedGlip(glip, weights, tokenizer, other);
  }

  /** A pass of a test. */
  public Pass pass(Adaptation adaptation) {
    return pass(adaptation, Regularisation.NONE);
  }

  /** A pass that drops something. */
  public Pass pass(Adaptation adaptation, Regularisation regularisation) {
    return new Pass(weights, adaptation, regularisation, precision);
  }

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
