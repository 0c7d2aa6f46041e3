package org.sdptbench.sdpt;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.fusion.InverseProjection;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Weights;

/** Synchronous dual prompt tuning. */
public final class Sdpt implements PeftMethod {
  /** Suffix of the unified tokens, as in the public code. */
  static final String UNIFIED = ".cpt_input";

  /** Suffix of the independent image-side tokens. */
  static final String IMAGE = ".cpt_vinput";

  /** Suffix of the independent text-side tokens. */
  static final String TEXT = ".cpt_linput";

  /** Suffix of the learnable projection to the image side. */
  static final String TO_IMAGE = ".cpt_to_v";

  /** Suffix of the learnable projection to the text side. */
  static final String TO_TEXT = ".cpt_to_l";

  private static final String ALL = "all";

  @Override
  public String name() {
    return "sdpt";
  }

  @Override
  public String title() {
    return "SDPT";
  }

  @Override
  public String summary() {
    return "SDPT: unified prototype tokens in the fusion space, mapped back to both modalities"
        + " (Zhou et al., ECCV 2024).";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting.Whole("k", 10, 0, 4096, "tokens per fusion layer"),
        new Setting.Choice(
            "mask",
            "paper",
            List.of("paper", "release"),
            "whether text-side tokens are visible (paper) or masked (release)"),
        new Setting.Text(
            "layers", ALL, "the fusion layers with tokens, counted from 0: all, or e.g. 0,2"),
        new Setting.Choice(
            "init",
            "uniform",
            List.of("uniform", "normal", "zeros"),
            "start of the tokens: uniform on [-1, 1], standard normal, or zeros"),
        new Setting.Choice(
            "tokens",
            "unified",
            List.of("unified", "independent"),
            "one matrix for both modalities, or one each"),
        new Setting.Choice(
            "modal",
            "both",
            List.of("both", "image", "text"),
            "the modalities that receive tokens"),
        new Setting.Choice(
            "projection",
            "inverse",
            List.of("inverse", "learnable"),
            "how tokens reach the latent spaces"),
        new Setting.Choice(
            "trainable",
            "tokens",
            List.of("tokens", "tokens-and-head"),
            "tokens only (paper), or the head without its fusion blocks too (release)"));
  }

  @Override
  public Layout layout(GlipConfig config, Layout backbone, Settings settings) {
    Layout layout = new Layout();
    if (settings.text("trainable").equals("tokens-and-head")) {
      layout =
          backbone.copiesOf(
              name ->
                  name.startsWith(Sites.HEAD) && !Sites.isFusion(name) && !Sites.isUnused(name));
    }
    int k = settings.whole("k");
    if (k == 0) {
      return layout;
    }
    long fusionDim = config.tower().fusionDim();
    for (int layer : layers(config, settings)) {
      String site = Sites.fusionAttention(layer);
      if (independent(settings)) {
        layout.add(site + IMAGE, init(settings), 1, k, fusionDim);
        layout.add(site + TEXT, init(settings), 1, k, fusionDim);
      } else {
        layout.add(site + UNIFIED, init(settings), 1, k, fusionDim);
        if (learnable(settings)) {
          int image = config.vision().channels();
          int text = config.text().hidden();
          if (!settings.text("modal").equals("text")) {
            layout.linear(site + TO_IMAGE, fusionDim, image, Init.xavierUniform(fusionDim, image));
          }
          if (!settings.text("modal").equals("image")) {
            layout.linear(site + TO_TEXT, fusionDim, text, Init.xavierUniform(fusionDim, text));
          }
        }
      }
    }
    return layout;
  }

  @Override
  public Adaptation adapt(GlipConfig config, Weights backbone, Settings settings, Params params) {
    SortedMap<Integer, SdptAdaptation.Inverses> inverses = new TreeMap<>();
    if (settings.whole("k") > 0) {
      for (int layer : layers(config, settings)) {
        String site = Sites.fusionAttention(layer);
        inverses.put(
            layer,
            new SdptAdaptation.Inverses(
                inverse(backbone, site + ".v_proj"), inverse(backbone, site + ".l_proj")));
      }
    }
    return new SdptAdaptation(params, settings, inverses);
  }

  private static InverseProjection inverse(Weights backbone, String projection) {
    return InverseProjection.of(
        backbone.get(projection + ".weight"), backbone.get(projection + ".bias"));
  }

  static boolean independent(Settings settings) {
    return settings.text("tokens").equals("independent");
  }

  static boolean learnable(Settings settings) {
    return settings.text("projection").equals("learnable");
  }

  private static Init init(Settings settings) {
    return switch (settings.text("init")) {
      case "normal" -> new Init.Normal(1);
      case "zeros" -> Init.ZEROS;
      default -> new Init.Uniform(1);
    };
  }

  private static List<Integer> layers(GlipConfig config, Settings settings) {
    int count = config.tower().layers();
    String chosen = settings.text("layers");
    if (chosen.equals(ALL)) {
      return IntStream.range(0, count).boxed().toList();
    }
    List<Integer> layers = new ArrayList<>();
    for (String word : chosen.split(",", -1)) {
      String number = word.strip();
      int layer = number.matches("\\d{1,3}") ? Integer.parseInt(number) : -1;
      if (layer < 0 || layer >= count || layers.contains(layer)) {
        throw new IllegalArgumentException(
            "layers is \"%s\"; allowed are all, or different numbers from 0 to %d of %s, with commas"
                .formatted(chosen, count - 1, config.name()));
      }
      layers.add(layer);
    }
    return layers;
  }
}
