package org.sdptbench.glip.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sdptbench.glip.tensor.Ops;

/**
 * How far is the deformable convolution from a plain one?
 *
 * <p>libtorch has no deformable convolution, so the kernel gathers four neighbours for each of nine
 * points and multiplies; at offset 0 that is a plain convolution with much work for nothing. The
 * difference is what a kernel of its own could gain at most.
 */
@State(Scope.Benchmark)
public class DeformableConvolutionBenchmark {
  private static final double TOLERANCE = 1e-4;

  /** Images, channels, height and width. */
  @Param({"8x64x16x16", "1x256x50x68"})
  String map;

  private NDArray x;
  private NDArray offset;
  private NDArray mask;
  private NDArray weight;
  private NDArray bias;

  /** Draws a layer and its input. */
  @Setup
  public void setUp() {
    long[] s = RandomInput.shape(map);
    x = RandomInput.normal(1, s);
    offset = Ops.full(0, DataType.FLOAT32, s[0], 18, s[2], s[3]);
    mask = Ops.full(1, DataType.FLOAT32, s[0], 9, s[2], s[3]);
    weight = RandomInput.normal(2, s[1], s[1], 3, 3);
    bias = RandomInput.normal(3, s[1]);
    Agreement.check(
        Ops.conv2d(x, weight, bias, 1, 1),
        PartKernels.deformableConvolution(x, offset, mask, weight, bias),
        TOLERANCE);
  }

  /** The plain convolution, forward and backward. */
  @Benchmark
  public float plain() {
    return Passes.training(x, () -> Ops.conv2d(x, weight, bias, 1, 1));
  }

  /** The deformable one, forward and backward. */
  @Benchmark
  public float deformable() {
    return Passes.training(
        x, () -> PartKernels.deformableConvolution(x, offset, mask, weight, bias));
  }
}
