package org.sdptbench.sdpt;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.HeadTuning;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Role;
import org.sdptbench.glip.tensor.Weights;

/** Synchronous dual prompt tuning. */
public final class Sdpt implements PeftMethod {
  /** Suffix of the unified tokens, as in the public code. */
  static final String UNIFIED = ".cpt_input";

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
    return Switches.offered();
  }

  /** What the head is by now, was once {@code trainable}. */
  @Override
  public Map<String, Object> upgraded(Map<String, Object> settings) {
    Map<String, Object> upgraded = new TreeMap<>(settings);
    Object trainable = upgraded.remove("trainable");
    if ("tokens-and-head".equals(trainable)) {
      upgraded.put(HeadTuning.HEAD, HeadTuning.WHOLE);
    }
    return upgraded;
  }

  @Override
  public Layout layout(GlipConfig config, Layout backbone, Settings settings) {
    Switches switches = Switches.of(config, settings);
    Layout layout = new Layout();
    if (switches.k() > 0) {
      for (int layer : switches.layers()) {
        declare(layout, config, switches, layer);
      }
    }
    return layout;
  }

  private static void declare(Layout layout, GlipConfig config, Switches switches, int layer) {
    String site = Sites.fusionAttention(layer);
    int fusionDim = config.tower().fusionDim();
    Init init = switches.init().of(switches.k(), fusionDim);
    boolean unified = switches.tokens() == Switches.Tokens.UNIFIED;
    layout.role(Role.TOKENS);
    if (unified) {
      layout.add(site + UNIFIED, init, 1, switches.k(), fusionDim);
    }
    for (Side side : switches.sides(layer)) {
      if (!unified) {
        layout.role(Role.TOKENS).add(side.tokens(site), init, 1, switches.k(), fusionDim);
      }
      if (switches.projection() == Switches.Projection.LEARNABLE) {
        int width = side.width(config);
        Init weight = Init.xavierUniform(fusionDim, width);
        layout.role(Role.MAPS).linear(side.learnable(site), fusionDim, width, weight);
      }
    }
  }

  @Override
  public Adaptation adapt(GlipConfig config, Weights backbone, Settings settings, Params params) {
    Switches switches = Switches.of(config, settings);
    SortedMap<Integer, Map<Side, InverseProjection>> inverses = new TreeMap<>();
    if (switches.tokens() != Switches.Tokens.INDEPENDENT
        && switches.projection() == Switches.Projection.INVERSE) {
      for (int layer : switches.layers()) {
        Map<Side, InverseProjection> ofLayer = new EnumMap<>(Side.class);
        for (Side side : switches.sides(layer)) {
          String projection = side.projection(Sites.fusionAttention(layer));
          ofLayer.put(
              side,
              InverseProjection.of(
                  backbone.get(projection + ".weight"), backbone.get(projection + ".bias")));
        }
        inverses.put(layer, ofLayer);
      }
    }
    return new SdptAdaptation(params, switches, inverses);
  }
}
