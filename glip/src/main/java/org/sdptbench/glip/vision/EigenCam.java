package org.sdptbench.glip.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.List;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;

/**
 * The map with which SDPT's release draws "attention" (engine/trainer.py L397–440): EigenCAM
 * (Muhammad and Yeasin, IJCNN 2020) of the backbone's finest pyramid level.
 *
 * <p>With x_p the vector of absolute features at position p, x̄ their mean and v the first right
 * singular vector of the matrix of all x_p − x̄:
 *
 * <pre>weight(p) = max(0, ⟨x_p − x̄, v⟩)</pre>
 *
 * <p>The release leaves the sign of v, which decides what is kept, to its linear algebra library.
 * Here the entries of v have a sum of at least 0, so that what is kept has more activation than the
 * mean.
 *
 * <p>Neither the text nor anything after the backbone takes part: every method that leaves Swin and
 * the pyramid frozen has the map of zero-shot GLIP.
 */
public final class EigenCam {
  private EigenCam() {}

  /**
   * The map of one image.
   *
   * @param level features [1, C, H, W]
   */
  public static SaliencyMap of(NDArray level) {
    Shape shape = level.getShape();
    if (shape.dimension() != 4 || shape.get(0) != 1) {
      throw new IllegalArgumentException("needed are features [1, C, H, W], found " + shape);
    }
    int rows = Math.toIntExact(shape.get(2));
    int columns = Math.toIntExact(shape.get(3));
    try (Scope scope = new Scope()) {
      NDArray exact = Ops.castLike(level, Ops.full(0, DataType.FLOAT64, 1));
      NDArray positions =
          Ops.permute(Ops.reshape(Ops.abs(exact), shape.get(1), (long) rows * columns), 1, 0);
      NDArray centred = Ops.sub(positions, Ops.mean(positions, true, 0));
      List<NDArray> usv = Ops.svd(centred);
      NDArray direction = Ops.narrow(usv.get(2), 1, 0, 1);
      double sign = Ops.sum(direction).toDoubleArray()[0] < 0 ? -1 : 1;
      NDArray projected = Ops.mul(Ops.matmul(centred, direction), sign);
      return new SaliencyMap(rows, columns, Ops.relu(projected).toDoubleArray());
    }
  }
}
