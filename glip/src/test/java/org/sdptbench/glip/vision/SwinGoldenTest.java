package org.sdptbench.glip.vision;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.golden.GoldenAssert;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.golden.GoldenSets;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;

class SwinGoldenTest {
  static List<GoldenSet> swins() {
    return GoldenSets.matching(
        set -> set.config().has("embed_dim") && set.config().has("window_size"));
  }

  @ParameterizedTest
  @MethodSource("swins")
  void outputsAgree(GoldenSet set) {
    Swin swin = swin(set);
    try (Scope scope = new Scope();
        Params params = weights(swin, set)) {
      Pass pass = new Pass(params, Adaptation.none());
      int images = set.config().get("sizes").size();
      for (int i = 0; i < images; i++) {
        List<NDArray> maps = swin.forward(pass, input(set, "in.image" + i));
        for (int m = 0; m < maps.size(); m++) {
          String name = "out.C%d.%d".formatted(m + 2, i);
          assertThat(maps.get(m).getShape().getShape()).as(name).isEqualTo(set.shape(name));
          GoldenAssert.close(
              set, name, Ops.contiguous(maps.get(m)).toFloatArray(), GoldenAssert.UNIT_RTOL);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("swins")
  void gradientsAgree(GoldenSet set) {
    Swin swin = swin(set);
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        Params params = weights(swin, set)) {
      params.requireGradients(true);
      List<NDArray> maps =
          swin.forward(new Pass(params, Adaptation.none()), input(set, "in.image0"));
      NDArray loss = Ops.full(0, DataType.FLOAT32);
      for (int m = 1; m < maps.size(); m++) {
        NDArray cotangent = input(set, "in.R.C" + (m + 2));
        loss = Ops.add(loss, Ops.sum(Ops.mul(maps.get(m), cotangent)));
      }
      Gradients.backward(loss);
      GoldenAssert.close(set, "out.loss", loss.toFloatArray(), GoldenAssert.UNIT_RTOL);
      List<String> gradients = set.names(name -> name.startsWith("grad."));
      assertThat(gradients).isNotEmpty();
      for (String name : gradients) {
        NDArray gradient = Gradients.of(params.get(name.substring("grad.".length())));
        assertThat(gradient).as(name).isNotNull();
        GoldenAssert.close(
            set, name, Ops.contiguous(gradient).toFloatArray(), GoldenAssert.GRAD_RTOL);
      }
    }
  }

  private static Swin swin(GoldenSet set) {
    JsonNode config = set.config();
    return new Swin(
        "",
        new GlipConfig.Vision(
            config.get("embed_dim").intValue(),
            integers(config.get("depths")),
            integers(config.get("num_heads")),
            config.get("window_size").intValue(),
            false,
            1,
            3));
  }

  private static List<Integer> integers(JsonNode array) {
    return StreamSupport.stream(array.spliterator(), false).map(JsonNode::intValue).toList();
  }

  private static Params weights(Swin swin, GoldenSet set) {
    Layout layout = new Layout();
    swin.declare(layout);
    assertThat(layout.names())
        .containsExactlyElementsOf(
            set.weightNames().stream()
                .filter(name -> !name.endsWith("relative_position_index"))
                .toList());
    return Params.from(layout, spec -> input(set, spec.name()));
  }

  private static NDArray input(GoldenSet set, String name) {
    return Ops.of(set.floats(name), set.shape(name));
  }
}
