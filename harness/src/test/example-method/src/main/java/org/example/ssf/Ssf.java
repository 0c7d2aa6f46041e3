package org.example.ssf;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Weights;

/**
 * Scales and shifts features (Lian et al., NeurIPS 2022): y' = γ ⊙ y + β, here on what the two
 * modalities receive from one another in every fusion layer. γ starts at 1 and β at 0, so training
 * starts from GLIP. 2·(v + l) scalars per layer.
 */
public final class Ssf implements PeftMethod {
  private static final String SCALE = ".ssf_scale";
  private static final String SHIFT = ".ssf_shift";

  @Override
  public String name() {
    return "ssf";
  }

  @Override
  public String title() {
    return "SSF";
  }

  @Override
  public String summary() {
    return "SSF: scales and shifts what the fusion gives (Lian et al., NeurIPS 2022).";
  }

  @Override
  public List<Setting> settings() {
    return List.of(
        new Setting.Choice(
            "outputs",
            "both",
            List.of("both", "image", "text"),
            "the modalities whose features are scaled and shifted"));
  }

  @Override
  public Layout layout(GlipConfig config, Layout backbone, Settings settings) {
    Map<String, Integer> widths = new TreeMap<>();
    if (!settings.text("outputs").equals("text")) {
      widths.put(".out_v_proj", config.vision().channels());
    }
    if (!settings.text("outputs").equals("image")) {
      widths.put(".out_l_proj", config.text().hidden());
    }
    Layout layout = new Layout();
    for (int i = 0; i < config.tower().layers(); i++) {
      String attention = Sites.fusionAttention(i);
      widths.forEach(
          (projection, width) ->
              layout
                  .add(attention + projection + SCALE, Init.ONES, width)
                  .add(attention + projection + SHIFT, Init.ZEROS, width));
    }
    return layout;
  }

  @Override
  public Adaptation adapt(GlipConfig config, Weights backbone, Settings settings, Params params) {
    return new Scaled(params);
  }

  /** The vectors in action. */
  private record Scaled(Params params) implements Adaptation {
    @Override
    public Reach reach() {
      return Reach.FUSION;
    }

    @Override
    public Adaptation over(Params other) {
      return new Scaled(other);
    }

    @Override
    public NDArray linear(String site, NDArray x, NDArray y) {
      return params.has(site + SCALE)
          ? Ops.add(Ops.mul(y, params.get(site + SCALE)), params.get(site + SHIFT))
          : y;
    }
  }
}
