package org.sdptbench.baselines.bitfit;

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

/** Trains biases only (Ben Zaken et al., 2022). */
public final class BitFit implements PeftMethod {
  @Override
  public String name() {
    return "bitfit";
  }

  @Override
  public String title() {
    return "BitFit";
  }

  @Override
  public String summary() {
    return "BitFit: only biases are trained (Ben Zaken et al., ACL 2022).";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting.Choice(
            "scope",
            "all",
            List.of("all", "backbones", "head"),
            "whose biases: all, those of both encoders, or those of the head"),
        new Setting.Choice(
            "tables",
            "frozen",
            List.of("frozen", "trained"),
            "whether Swin's relative-position tables are trained too"));
  }

  @Override
  public Layout layout(GlipConfig config, Layout backbone, Settings settings) {
    String scope = settings.text("scope");
    boolean tables = settings.text("tables").equals("trained");
    return backbone.copiesOf(
        name ->
            (isBias(name) || (tables && name.endsWith("relative_position_bias_table")))
                && switch (scope) {
                  case "backbones" -> !name.startsWith(Sites.HEAD);
                  case "head" -> name.startsWith(Sites.HEAD);
                  default -> true;
                });
  }

  private static boolean isBias(String name) {
    return name.endsWith(".bias")
        || name.equals(Sites.HEAD + "bias0")
        || name.equals(Sites.HEAD + "bias_lang");
  }

  @Override
  public Adaptation adapt(GlipConfig config, Weights backbone, Settings settings, Params params) {
    return Tuning.of(params);
  }
}
