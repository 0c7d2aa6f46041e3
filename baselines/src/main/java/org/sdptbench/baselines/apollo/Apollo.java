package org.sdptbench.baselines.apollo;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sdptbench.baselines.prompt.CoupledPrompts;
import org.sdptbench.baselines.prompt.TextSize;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Weights;

/** Unified adapter and prompt learning (Chowdhury et al., 2023). */
public final class Apollo implements PeftMethod {
  private static final String PROMPTS = "apollo.prompts.";
  private static final String ADAPTERS = "apollo.adapters.";

  private static final List<Setting> CONSISTENCY =
      List.of(
          new Setting.Real(
              "consistency",
              1,
              0,
              1000,
              "weight of the consistency with frozen GLIP; 0 is without"),
          new Setting.Real("divergence", 2, 0, 1000, "weight of the divergence within it"),
          new Setting.Whole(
              "grid", 4, 1, 64, "regions along each side of an image that are kept consistent"));

  @Override
  public String name() {
    return "apollo";
  }

  @Override
  public String title() {
    return "Apollo";
  }

  @Override
  public String summary() {
    return "APoLLo: MaPLe's prompts, cross-modal adapters, and consistency with the frozen model"
        + " (Chowdhury et al., EMNLP 2023).";
  }

  @Override
  public List<Setting> settings() {
    return Stream.of(CoupledPrompts.settings(), FusionAdapters.settings(), CONSISTENCY)
        .flatMap(List::stream)
        .toList();
  }

  @Override
  public Map<String, Object> upgraded(Map<String, Object> settings) {
    return TextSize.upgraded(settings);
  }

  @Override
  public Layout layout(GlipConfig config, Layout backbone, Settings settings) {
    Layout layout = new Layout();
    CoupledPrompts.of(PROMPTS, config, settings).declare(layout);
    FusionAdapters.of(ADAPTERS, config, settings).declare(layout);
    return layout;
  }

  @Override
  public Adaptation adapt(GlipConfig config, Weights backbone, Settings settings, Params params) {
    return new ApolloAdaptation(
        params,
        backbone,
        CoupledPrompts.of(PROMPTS, config, settings),
        FusionAdapters.of(ADAPTERS, config, settings),
        consistency(settings));
  }

  private static Optional<Consistency> consistency(Settings settings) {
    return Optional.of(
            new Consistency(
                settings.real("consistency"), settings.real("divergence"), settings.whole("grid")))
        .filter(consistency -> consistency.weight() > 0);
  }
}
