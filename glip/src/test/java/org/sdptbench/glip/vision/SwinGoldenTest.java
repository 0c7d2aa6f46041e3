package org.sdptbench.glip.vision;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.golden.GoldenKind;
import org.sdptbench.glip.golden.GoldenModule;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Scope;

class SwinGoldenTest {
  /** GLIP computes it; checkpoints carry it, but it is no parameter. */
  private static final String BUFFER = "relative_position_index";

  static List<GoldenSet> swins() {
    return GoldenKind.SWIN.sets();
  }

  @ParameterizedTest
  @MethodSource("swins")
  void mapsAndGradientsAgree(GoldenSet set) {
    JsonNode config = set.config();
    Swin swin =
        new Swin(
            "",
            new GlipConfig.Vision(
                config.get("embed_dim").intValue(),
                integers(config.get("depths")),
                integers(config.get("num_heads")),
                config.get("window_size").intValue(),
                false,
                1,
                3));
    Layout layout = new Layout();
    swin.declare(layout);
    assertThat(layout.names())
        .isEqualTo(set.weightNames().stream().filter(name -> !name.endsWith(BUFFER)).toList());
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        GoldenModule golden = new GoldenModule(set, layout)) {
      for (int image = 0; set.has("in.image" + image); image++) {
        List<NDArray> maps =
            swin.forward(golden.pass(Adaptation.none()), golden.read("in.image" + image));
        for (int i = 0; i < maps.size(); i++) {
          String map = "C" + (i + 2);
          String output = "out.%s.%s".formatted(map, image);
          assertThat(maps.get(i).getShape().getShape()).as(output).isEqualTo(set.shape(output));
          if (image == 0 && set.has("in.R." + map)) {
            golden.output(output, "in.R." + map, maps.get(i));
          } else {
            golden.output(output, maps.get(i));
          }
        }
      }
      golden.gradients();
    }
  }

  private static List<Integer> integers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::intValue).toList();
  }
}
