package org.sdptbench.glip.tensor;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;

/**
 * How a parameter starts.
 *
 * <p>Fans are those of {@code torch.nn.init}: for a parameter of shape [o, i, r...], fan in is i ·
 * r and fan out is o · r, where r is the product of the remaining sizes.
 */
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
   * A matrix [rows, columns] whose every column has ⌈sparsity · rows⌉ zeros at random rows, and
   * normal values with mean 0 elsewhere ({@code torch.nn.init.sparse_}; Martens, ICML 2010).
   *
   * @param columns length of a row
   * @param sparsity part of each column that is zero, from 0 to 1
   * @param deviation of the other values
   */
  record Sparse(int columns, double sparsity, double deviation) implements Init {
    /** Checks the ranges. */
    public Sparse {
      if (columns < 1 || !(sparsity >= 0 && sparsity <= 1)) {
        throw new IllegalArgumentException(
            "a sparse start has at least 1 column and a sparsity from 0 to 1, found %s and %s"
                .formatted(columns, sparsity));
      }
    }

    private void zero(float[] values, SplittableRandom random) {
      if (values.length % columns != 0) {
        throw new IllegalArgumentException(
            "%s values are no rows of %s columns".formatted(values.length, columns));
      }
      int rows = values.length / columns;
      int zeros = (int) Math.ceil(sparsity * rows);
      int[] order = new int[rows];
      for (int column = 0; column < columns; column++) {
        Arrays.setAll(order, row -> row);
        for (int i = 0; i < zeros; i++) {
          int other = random.nextInt(i, rows);
          int row = order[other];
          order[other] = order[i];
          values[row * columns + column] = 0;
        }
      }
    }
  }

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
    return xavierUniform(fanIn, fanOut, 1);
  }

  /** Glorot's uniform with a gain, √2 before a ReLU: bound gain · √(6 / (fan in + fan out)). */
  static Init xavierUniform(long fanIn, long fanOut, double gain) {
    return new Uniform(gain * Math.sqrt(6.0 / (fanIn + fanOut)));
  }

  /** Glorot's normal: deviation √(2 / (fan in + fan out)). */
  static Init xavierNormal(long fanIn, long fanOut) {
    return new Normal(Math.sqrt(2.0 / (fanIn + fanOut)));
  }

  /**
   * PyTorch's own start of a linear layer or convolution, weight and bias alike: He's uniform with
   * a = √5, whose bound is 1 / √(fan in).
   */
  static Init pytorchLayer(long fanIn) {
    return new Uniform(1 / Math.sqrt(fanIn));
  }

  /** He's uniform with negative slope a: bound √(6 / ((1 + a²) · fan in)). */
  static Init kaimingUniform(long fanIn, double a) {
    return new Uniform(Math.sqrt(6.0 / ((1 + a * a) * fanIn)));
  }

  /** He's normal with negative slope a: deviation √(2 / ((1 + a²) · fan in)). */
  static Init kaimingNormal(long fanIn, double a) {
    return new Normal(Math.sqrt(2.0 / ((1 + a * a) * fanIn)));
  }

  /** Draws {@code count} values. */
  default float[] draw(int count, SplittableRandom random) {
    float[] values = new float[count];
    if (this instanceof Constant c) {
      Arrays.fill(values, (float) c.value());
    } else if (this instanceof Normal n) {
      for (int i = 0; i < count; i++) {
        values[i] = (float) (n.deviation() * random.nextGaussian());
      }
    } else if (this instanceof Sparse s) {
      values = new Normal(s.deviation()).draw(count, random);
      s.zero(values, random);
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
