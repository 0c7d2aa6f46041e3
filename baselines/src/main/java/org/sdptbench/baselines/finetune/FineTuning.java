package org.sdptbench.baselines.finetune;

import java.util.List;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.peft.Tuning;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Weights;

/** Trains everything, or the whole head. */
public final class FineTuning implements PeftMethod {
  @Override
  public String name() {
    return "full";
  }

  @Override
  public String title() {
    return "Full fine-tuning";
  }

  @Override
  public String summary() {
    return "Full fine-tuning: every parameter, or every parameter of the head, is trained.";
  }

  /** What it trains is all that it says. */
  @Override
  public boolean takesHead() {
    return false;
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting.Choice(
            "scope",
            "all",
            List.of("all", "image-and-head", "head"),
            "what is trained: everything, everything but the text encoder, or the head"));
  }

  @Override
  public Layout layout(GlipConfig config, Layout backbone, Settings settings) {
    String scope = settings.text("scope");
    return backbone.copiesOf(
        name ->
            !Sites.isUnused(name)
                && switch (scope) {
                  case "head" -> name.startsWith(Sites.HEAD);
                  case "image-and-head" -> !name.startsWith(Sites.TEXT);
                  default -> true;
                });
  }

  @Override
  public Adaptation adapt(GlipConfig config, Weights backbone, Settings settings, Params params) {
    return Tuning.of(params);
  }
}
