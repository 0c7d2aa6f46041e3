package org.sdptbench.glip.tensor;

import java.util.List;
import java.util.SplittableRandom;

/** How a parameter starts. */
public sealed interface Init {
  /** Every value the same. */
  record Constant(double value) implements Init {}

  /** Normal with mean 0. */
  record Normal(double deviation) implements Init {}

  /** Normal with mean 0, redrawn until within two standard deviations. */
  record TruncatedNormal(double deviation) implements Init {}

  /** Uniform on [−bound, bound]. */
  record Uniform(double bound) implements Init {}

  /**
   * A copy of the backbone's parameter of the same name: for methods that tune what is there.
   *
   * <p>Cannot be drawn; see {@code Params.initialise}.
   */
  record Copied() implements Init {}

  /**
   * A copy of rows of a parameter of the backbone, e.g. of the embeddings of words.
   *
   * <p>Cannot be drawn; see {@code Params.initialise}.
   *
   * @param parameter name of a matrix
   * @param rows indices of its rows, in order
   */
  record Rows(String parameter, List<Integer> rows) implements Init {
    /** Defensive copy. */
    public Rows {
      rows = List.copyOf(rows);
    }
  }

  /** All zeros. */
  Init ZEROS = new Constant(0);

  /** All ones. */
  Init ONES = new Constant(1);

  /** Glorot's uniform: bound √(6 / (fan in + fan out)). */
  static Init xavierUniform(long fanIn, long fanOut) {
    return new Uniform(Math.sqrt(6.0 / (fanIn + fanOut)));
  }

  /** He's uniform with negative slope a: bound √(6 / ((1 + a²) · fan in)). */
  static Init kaimingUniform(long fanIn, double a) {
    return new Uniform(Math.sqrt(6.0 / ((1 + a * a) * fanIn)));
  }

  /** Draws {@code count} values. */
  default float[] draw(int count, SplittableRandom random) {
    float[] values = new float[count];
    if (this instanceof Constant c) {
      java.util.Arrays.fill(values, (float) c.value());
    } else if (this instanceof Normal n) {
      for (int i = 0; i < count; i++) {
        values[i] = (float) (n.deviation() * random.nextGaussian());
      }
    } else if (this instanceof TruncatedNormal t) {
      for (int i = 0; i < count; i++) {
        double z = random.nextGaussian();
        while (Math.abs(z) > 2) {
          z = random.nextGaussian();
        }
        values[i] = (float) (t.deviation() * z);
      }
    } else if (this instanceof Uniform u) {
      for (int i = 0; i < count; i++) {
        values[i] = (float) (u.bound() * (2 * random.nextDouble() - 1));
      }
    } else {
      throw new IllegalStateException("a copied parameter is not drawn");
    }
    return values;
  }
}
