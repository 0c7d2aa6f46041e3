package org.sdptbench.glip.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import org.sdptbench.glip.tensor.Ops;

/**
 * What GLIP says about a batch of images, for all positions of all levels (see the package's manual
 * for their order).
 *
 * @param tokenLogits how well each position fits each token [B, N, L]
 * @param boxRegression box relative to the anchor [B, N, 4], see {@link BoxCoder}
 * @param centerness logit of how central the position is in its box [B, N]
 */
public record Predictions(NDArray tokenLogits, NDArray boxRegression, NDArray centerness) {

  /** Number of images B. */
  public int images() {
    return Math.toIntExact(tokenLogits.getShape().get(0));
  }

  /** Number of positions N. */
  public int positions() {
    return Math.toIntExact(tokenLogits.getShape().get(1));
  }

  /** The values of one image, copied out of the tensor library. */
  public OfImage image(int index) {
    Shape shape = tokenLogits.getShape();
    return new OfImage(
        Math.toIntExact(shape.get(1)),
        Math.toIntExact(shape.get(2)),
        floats(tokenLogits, index),
        floats(boxRegression, index),
        floats(centerness, index));
  }

  private static float[] floats(NDArray array, int index) {
    return Ops.contiguous(Ops.narrow(array, 0, index, 1)).toFloatArray();
  }

  /**
   * Predictions for one image; arrays are row-major and not copied.
   *
   * @param positions N
   * @param tokens L
   * @param tokenLogits [N, L]
   * @param boxRegression [N, 4]
   * @param centerness [N], logits
   */
  @SuppressWarnings("ArrayRecordComponent")
  public record OfImage(
      int positions, int tokens, float[] tokenLogits, float[] boxRegression, float[] centerness) {
    /** Checks the lengths. */
    public OfImage {
      if (tokenLogits.length != positions * tokens
          || boxRegression.length != 4 * positions
          || centerness.length != positions) {
        throw new IllegalArgumentException(
            "%s positions and %s tokens need %s, %s and %s values, found %s, %s and %s"
                .formatted(
                    positions,
                    tokens,
                    positions * tokens,
                    4 * positions,
                    positions,
                    tokenLogits.length,
                    boxRegression.length,
                    centerness.length));
      }
    }
  }
}
