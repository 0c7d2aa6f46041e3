package org.sdptbench.glip.bench;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sdptbench.glip.head.DyConv;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;

/**
 * What do the deformable convolutions of GLIP's head cost?
 *
 * <p>GLIP-T and GLIP-L have them, GLIP-mini has plain ones in their place. Here both have the same
 * weights, and the offsets are 0 and the masks 1, so that they give the same; sampling costs as
 * much wherever it samples.
 */
@State(Scope.Benchmark)
public class DyConvBenchmark {
  private static final double TOLERANCE = 1e-4;

  /** Of a sigmoid that is 1 in single precision. */
  private static final float OPEN = 30;

  /** Images, channels, height and width of the finer of two levels; the first is GLIP-mini's. */
  @Param({"8x64x16x16", "1x256x50x68"})
  String level;

  private DyConv plain;
  private DyConv deformable;
  private Pass pass;
  private List<NDArray> levels;

  /** Draws weights and levels. */
  @Setup
  public void setUp() {
    long[] s = RandomInput.shape(level);
    int channels = Math.toIntExact(s[1]);
    plain = new DyConv("", channels, false);
    deformable = new DyConv("", channels, true);
    Layout layout = new Layout();
    deformable.declare(layout);
    Params params = Params.initialise(layout, 1);
    Ops.assign(params.get("offset.weight"), Ops.full(0, DataType.FLOAT32, 27, channels, 3, 3));
    float[] bias = new float[27];
    Arrays.fill(bias, 18, 27, OPEN);
    Ops.assign(params.get("offset.bias"), Ops.of(bias, 27));
    pass = new Pass(params, Adaptation.none());
    levels =
        List.of(
            RandomInput.normal(2, s),
            RandomInput.normal(3, s[0], s[1], (s[2] + 1) / 2, (s[3] + 1) / 2));
    for (int i = 0; i < levels.size(); i++) {
      Agreement.check(
          plain.forward(pass, levels).get(i), deformable.forward(pass, levels).get(i), TOLERANCE);
    }
  }

  /** Plain convolutions, forward and backward. */
  @Benchmark
  public float plain() {
    return through(plain);
  }

  /** Deformable convolutions, forward and backward. */
  @Benchmark
  public float deformable() {
    return through(deformable);
  }

  private float through(DyConv module) {
    return Passes.training(levels.get(0), () -> module.forward(pass, levels).get(0));
  }
}
