package org.sdptbench.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Map;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Prompts;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;

/** Methods on a small model, for tests. */
public final class Adapted {
  private Adapted() {}

  /** A method on a model, as it starts, in float64. */
  public static Adaptation of(PeftMethod method, TinyGlip model, Map<String, ?> given) {
    Settings settings = Settings.resolve(method.settings(), given);
    Layout layout = method.layout(TinyGlip.CONFIG, model.glip().layout(), settings);
    try (Scope scope = new Scope();
        Params drawn = Params.initialise(layout, 5, model.weights())) {
      return method.adapt(TinyGlip.CONFIG, model.weights(), settings, drawn.to(DataType.FLOAT64));
    }
  }

  /** The prompts of an adaptation that is no stack. */
  public static Prompts prompts(Adaptation adaptation) {
    List<Prompts> prompts = adaptation.prompts();
    assertThat(prompts).hasSize(1);
    return prompts.get(0);
  }
}
