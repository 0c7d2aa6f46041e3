package org.sdptbench.glip.head;

import static org.sdptbench.glip.golden.GoldenAssert.UNIT_RTOL;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.golden.GoldenAssert;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.golden.GoldenSets;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Scope;

class DyConvGoldenTest {

  static List<GoldenSet> sets() {
    return GoldenSets.matching(set -> set.has("DyConv.0.conv.weight"));
  }

  private static GoldenModule module(GoldenSet set, DyConv dyConv) {
    Layout layout = new Layout();
    dyConv.declare(layout);
    return GoldenModule.of(set, layout);
  }

  private static DyConv dyConv(GoldenSet set) {
    return new DyConv("", set.config().get("channels").asInt(), set.has("offset.weight"));
  }

  private static List<NDArray> levels(GoldenSet set, String prefix) {
    return IntStream.iterate(0, i -> set.has(prefix + i), i -> i + 1)
        .mapToObj(i -> GoldenModule.leaf(set, prefix + i))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("sets")
  void outputsAndGradientsAgree(GoldenSet set) {
    DyConv dyConv = dyConv(set);
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        GoldenModule golden = module(set, dyConv)) {
      List<NDArray> inputs = levels(set, "in.x");
      List<NDArray> outputs = dyConv.forward(golden.pass(), inputs);
      for (int i = 0; i < outputs.size(); i++) {
        GoldenAssert.close(set, "out.y" + i, outputs.get(i).toFloatArray(), UNIT_RTOL);
      }
      NDArray loss = GoldenModule.loss(outputs, levels(set, "in.R"));
      GoldenAssert.close(set, "out.loss", loss.toFloatArray(), GoldenAssert.MODEL_RTOL, 1e-3);
      Gradients.backward(loss);
      golden.weightGradientsAgree();
      for (int i = 0; i < inputs.size(); i++) {
        GoldenModule.gradientAgrees(set, "grad.in.x" + i, inputs.get(i), UnaryOperator.identity());
      }
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void sourcesOfTheSecondLevelAgree(GoldenSet set) {
    DyConv dyConv = dyConv(set);
    try (Scope scope = new Scope();
        GoldenModule golden = module(set, dyConv)) {
      List<NDArray> inputs = levels(set, "in.x");
      List<NDArray> field = dyConv.field(golden.pass(), inputs.get(1));
      agrees(set, "out.dbg.offset1", field.get(0));
      agrees(set, "out.dbg.mask1", field.get(1));
      List<NDArray> sources = dyConv.sources(golden.pass(), inputs, 1);
      List<String> names = List.of("same1", "finer1", "coarser_upsampled1");
      for (int i = 0; i < sources.size(); i++) {
        agrees(set, "out.dbg." + names.get(i), sources.get(i));
        agrees(
            set, "out.dbg.attn_" + names.get(i), dyConv.attention(golden.pass(), sources.get(i)));
      }
    }
  }

  private static void agrees(GoldenSet set, String tensor, NDArray actual) {
    GoldenAssert.close(set, tensor, actual.toFloatArray(), UNIT_RTOL);
  }
}
