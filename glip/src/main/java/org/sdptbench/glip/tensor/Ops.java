package org.sdptbench.glip.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.Buffer;
import java.nio.ByteBuffer;
import java.nio.DoubleBuffer;
import java.nio.FloatBuffer;
import java.nio.LongBuffer;
import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Tensor arithmetic, free of DJL's traps (see the package's manual).
 *
 * <p>Semantics, broadcasting and negative axes are PyTorch's. All functions are differentiable
 * unless said otherwise and never change their arguments.
 */
public final class Ops {
  private Ops() {}

  // ---- making arrays: torch-owned copies, no gradients -------------------------------------

  /** A float32 array with the given values in row-major order. */
  public static NDArray of(float[] values, long... shape) {
    return Placement.copy(FloatBuffer.wrap(values), DataType.FLOAT32, new Shape(shape));
  }

  /** A float64 array with the given values in row-major order. */
  public static NDArray of(double[] values, long... shape) {
    return Placement.copy(DoubleBuffer.wrap(values), DataType.FLOAT64, new Shape(shape));
  }

  /** An int64 array with the given values in row-major order. */
  public static NDArray of(long[] values, long... shape) {
    return Placement.copy(LongBuffer.wrap(values), DataType.INT64, new Shape(shape));
  }

  /** A boolean array with the given values in row-major order. */
  public static NDArray of(boolean[] values, long... shape) {
    ByteBuffer bytes = ByteBuffer.allocate(values.length);
    for (boolean value : values) {
      bytes.put((byte) (value ? 1 : 0));
    }
    return Placement.copy(bytes.flip(), DataType.BOOLEAN, new Shape(shape));
  }

  /** An array with the contents of a buffer in native byte order. */
  public static NDArray of(Buffer values, DataType type, long... shape) {
    return Placement.copy(values, type, new Shape(shape));
  }

  /** An array filled with one value. */
  public static NDArray full(double value, DataType type, long... shape) {
    return Placement.filled(value, type, new Shape(shape));
  }

  /** Zeros of the shape and type of another array. */
  public static NDArray zerosLike(NDArray a) {
    return Placement.filled(0, a.getDataType(), a.getShape());
  }

  /** Ones of the shape and type of another array. */
  public static NDArray onesLike(NDArray a) {
    return Placement.filled(1, a.getDataType(), a.getShape());
  }

  /** The value of a floating scalar, whatever its type; waits for it to be computed. */
  public static double value(NDArray scalar) {
    return switch (scalar.getDataType()) {
      case FLOAT64 -> scalar.getDouble();
      default -> scalar.getFloat();
    };
  }

  // ---- arithmetic --------------------------------------------------------------------------

  /** a + b. */
  public static NDArray add(NDArray a, NDArray b) {
    return Script.call("add", a, b);
  }

  /** a + s. */
  public static NDArray add(NDArray a, double s) {
    return Script.call("add_scalar", a, s);
  }

  /** a − b. */
  public static NDArray sub(NDArray a, NDArray b) {
    return Script.call("sub", a, b);
  }

  /** a · b, element by element. */
  public static NDArray mul(NDArray a, NDArray b) {
    return Script.call("mul", a, b);
  }

  /** a · s. */
  public static NDArray mul(NDArray a, double s) {
    return Script.call("mul_scalar", a, s);
  }

  /** a / b, element by element. */
  public static NDArray div(NDArray a, NDArray b) {
    return Script.call("div", a, b);
  }

  /** a to the power s. */
  public static NDArray pow(NDArray a, double s) {
    return Script.call("pow_scalar", a, s);
  }

  /** e to the power a. */
  public static NDArray exp(NDArray a) {
    return Script.call("exp", a);
  }

  /** Natural logarithm. */
  public static NDArray log(NDArray a) {
    return Script.call("log", a);
  }

  /** Absolute value. */
  public static NDArray abs(NDArray a) {
    return Script.call("abs", a);
  }

  /** 1 / (1 + exp(−a)). */
  public static NDArray sigmoid(NDArray a) {
    return Script.call("sigmoid", a);
  }

  /** max(a, 0). */
  public static NDArray relu(NDArray a) {
    return Script.call("relu", a);
  }

