package org.sdptbench.baselines.upt;

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

/** Unified prompt tuning (Zang et al., 2022). */
public final class Upt implements PeftMethod {
  /** What precedes all names. */
  static final String PREFIX = "upt.";

  /** The text prompts [n, d]. */
  static final String TEXT = PREFIX + "text";

  @Override
  public String name() {
    return "upt";
  }

  @Override
  public String title() {
    return "UPT";
  }

  @Override
  public String summary() {
    return "UPT: text and visual prompts that one small transformer block makes together"
        + " (Zang et al., 2022).";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting.Whole("n", 4, 1, 128, "prompts per modality, and per Swin block if deep"),
        new Setting.Choice(
            "depth",
            "shallow",
            List.of("shallow", "deep"),
            "visual prompts before the first Swin block (shallow), or new ones for each (deep)"),
        new Setting.Whole("width", 128, 1, 4096, "width of the common transformer block"));
  }

  @Override
  public Layout layout(GlipConfig config, Layout backbone, Settings settings) {
    int n = settings.whole("n");
    int width = settings.whole("width");
    Layout layout = new Layout();
    layout.role(Role.TOKENS).add(TEXT, PromptInit.TEXT, n, config.text().hidden());
    List<SwinSite> sites = sites(config, settings);
    for (SwinSite site : sites) {
      layout.add(PREFIX + site.name(), PromptInit.vision(site.channels()), n, site.channels());
    }
    layout.role(Role.MAPS);
    maps(layout, TEXT, config.text().hidden(), width);
    for (SwinSite site : sites) {
      if (site.block() == 0) {
        maps(layout, maps(site), site.channels(), width);
      }
    }
    PromptTransformer.declare(layout, PREFIX + "block.", width);
    return layout;
  }

  private static void maps(Layout layout, String name, int own, int common) {
    if (own != common) {
      layout.linear(name + ".in", own, common);
      layout.linear(name + ".out", common, own);
    }
  }

  /** Name of the maps of a block's prompts, which its stage shares. */
  static String maps(SwinSite site) {
    return PREFIX + "layers." + site.stage();
  }

  @Override
  public Adaptation adapt(GlipConfig config, Weights backbone, Settings settings, Params params) {
    return new UptAdaptation(params, config, backbone, sites(config, settings));
  }

  /** The blocks where new visual prompts enter. */
  private static List<SwinSite> sites(GlipConfig config, Settings settings) {
    List<SwinSite> all = SwinSite.of(config.vision());
    return settings.text("depth").equals("deep") ? all : all.subList(0, 1);
  }
}
