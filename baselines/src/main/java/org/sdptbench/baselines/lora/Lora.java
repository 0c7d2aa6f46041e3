package org.sdptbench.baselines.lora;

import ai.djl.ndarray.types.Shape;
import java.util.List;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Role;
import org.sdptbench.glip.tensor.Weights;

/** Low-rank adaptation of linear layers (Hu et al., 2022). */
public final class Lora implements PeftMethod {
  /** Suffix of the first factor. */
  static final String A = ".lora_A";

  /** Suffix of the second factor. */
  static final String B = ".lora_B";

  private static final String FUSION =
      "rpn\\.head\\.dyhead_tower\\.\\d+\\.b_attn\\.attn\\.\\w+_proj";
  private static final String SWIN = "backbone\\.body\\..*\\.attn\\.qkv";
  private static final String BERT = "language_backbone\\..*\\.attention\\.self\\.(query|value)";

  @Override
  public String name() {
    return "lora";
  }

  @Override
  public String title() {
    return "LoRA";
  }

  @Override
  public String summary() {
    return "LoRA: a low-rank term on linear layers (Hu et al., ICLR 2022).";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting.Whole("rank", 8, 1, 1024, "rank r of the term"),
        new Setting.Real("alpha", 8, 1e-3, 1e4, "the term is scaled by alpha / r"),
        new Setting.Text(
            "sites",
            "fusion",
            "fusion, swin, bert, backbones, or a regular expression over layer names"));
  }

  @Override
  public Layout layout(GlipConfig config, Layout backbone, Settings settings) {
    Pattern sites = pattern(settings.text("sites"));
    int rank = settings.whole("rank");
    Layout layout = new Layout().role(Role.ADAPTERS);
    for (ParamSpec spec : backbone.specs()) {
      if (!isLinear(spec)) {
        continue;
      }
      String site = site(spec);
      if (sites.matcher(site).matches()) {
        long out = spec.shape().get(0);
        long in = spec.shape().get(1);
        layout.add(site + A, Init.kaimingUniform(in, Math.sqrt(5)), rank, in);
        layout.add(site + B, Init.ZEROS, out, rank);
      }
    }
    if (layout.names().isEmpty()) {
      throw new IllegalArgumentException(
          "sites \"%s\" matches no linear layer of %s; layers are named like %s"
              .formatted(
                  settings.text("sites"),
                  config.name(),
                  backbone.specs().stream()
                      .filter(Lora::isLinear)
                      .map(Lora::site)
                      .toList()
                      .get(0)));
    }
    return layout;
  }

  @Override
  public Adaptation adapt(GlipConfig config, Weights backbone, Settings settings, Params params) {
    return LoraAdaptation.of(params, settings.real("alpha") / settings.whole("rank"));
  }

  private static boolean isLinear(ParamSpec spec) {
    Shape shape = spec.shape();
    return shape.dimension() == 2
        && spec.name().endsWith(".weight")
        && !spec.name().contains("embeddings.");
  }

  private static String site(ParamSpec spec) {
    return spec.name().substring(0, spec.name().length() - ".weight".length());
  }

  private static Pattern pattern(String sites) {
    try {
      return Pattern.compile(
          switch (sites) {
            case "fusion" -> FUSION;
            case "swin" -> SWIN;
            case "bert" -> BERT;
            case "backbones" -> SWIN + "|" + BERT;
            default -> sites;
          });
    } catch (PatternSyntaxException e) {
      throw new IllegalArgumentException(
          "sites \"%s\" is no regular expression: %s".formatted(sites, e.getDescription()), e);
    }
  }
}
