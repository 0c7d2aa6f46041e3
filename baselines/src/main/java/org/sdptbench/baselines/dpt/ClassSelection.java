package org.sdptbench.baselines.dpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.Comparator;
import java.util.stream.IntStream;
import org.sdptbench.glip.tensor.Ops;

/**
 * Which classes of an image get a prompt.
 *
 * @param limit most classes per image
 */
record ClassSelection(int limit) {
  /**
   * The classes of the highest scores, in the order of the caption; of equal ones the first.
   *
   * @param scores [B, C]
   * @return int64 [B, min(limit, C)]; not differentiable
   */
  NDArray of(NDArray scores) {
    Shape shape = scores.getShape();
    int images = Math.toIntExact(shape.get(0));
    int classes = Math.toIntExact(shape.get(1));
    int count = Math.min(limit, classes);
    double[] values =
        Ops.castLike(Ops.detach(scores), Ops.full(0, DataType.FLOAT64, 1)).toDoubleArray();
    long[] chosen =
        IntStream.range(0, images)
            .flatMap(
                image ->
                    IntStream.range(0, classes)
                        .boxed()
                        .sorted(Comparator.comparingDouble(c -> -values[image * classes + c]))
                        .limit(count)
                        .mapToInt(Integer::intValue)
                        .sorted())
            .asLongStream()
            .toArray();
    return Ops.of(chosen, images, count);
  }

  /**
   * The chosen classes' prompts.
   *
   * @param prompts [B, C, d]
   * @param chosen int64 [B, k]
   * @return [B, k, d]
   */
  static NDArray select(NDArray prompts, NDArray chosen) {
    long images = chosen.getShape().get(0);
    long count = chosen.getShape().get(1);
    NDArray index =
        Ops.expand(Ops.reshape(chosen, images, count, 1), images, count, prompts.getShape().get(2));
    return Ops.gather(prompts, 1, index);
  }
}
