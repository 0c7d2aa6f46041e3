package org.sdptbench.glip.vision;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.golden.GoldenKind;
import org.sdptbench.glip.golden.GoldenModule;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Scope;

class FeaturePyramidGoldenTest {
  static List<GoldenSet> pyramids() {
    return GoldenKind.PYRAMID.sets();
  }

  @ParameterizedTest
  @MethodSource("pyramids")
  void levelsAndGradientsAgree(GoldenSet set) {
    List<Integer> inChannels = new ArrayList<>();
    for (JsonNode channels : set.config().get("in_channels")) {
      inChannels.add(channels.intValue());
    }
    List<String> levels = set.names(name -> name.startsWith("out.P"));
    FeaturePyramid pyramid =
        new FeaturePyramid(
            "", inChannels, set.config().get("out_channels").intValue(), levels.size());
    Layout layout = new Layout();
    pyramid.declare(layout);
    assertThat(layout.names()).isEqualTo(set.weightNames());
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        GoldenModule golden = new GoldenModule(set, layout)) {
      List<NDArray> maps =
          set.names(name -> name.startsWith("in.C")).stream().map(golden::leaf).toList();
      List<NDArray> outputs = pyramid.forward(golden.pass(Adaptation.none()), maps);
      for (int i = 0; i < outputs.size(); i++) {
        String level = "P" + (i + 3);
        assertThat(outputs.get(i).getShape().getShape()).isEqualTo(set.shape("out." + level));
        golden.output("out." + level, "in.R." + level, outputs.get(i));
      }
      golden.gradients();
    }
  }
}