  /** Gaussian error linear unit in its exact (erf) form. */
  public static NDArray gelu(NDArray a) {
    return Script.call("gelu", a);
  }

  /** log(1 + exp(a)). */
  public static NDArray softplus(NDArray a) {
    return Script.call("softplus", a);
  }

  /** The larger of a and b, element by element. */
  public static NDArray maximum(NDArray a, NDArray b) {
    return Script.call("maximum", a, b);
  }

  // ---- reductions --------------------------------------------------------------------------

  /** Softmax along an axis. */
  public static NDArray softmax(NDArray a, int axis) {
    return Script.call("softmax", a, axis);
  }

  /** Logarithm of the softmax along an axis. */
  public static NDArray logSoftmax(NDArray a, int axis) {
    return Script.call("log_softmax", a, axis);
  }

  /** Sum of all values, a scalar. */
  public static NDArray sum(NDArray a) {
    return Script.call("sum_all", a);
  }

  /** Sum over axes, which stay as size 1 if {@code keep}. */
  public static NDArray sum(NDArray a, boolean keep, long... axes) {
    return Script.call("sum", a, axes, keep);
  }

  /** Mean over axes, which stay as size 1 if {@code keep}. */
  public static NDArray mean(NDArray a, boolean keep, long... axes) {
    return Script.call("mean", a, axes, keep);
  }

  /** Divides by the Euclidean norm along an axis, which is taken to be at least 1e-12. */
  public static NDArray normalize(NDArray a, int axis) {
    return Script.call("normalize", a, axis, 1e-12);
  }

  // ---- layers ------------------------------------------------------------------------------

  /** Matrix product of the last two axes. */
  public static NDArray matmul(NDArray a, NDArray b) {
    return Script.call("matmul", a, b);
  }

  /** x·Wᵀ for W of shape [out, in]. */
  public static NDArray linear(NDArray x, NDArray weight) {
    return linear(x, weight, Precision.FLOAT32);
  }

  /** x·Wᵀ for W of shape [out, in]. */
  static NDArray linear(NDArray x, NDArray weight, Precision precision) {
    return Script.call("linear", x, weight, precision.half());
  }

  /** x·Wᵀ + b for W of shape [out, in]. */
  public static NDArray linear(NDArray x, NDArray weight, NDArray bias) {
    return linear(x, weight, bias, Precision.FLOAT32);
  }

  /** x·Wᵀ + b for W of shape [out, in]. */
  static NDArray linear(NDArray x, NDArray weight, NDArray bias, Precision precision) {
    return Script.call("linear_bias", x, weight, bias, precision.half());
  }

  /** Layer normalisation over the last axis. */
  public static NDArray layerNorm(NDArray x, NDArray weight, NDArray bias, double eps) {
    return Script.call("layer_norm", x, weight, bias, eps);
  }

  /** Group normalisation of [B, C, H, W]. */
  public static NDArray groupNorm(NDArray x, int groups, NDArray weight, NDArray bias, double eps) {
    return Script.call("group_norm", x, groups, weight, bias, eps);
  }

  /** Convolution of [B, C, H, W] with [O, C, kh, kw]. */
  public static NDArray conv2d(NDArray x, NDArray weight, NDArray bias, int stride, int padding) {
    return conv2d(x, weight, bias, stride, padding, Precision.FLOAT32);
  }

  /** Convolution of [B, C, H, W] with [O, C, kh, kw]. */
  static NDArray conv2d(
      NDArray x, NDArray weight, NDArray bias, int stride, int padding, Precision precision) {
    return Script.call("conv2d", x, weight, bias, stride, padding, precision.half());
  }

  /** Moore–Penrose pseudo-inverse of a matrix, nothing truncated (relative cut-off 1e-15). */
  public static NDArray pinv(NDArray a) {
    return Script.call("pinv", a);
  }

  /** Reduced singular value decomposition: U, S, V with a = U·diag(S)·Vᵀ. */
  public static List<NDArray> svd(NDArray a) {
    return Script.callForList("svd", a);
  }

  // ---- shapes ------------------------------------------------------------------------------

  /** Another shape for the same values; one axis may be −1. */
  public static NDArray reshape(NDArray a, long... shape) {
    return Script.call("reshape", a, shape);
  }

  /** Axes in another order. */
  public static NDArray permute(NDArray a, long... axes) {
    return Script.call("permute", a, axes);
  }

