package org.sdptbench.glip.head;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.golden.GoldenKind;
import org.sdptbench.glip.golden.GoldenModule;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Scope;

class DyConvGoldenTest {

  static List<GoldenSet> sets() {
    return GoldenKind.DYCONV.sets();
  }

  private static DyConv dyConv(GoldenSet set) {
    return new DyConv("", set.config().get("channels").asInt(), set.has("offset.weight"));
  }

  private static Layout layout(DyConv dyConv) {
    Layout layout = new Layout();
    dyConv.declare(layout);
    return layout;
  }

  private static List<NDArray> levels(GoldenSet set, GoldenModule golden) {
    return IntStream.iterate(0, i -> set.has("in.x" + i), i -> i + 1)
        .mapToObj(i -> golden.leaf("in.x" + i))
        .toList();
  }

  @ParameterizedTest
  @MethodSource("sets")
  void outputsAndGradientsAgree(GoldenSet set) {
    DyConv dyConv = dyConv(set);
    Layout layout = layout(dyConv);
    assertThat(layout.names()).isEqualTo(set.weightNames());
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        GoldenModule golden = new GoldenModule(set, layout)) {
      List<NDArray> outputs = dyConv.forward(golden.pass(Adaptation.none()), levels(set, golden));
      for (int i = 0; i < outputs.size(); i++) {
        golden.output("out.y" + i, "in.R" + i, outputs.get(i));
      }
      golden.gradients();
    }
  }

  @ParameterizedTest
  @MethodSource("sets")
  void sourcesOfTheSecondLevelAgree(GoldenSet set) {
    DyConv dyConv = dyConv(set);
    try (Scope scope = new Scope();
        GoldenModule golden = new GoldenModule(set, layout(dyConv))) {
      Pass pass = golden.pass(Adaptation.none());
      List<NDArray> inputs = levels(set, golden);
      List<NDArray> field = dyConv.field(pass, inputs.get(1));
      golden.output("out.dbg.offset1", field.get(0));
      golden.output("out.dbg.mask1", field.get(1));
      List<NDArray> sources = dyConv.sources(pass, inputs, 1);
      List<String> names = List.of("same1", "finer1", "coarser_upsampled1");
      for (int i = 0; i < sources.size(); i++) {
        golden.output("out.dbg." + names.get(i), sources.get(i));
        golden.output("out.dbg.attn_" + names.get(i), dyConv.attention(pass, sources.get(i)));
      }
    }
  }
}
