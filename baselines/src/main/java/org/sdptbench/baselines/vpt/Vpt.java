package org.sdptbench.baselines.vpt;

import java.util.List;
import org.sdptbench.baselines.prompt.PromptInit;
import org.sdptbench.baselines.prompt.SwinSite;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Role;
import org.sdptbench.glip.tensor.Weights;

/** Visual prompt tuning (Jia et al., 2022). */
public final class Vpt implements PeftMethod {
  private static final String PREFIX = "vpt.";

  @Override
  public String name() {
    return "vpt";
  }

  @Override
  public String title() {
    return "VPT";
  }

  @Override
  public String summary() {
    return "VPT: trained tokens among the image's in Swin (Jia et al., ECCV 2022).";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting.Whole("k", 10, 1, 1024, "tokens per block"),
        new Setting.Choice(
            "depth",
            "deep",
            List.of("deep", "shallow"),
            "new tokens for every block (deep), or tokens that enter before the first (shallow)"));
  }

  @Override
  public Layout layout(GlipConfig config, Layout backbone, Settings settings) {
    Layout layout = new Layout().role(Role.TOKENS);
    List<SwinSite> sites = SwinSite.of(config.vision());
    for (SwinSite site : settings.text("depth").equals("deep") ? sites : sites.subList(0, 1)) {
      layout.add(
          PREFIX + site.name(),
          PromptInit.vision(site.channels()),
          settings.whole("k"),
          site.channels());
    }
    return layout;
  }

  @Override
  public Adaptation adapt(GlipConfig config, Weights backbone, Settings settings, Params params) {
    return new VptAdaptation(PREFIX, params);
  }
}
