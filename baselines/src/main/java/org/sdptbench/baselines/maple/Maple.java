package org.sdptbench.baselines.maple;

import java.util.List;
import java.util.Map;
import org.sdptbench.baselines.prompt.CoupledPrompts;
import org.sdptbench.baselines.prompt.TextSize;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Prompts;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Weights;

/** Multi-modal prompt learning (Khattak et al., 2023). */
public final class Maple implements PeftMethod {
  @Override
  public String name() {
    return "maple";
  }

  @Override
  public String title() {
    return "MaPLe";
  }

  @Override
  public String summary() {
    return "MaPLe: text prompts at the first layers, and visual prompts made of them"
        + " (Khattak et al., CVPR 2023).";
  }

  @Override
  public List<Setting> settings() {
    return CoupledPrompts.settings();
  }

  @Override
  public Map<String, Object> upgraded(Map<String, Object> settings) {
    return TextSize.upgraded(settings);
  }

  @Override
  public Layout layout(GlipConfig config, Layout backbone, Settings settings) {
    Layout layout = new Layout();
    coupled(config, settings).declare(layout);
    return layout;
  }

  @Override
  public Adaptation adapt(GlipConfig config, Weights backbone, Settings settings, Params params) {
    return new MapleAdaptation(coupled(config, settings), backbone, params);
  }

  private static CoupledPrompts coupled(GlipConfig config, Settings settings) {
    return CoupledPrompts.of("maple.", config, settings);
  }

  /** The prompts and nothing else. */
  private record MapleAdaptation(CoupledPrompts coupled, Weights backbone, Params params)
      implements Adaptation {
    @Override
    public Reach reach() {
      return Reach.ENCODERS;
    }

    @Override
    public Adaptation over(Params other) {
      return new MapleAdaptation(coupled, backbone, other);
    }

    @Override
    public List<Prompts> prompts() {
      return List.of(coupled.over(params, backbone));
    }
  }
}
