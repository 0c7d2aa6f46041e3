package org.sdptbench.harness.train;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.EncoderInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.text.Caption;

/**
 * The classes that a caption asks for.
 *
 * <p>Captions go through the network without their padding: padding is masked wherever it could
 * touch what is kept, so the numbers are the same.
 *
 * @param caption the caption
 * @param labels for each class of the caption its index among the data set's categories
 */
public record Prompt(Caption caption, List<Integer> labels) {
  /** Defensive copy. */
  public Prompt {
    labels = List.copyOf(labels);
  }

  /** Text features [1, L, l]; L has one place for padding unless the caption is full. */
  public TextState encode(Glip glip, Pass pass) {
    return glip.encodeText(pass, ids(), mask());
  }

  /**
   * The caption with images, for encoding them together.
   *
   * @param images [B, 3, H, W]
   * @param present [B, classes of the caption], 1 where an image shows the class; null outside
   *     training
   */
  EncoderInput with(NDArray images, @Nullable NDArray present) {
    return new EncoderInput(
        images, ids(), mask(), caption.paddedTo(length()).positiveMap().toArray(), present);
  }

  private NDArray ids() {
    return Ops.of(
        caption.ids().stream().limit(length()).mapToLong(id -> id).toArray(), 1, length());
  }

  private NDArray mask() {
    long[] mask = new long[length()];
    Arrays.fill(mask, 0, caption.tokens(), 1);
    return Ops.of(mask, 1, length());
  }

  /**
   * Number of tokens L that go through the network.
   *
   * <p>One more than the caption has, if it can: GLIP's loss treats the last slot as special, which
   * must matter only where it does in GLIP, when a caption fills the whole length.
   */
  public int length() {
    return Math.min(caption.tokens() + 1, caption.ids().size());
  }
}
