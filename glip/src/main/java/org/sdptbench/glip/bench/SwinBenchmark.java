package org.sdptbench.glip.bench;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.vision.Swin;

/**
 * What does window attention gain from images that go through it together?
 *
 * <p>All windows of all images are one batch of small products, so images that come together make
 * it larger and nothing else. The two blocks, one with plain and one with shifted windows, and the
 * patch embedding before them are those of GLIP's first stage, where maps are largest.
 */
@State(Scope.Benchmark)
public class SwinBenchmark {
  private static final double TOLERANCE = 1e-5;

  /** Images, and their height and width; the first is GLIP-mini's batch. */
  @Param({"8x128x128", "1x416x544"})
  String images;

  private final Swin swin =
      new Swin("", new GlipConfig.Vision(96, List.of(2), List.of(3), 7, false, 256, 1));
  private Pass pass;
  private NDArray all;
  private List<NDArray> each;

  /** Draws weights and images. */
  @Setup
  public void setUp() {
    Layout layout = new Layout();
    swin.declare(layout);
    pass = new Pass(Params.initialise(layout, 1), Adaptation.none());
    long[] sizes = RandomInput.shape(images);
    all = RandomInput.normal(2, sizes[0], 3, sizes[1], sizes[2]);
    each =
        IntStream.range(0, Math.toIntExact(sizes[0]))
            .mapToObj(i -> Ops.contiguous(Ops.narrow(all, 0, i, 1)))
            .toList();
    Agreement.check(
        swin.forward(pass, all).get(0),
        Ops.cat(each.stream().map(image -> swin.forward(pass, image).get(0)).toList(), 0),
        TOLERANCE);
  }

  /** All images at once. */
  @Benchmark
  public float together() {
    return Passes.forward(() -> swin.forward(pass, all).get(0));
  }

  /** One image after the other. */
  @Benchmark
  public float oneByOne() {
    float sum = 0;
    for (NDArray image : each) {
      sum += Passes.forward(() -> swin.forward(pass, image).get(0));
    }
    return sum;
  }
}
