package org.sdptbench.glip.vision;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
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

class FeaturePyramidGoldenTest {
  static List<GoldenSet> pyramids() {
    return GoldenSets.matching(
        set -> set.config().has("in_channels") && set.has("fpn_inner2.weight"));
  }

  @ParameterizedTest
  @MethodSource("pyramids")
  void outputsAndGradientsAgree(GoldenSet set) {
    List<Integer> inChannels = new ArrayList<>();
    for (JsonNode channels : set.config().get("in_channels")) {
      inChannels.add(channels.intValue());
    }
    int levels = set.names(name -> name.startsWith("out.P")).size();
    FeaturePyramid pyramid =
        new FeaturePyramid("", inChannels, set.config().get("out_channels").intValue(), levels);
    Layout layout = new Layout();
    pyramid.declare(layout);
    assertThat(layout.names()).containsExactlyElementsOf(set.weightNames());

    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        Params params = Params.from(layout, spec -> array(set, spec.name()))) {
      params.requireGradients(true);
      Map<String, NDArray> inputs = new LinkedHashMap<>();
      for (String name : set.names(name -> name.startsWith("in.C"))) {
        NDArray map = array(set, name);
        Gradients.require(map, true);
        inputs.put(name, map);
      }
      List<NDArray> outputs =
          pyramid.forward(new Pass(params, Adaptation.none()), new ArrayList<>(inputs.values()));
      NDArray loss = Ops.full(0, DataType.FLOAT32);
      for (int i = 0; i < outputs.size(); i++) {
        String name = "P" + (i + 3);
        NDArray output = outputs.get(i);
        assertThat(output.getShape().getShape()).as(name).isEqualTo(set.shape("out." + name));
        GoldenAssert.close(
            set, "out." + name, Ops.contiguous(output).toFloatArray(), GoldenAssert.UNIT_RTOL);
        loss = Ops.add(loss, Ops.sum(Ops.mul(output, array(set, "in.R." + name))));
      }
      Gradients.backward(loss);
      GoldenAssert.close(set, "out.loss", loss.toFloatArray(), GoldenAssert.UNIT_RTOL);
      for (String name : set.names(name -> name.startsWith("grad."))) {
        String leaf = name.substring("grad.".length());
        NDArray gradient =
            Gradients.of(inputs.containsKey(leaf) ? inputs.get(leaf) : params.get(leaf));
        assertThat(gradient).as(name).isNotNull();
        GoldenAssert.close(
            set, name, Ops.contiguous(gradient).toFloatArray(), GoldenAssert.GRAD_RTOL);
      }
    }
  }

  private static NDArray array(GoldenSet set, String name) {
    return Ops.of(set.floats(name), set.shape(name));
  }
}
