package org.sdptbench.glip.bench;

import ai.djl.ndarray.NDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/**
 * Does a linear layer pay as a convolution?
 *
 * <p>The convolution comes from oneDNN, the product from MKL. On one AMD processor the convolution
 * once was twice as fast, on another it is 10 % faster for long inputs and slower for short ones,
 * and on an Intel processor training without it took 0.69 to 0.93 of the time. The backbone takes
 * the product everywhere: see {@code docs/performance.md}.
 */
@State(Scope.Benchmark)
public class LinearBenchmark {
  /** Of two libraries that add up in different order. */
  private static final double TOLERANCE = 1e-5;

  /**
   * Rows, inputs and outputs. Of GLIP-mini with a batch of 8: the feed-forward layer of Swin's
   * third stage, of the text encoder, and the projection of the image into the fusion space; of
   * GLIP-T the last one, of one image's second level.
   */
  @Param({"512x192x768", "256x384x1536", "2688x64x512", "4208x256x2048"})
  String shape;

  private NDArray x;
  private NDArray weight;
  private NDArray bias;

  /** Draws the layer and its input. */
  @Setup
  public void setUp() {
    long[] sizes = RandomInput.shape(shape);
    x = RandomInput.normal(1, 1, sizes[0], sizes[1]);
    weight = RandomInput.normal(2, sizes[2], sizes[1]);
    bias = RandomInput.normal(3, sizes[2]);
    Agreement.check(
        PartKernels.linearByProduct(x, weight, bias),
        PartKernels.linearByConvolution(x, weight, bias),
        TOLERANCE);
  }

  /** As a matrix product, forward and backward. */
  @Benchmark
  public float product() {
    return Passes.training(x, () -> PartKernels.linearByProduct(x, weight, bias));
  }

  /** As a convolution, forward and backward. */
  @Benchmark
  public float convolution() {
    return Passes.training(x, () -> PartKernels.linearByConvolution(x, weight, bias));
  }
}
