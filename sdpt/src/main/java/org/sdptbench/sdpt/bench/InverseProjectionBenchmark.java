package org.sdptbench.sdpt.bench;

import ai.djl.ndarray.NDArray;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.sdptbench.glip.bench.Agreement;
import org.sdptbench.glip.bench.Passes;
import org.sdptbench.glip.bench.RandomInput;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.sdpt.InverseProjection;

/**
 * What is it worth to keep the pseudo-inverse?
 *
 * <p>The official code computes it anew in every pass, twice for each of six layers, although the
 * weight that it is of never changes. Here it is computed once, in double precision, and kept.
 */
@State(Scope.Benchmark)
public class InverseProjectionBenchmark {
  /** The one way is in single precision all along. */
  private static final double TOLERANCE = 1e-3;

  /** Width of the fusion space and of the modality: GLIP-mini's image and text, GLIP-T's. */
  @Param({"512x64", "512x384", "2048x256", "2048x768"})
  String weight;

  /** Tokens. */
  @Param({"10"})
  int k;

  private NDArray frozen;
  private NDArray bias;
  private NDArray tokens;
  private InverseProjection kept;

  /** Draws a layer and tokens. */
  @Setup
  public void setUp() {
    frozen = RandomInput.normal(1, RandomInput.shape(weight));
    long fusionDim = frozen.getShape().get(0);
    bias = RandomInput.normal(2, fusionDim);
    tokens = RandomInput.normal(3, k, fusionDim);
    kept = InverseProjection.of(frozen, bias);
    Agreement.check(kept.apply(tokens), computed(), TOLERANCE);
  }

  /** Frees the inverse. */
  @TearDown
  public void close() {
    kept.close();
  }

  /** As the official code does it (fuse_helper.py L173–179). */
  private NDArray computed() {
    NDArray inverse = Ops.pinv(Ops.permute(frozen, 1, 0));
    return Ops.matmul(Ops.sub(tokens, bias), inverse);
  }

  /** With the inverse that is kept, forward and backward. */
  @Benchmark
  public float kept() {
    return Passes.training(tokens, () -> kept.apply(tokens));
  }

  /** With the inverse computed anew, forward and backward. */
  @Benchmark
  public float anew() {
    return Passes.training(tokens, this::computed);
  }
}
