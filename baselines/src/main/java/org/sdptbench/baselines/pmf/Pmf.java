package org.sdptbench.baselines.pmf;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.sdptbench.baselines.prompt.SwinSite;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Weights;

/** Prompt-based multimodal fusion (Li et al., 2023). */
public final class Pmf implements PeftMethod {
  private static final String FROZEN_NORM = "normalised";

  @Override
  public String name() {
    return "pmf";
  }

  @Override
  public String title() {
    return "PMF";
  }

  @Override
  public String summary() {
    return "PMF: prompts in the last layers of each encoder ask the other one"
        + " (Li et al., CVPR 2023).";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting.Whole("layers", 2, 1, 128, "last layers of both encoders that are fused"),
        new Setting.Whole("queries", 4, 1, 1024, "query prompts per layer and direction"),
        new Setting.Whole(
            "query-context", 4, 0, 1024, "prompts beside the queries, per layer and direction"),
        new Setting.Whole(
            "fusion-context", 4, 0, 1024, "prompts beside the answers, per layer and modality"),
        new Setting.Whole(
            "hidden",
            0,
            0,
            65536,
            "hidden width of the translation between the modalities; 0 is half the wider one's"),
        new Setting.Choice(
            "found",
            FROZEN_NORM,
            List.of(FROZEN_NORM, "raw"),
            "what the image's queries found is translated as the stage's frozen output norm leaves"
                + " it, or raw, as in the public code"));
  }

  /** Before there was a choice, what was found stayed raw. */
  @Override
  public Map<String, Object> upgraded(Map<String, Object> settings) {
    Map<String, Object> upgraded = new TreeMap<>(settings);
    upgraded.putIfAbsent("found", "raw");
    return upgraded;
  }

  @Override
  public Layout layout(GlipConfig config, Layout backbone, Settings settings) {
    Layout layout = new Layout();
    int d = config.text().hidden();
    List<Modality> images = modalities("image", settings);
    List<Modality> texts = modalities("text", settings);
    List<SwinSite> sites = lastBlocks(config, settings.whole("layers"));
    for (int i = 0; i < sites.size(); i++) {
      int c = sites.get(i).channels();
      int given = settings.whole("hidden");
      int hidden = given > 0 ? given : Math.max(c, d) / 2;
      images.get(i).declare(layout, c, hidden, d);
      texts.get(i).declare(layout, d, hidden, c);
    }
    return layout;
  }

  @Override
  public Adaptation adapt(GlipConfig config, Weights backbone, Settings settings, Params params) {
    List<SwinSite> sites = lastBlocks(config, settings.whole("layers"));
    return new PmfAdaptation(
        params,
        backbone,
        settings.text("found").equals(FROZEN_NORM)
            ? sites.stream().map(Pmf::outputNorm).toList()
            : sites.stream().map(site -> Optional.<String>empty()).toList(),
        modalities("image", settings),
        modalities("text", settings));
  }

  /** GLIP does not normalise what leaves the first stage. */
  private static Optional<String> outputNorm(SwinSite site) {
    return site.stage() == 0
        ? Optional.empty()
        : Optional.of(Sites.VISION + "body.norm" + site.stage());
  }

  private static List<SwinSite> lastBlocks(GlipConfig config, int layers) {
    List<SwinSite> sites = SwinSite.of(config.vision());
    int most = Math.min(sites.size(), config.text().layers());
    if (layers > most) {
      throw new IllegalArgumentException(
          "layers is %s, but %s has %s Swin blocks and %s text layers; allowed are 1 to %s"
              .formatted(layers, config.name(), sites.size(), config.text().layers(), most));
    }
    return sites.subList(sites.size() - layers, sites.size());
  }

  /** One modality at each of the fused layers, in the order of the forward pass. */
  private static List<Modality> modalities(String name, Settings settings) {
    List<Modality> modalities = new ArrayList<>();
    for (int i = 0; i < settings.whole("layers"); i++) {
      modalities.add(
          new Modality(
              "pmf.%s.%s.".formatted(i, name),
              settings.whole("queries"),
              settings.whole("query-context"),
              settings.whole("fusion-context")));
    }
    return List.copyOf(modalities);
  }
}
