package org.sdptbench.baselines.lora;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.HeadTuning;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;

class LoraMergedTest {
  /** A trained head is part of what acts, and so of what is merged. */
  @Test
  void keepsTheHead() {
    PeftMethod method = HeadTuning.of(new Lora());
    Settings settings = Settings.resolve(method.settings(), Map.of(HeadTuning.HEAD, "linear"));
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope()) {
      Layout trained = new Layout();
      for (ParamSpec spec :
          method.layout(TinyGlip.CONFIG, model.glip().layout(), settings).specs()) {
        trained.add(new ParamSpec(spec.name(), spec.shape(), new Init.Normal(1), spec.role()));
      }
      try (Params params = Params.initialise(trained, 5);
          Adaptation adaptation = method.adapt(TinyGlip.CONFIG, model.weights(), settings, params);
          Adaptation merged = adaptation.merged(model.weights()).orElseThrow()) {
        for (String name : params.names()) {
          if (Sites.isPrediction(name)) {
            NDArray acting = Objects.requireNonNull(merged.replacement(name), name);
            assertThat(acting.toFloatArray()).as(name).isEqualTo(params.get(name).toFloatArray());
          }
        }
        assertThat(merged.params().names()).noneMatch(name -> name.contains("lora_"));
      }
    }
  }
}