  /** Repeats axes of size 1; −1 keeps an axis. */
  public static NDArray expand(NDArray a, long... shape) {
    return Script.call("expand", a, shape);
  }

  /**
   * The one entry of the first axis {@code count} times; an array that has that many stays as it
   * is.
   */
  public static NDArray repeated(NDArray a, long count) {
    Shape shape = a.getShape();
    if (shape.get(0) == count) {
      return a;
    }
    long[] sizes = new long[shape.dimension()];
    Arrays.fill(sizes, -1);
    sizes[0] = count;
    return expand(a, sizes);
  }

  /** Joins arrays along an axis. */
  public static NDArray cat(List<NDArray> arrays, int axis) {
    return Script.call("cat", arrays, axis);
  }

  /** Joins arrays along a new axis. */
  public static NDArray stack(List<NDArray> arrays, int axis) {
    return Script.call("stack", arrays, axis);
  }

  /** Cuts an array into pieces of the given sizes along an axis. */
  public static List<NDArray> split(NDArray a, long[] sizes, int axis) {
    return Script.callForList("split", a, sizes, axis);
  }

  /** {@code length} entries from {@code start} along an axis. */
  public static NDArray narrow(NDArray a, int axis, long start, long length) {
    return Script.call("narrow", a, axis, start, length);
  }

  /** Maps [B, C, H, W] of any sizes as one sequence [B, N, C]: map after map, row by row. */
  public static NDArray toSequence(List<NDArray> maps) {
    return Script.call("to_sequence", maps);
  }

  /** Undoes {@link #toSequence} for [B, N, C]: maps of the heights and widths of {@code like}. */
  public static List<NDArray> toMaps(NDArray sequence, List<NDArray> like) {
    long[] sizes =
        like.stream()
            .flatMapToLong(map -> LongStream.of(map.getShape().get(2), map.getShape().get(3)))
            .toArray();
    return Script.callForList("to_maps", sequence, sizes);
  }

  /** Entries of an axis by a one-dimensional int64 index. */
  public static NDArray indexSelect(NDArray a, int axis, NDArray index) {
    return Script.call("index_select", a, axis, index);
  }

  /** Entries along an axis by an int64 index of the result's shape. */
  public static NDArray gather(NDArray a, int axis, NDArray index) {
    return Script.call("gather", a, axis, index);
  }

  /** Pads with zeros; amounts are (before, after) pairs, last axis first. */
  public static NDArray pad(NDArray a, long... amounts) {
    return Script.call("pad", a, amounts);
  }

  /** Entries of an axis in reverse order. */
  public static NDArray flip(NDArray a, int axis) {
    return Script.call("flip", a, axis);
  }

  /**
   * Means of [B, C, H, W] over a grid: cell i of n covers ⌊i·H/n⌋ to ⌈(i + 1)·H/n⌉, likewise along
   * the width; [B, C, height, width].
   */
  public static NDArray adaptiveAveragePool(NDArray a, long height, long width) {
    return Script.call("adaptive_average_pool", a, height, width);
  }

  /** Nearest-neighbour resize of [B, C, H, W]: source = floor(target · in / out). */
  public static NDArray upsampleNearest(NDArray a, long height, long width) {
    return Script.call("upsample_nearest", a, height, width);
  }

  /** Bilinear resize of [B, C, H, W] with aligned corners. */
  public static NDArray upsampleBilinearAlignCorners(NDArray a, long height, long width) {
    return Script.call("upsample_bilinear_align_corners", a, height, width);
  }

  /** The values in the type of another array; differentiable. */
  public static NDArray castLike(NDArray a, NDArray like) {
    return Script.call("cast_like", a, like);
  }

  /** The same values without a past. */
  public static NDArray detach(NDArray a) {
    return Script.call("detach", a);
  }

  /** A copy. */
  public static NDArray copy(NDArray a) {
    return Script.call("clone", a);
  }

  /** The same values in row-major order in memory. */
  public static NDArray contiguous(NDArray a) {
    return Script.call("contiguous", a);
  }

  /** Copies the values of b into a, in place; for parameters, with gradients off. */
  public static void assign(NDArray a, NDArray b) {
    Script.call("assign", a, b).close();
  }
}
