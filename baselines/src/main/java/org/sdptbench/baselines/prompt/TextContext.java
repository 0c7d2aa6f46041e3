package org.sdptbench.baselines.prompt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Weights;
import org.sdptbench.glip.text.Bert;

/** Prompts in a text sequence: the n places right after [CLS]. */
public final class TextContext {
  private TextContext() {}

  /**
   * Makes prompts of vectors that stand for word embeddings, as BERT does of the words after [CLS]:
   * positions 1 to n and the type are added, the sum is normalised, all with frozen weights.
   *
   * @param backbone a whole GLIP
   * @param words [n, d] or [B, n, d]
   * @return shape of {@code words}, for {@link #insert} before layer 0
   * @throws IllegalArgumentException if the text encoder has too few positions
   */
  public static NDArray embed(GlipConfig config, Weights backbone, NDArray words) {
    Pass frozen = new Pass(backbone, Adaptation.none());
    return new Bert(Bert.PREFIX, config.text()).embed(frozen, words, 1);
  }

  /**
   * Puts prompts in after [CLS]; they are attended to as [CLS] is.
   *
   * @param state hidden [B, L, d]
   * @param prompts [n, d], the same for all sequences, or [B, n, d]
   * @return hidden [B, L + n, d]
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static TextState insert(TextState state, NDArray prompts) {
    NDArray own = perSequence(state, prompts);
    Shape shape = own.getShape();
    NDArray first = Ops.narrow(state.mask(), 1, 0, 1);
    NDArray visible = Ops.expand(first, shape.get(0), shape.get(1));
    return new TextState(
        Ops.cat(List.of(head(state.hidden()), own, tail(state.hidden(), 1)), 1),
        Ops.cat(List.of(first, visible, tail(state.mask(), 1)), 1));
  }

  /**
   * Puts other prompts in the place of those after [CLS].
   *
   * @param state with n prompts, hidden [B, L, d]
   * @param prompts [n, d] or [B, n, d]
   * @return hidden [B, L, d]
   * @throws IllegalArgumentException if the shapes do not fit
   */
  public static TextState replace(TextState state, NDArray prompts) {
    NDArray own = perSequence(state, prompts);
    long n = own.getShape().get(1);
    checkHolds(state, n);
    return new TextState(
        Ops.cat(List.of(head(state.hidden()), own, tail(state.hidden(), 1 + n)), 1), state.mask());
  }

  /**
   * Takes the prompts after [CLS] out.
   *
   * @param state with n prompts, hidden [B, L, d]
   * @return hidden [B, L − n, d]
   * @throws IllegalArgumentException if there are no n tokens after [CLS]
   */
  public static TextState remove(TextState state, int n) {
    checkHolds(state, n);
    return new TextState(
        Ops.cat(List.of(head(state.hidden()), tail(state.hidden(), 1 + n)), 1),
        Ops.cat(List.of(head(state.mask()), tail(state.mask(), 1 + n)), 1));
  }

  /**
   * What the encoder has made of the prompts after [CLS].
   *
   * @param state with n prompts, hidden [B, L, d]
   * @return [B, n, d]
   * @throws IllegalArgumentException if there are no n tokens after [CLS]
   */
  public static NDArray read(TextState state, int n) {
    checkHolds(state, n);
    return Ops.narrow(state.hidden(), 1, 1, n);
  }

  private static NDArray head(NDArray sequence) {
    return Ops.narrow(sequence, 1, 0, 1);
  }

  private static NDArray tail(NDArray sequence, long from) {
    return Ops.narrow(sequence, 1, from, sequence.getShape().get(1) - from);
  }

  private static void checkHolds(TextState state, long n) {
    long length = state.hidden().getShape().get(1);
    if (n < 1 || n >= length) {
      throw new IllegalArgumentException(
          "%d prompts after [CLS] in a sequence of %d; allowed are 1 to %d"
              .formatted(n, length, length - 1));
    }
  }

  private static NDArray perSequence(TextState state, NDArray prompts) {
    long batch = state.hidden().getShape().get(0);
    long width = state.hidden().getShape().get(2);
    Shape shape = prompts.getShape();
    int axes = shape.dimension();
    boolean shared = axes == 2;
    if (!(shared || axes == 3 && shape.get(0) == batch) || shape.get(axes - 1) != width) {
      throw new IllegalArgumentException(
          "text prompts have shape %s; allowed are [n, %d] and [%d, n, %d]"
              .formatted(shape, width, batch, width));
    }
    return shared ? Ops.expand(prompts, batch, shape.get(0), width) : prompts;
  }
}
