package org.sdptbench.baselines.dpt;

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

/** Dual-modality prompt tuning with class-aware visual prompts (Xing et al., 2022). */
public final class Dpt implements PeftMethod {
  /** Name of the text context. */
  static final String CONTEXT = "dpt.context";

  private static final String LAST_STAGE = "last-stage";

  @Override
  public String name() {
    return "dpt";
  }

  @Override
  public String title() {
    return "DPT";
  }

  @Override
  public String summary() {
    return "DPT: text context, visual prompts, and class-aware visual prompts made from both"
        + " encoders (Xing et al., 2022).";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting.Whole("n", 16, 0, 1024, "context vectors in the caption"),
        new Setting.Whole("k", 10, 0, 1024, "visual prompts per Swin block"),
        new Setting.Text(
            "blocks",
            LAST_STAGE,
            "the Swin blocks with class-aware prompts: last-stage, or how many from the end"),
        new Setting.Whole(
            "classes", 10, 1, 1024, "class-aware prompts per image; all classes if there are less"),
        new Setting.Real("alpha", 0.3, 1e-3, 1e3, "weight of the auxiliary loss"));
  }

  @Override
  public Layout layout(GlipConfig config, Layout backbone, Settings settings) {
    int textWidth = config.text().hidden();
    int n = settings.whole("n");
    int k = settings.whole("k");
    Layout layout = new Layout().role(Role.TOKENS);
    if (n > 0) {
      layout.add(CONTEXT, PromptInit.TEXT, n, textWidth);
    }
    List<SwinSite> sites = SwinSite.of(config.vision());
    int first = firstClassAware(config, settings);
    if (k > 0) {
      for (SwinSite site : sites.subList(0, first)) {
        // N(0, 0.02²) as in DPT.py, VPTDeepPromptLearner, and not VPT's own uniform start.
        layout.add(prompts(site.stage(), site.block()), PromptInit.TEXT, k, site.channels());
      }
    }
    layout.role(Role.MAPS);
    for (SwinSite site : sites.subList(first, sites.size())) {
      ClassAwarePrompts.of(site).declare(layout, textWidth);
    }
    return layout;
  }

  @Override
  public Adaptation adapt(GlipConfig config, Weights backbone, Settings settings, Params params) {
    List<SwinSite> sites = SwinSite.of(config.vision());
    int first = firstClassAware(config, settings);
    return new DptAdaptation(
        params,
        config,
        backbone,
        first,
        sites.subList(first, sites.size()).stream().map(ClassAwarePrompts::of).toList(),
        new ClassSelection(settings.whole("classes")),
        settings.real("alpha"));
  }

  /** Name of the visual prompts of a block. */
  static String prompts(int stage, int block) {
    return "dpt.prompts.%s.%s".formatted(stage, block);
  }

  /** The first block with class-aware prompts, counted over all stages. */
  private static int firstClassAware(GlipConfig config, Settings settings) {
    List<Integer> depths = config.vision().depths();
    int count = depths.stream().mapToInt(Integer::intValue).sum();
    String blocks = settings.text("blocks");
    if (blocks.equals(LAST_STAGE)) {
      return count - depths.get(depths.size() - 1);
    }
    int fromEnd = blocks.matches("\\d{1,3}") ? Integer.parseInt(blocks) : 0;
    if (fromEnd < 1 || fromEnd > count) {
      throw new IllegalArgumentException(
          "blocks is \"%s\"; allowed are %s, or a number from 1 to %s, the Swin blocks of %s"
              .formatted(blocks, LAST_STAGE, count, config.name()));
    }
    return count - fromEnd;
  }
}
