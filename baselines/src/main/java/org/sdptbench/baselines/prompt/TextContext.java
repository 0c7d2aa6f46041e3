package org.sdptbench.baselines.prompt;

import ai.djl.ndarray.NDArray;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Prompts;
import org.sdptbench.glip.tensor.Weights;
import org.sdptbench.glip.text.Bert;

/** Prompts in the place of words right after [CLS]. */
public final class TextContext {
  private TextContext() {}

  /**
   * Makes prompts of vectors that stand for word embeddings, as BERT does of the words after [CLS]:
   * positions 1 to n and the type are added, the sum is normalised, all with frozen weights.
   *
   * @param backbone a whole GLIP
   * @param words [n, d] or [B, n, d]
   * @return shape of {@code words}, for {@link Prompts#textTokens} at layer 0
   * @throws IllegalArgumentException if the text encoder has too few positions
   */
  public static NDArray embed(GlipConfig config, Weights backbone, NDArray words) {
    Pass frozen = new Pass(backbone, Adaptation.none());
    return new Bert(Bert.PREFIX, config.text()).embed(frozen, words, 1);
  }
}
