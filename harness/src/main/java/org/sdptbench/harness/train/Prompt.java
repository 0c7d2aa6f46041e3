package org.sdptbench.harness.train;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import org.sdptbench.glip.Glip;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.text.Caption;
import org.sdptbench.glip.text.TextFeatures;

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

  /** Text features [1, tokens, l]. */
  public TextFeatures encode(Glip glip, Pass pass) {
    int tokens = caption.tokens();
    long[] ids = caption.ids().stream().limit(tokens).mapToLong(id -> id).toArray();
    long[] ones = new long[tokens];
    Arrays.fill(ones, 1);
    return glip.encodeText(pass, Ops.of(ids, 1, tokens), Ops.of(ones, 1, tokens));
  }

  /** Repeats features of one caption over a batch: [1, ...] to [size, ...]. */
  static NDArray repeat(NDArray array, int size) {
    long[] shape = array.getShape().getShape();
    shape[0] = size;
    return Ops.expand(array, shape);
  }
}
