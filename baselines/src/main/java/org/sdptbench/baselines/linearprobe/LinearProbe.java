package org.sdptbench.baselines.linearprobe;

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

/** Trains the prediction layers only (GLIP, tools/finetune.py, {@code linear_prob}). */
public final class LinearProbe implements PeftMethod {
  @Override
  public String name() {
    return "linear-probe";
  }

  @Override
  public String title() {
    return "Linear probe";
  }

  @Override
  public String summary() {
    return "Trains GLIP's prediction layers only (GLIP, linear probing).";
  }

  /** What it trains is all that it says. */
  @Override
  public boolean takesHead() {
    return false;
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public Layout layout(GlipConfig config, Layout backbone, Settings settings) {
    return backbone.copiesOf(Sites::isPrediction);
  }

  @Override
  public Adaptation adapt(GlipConfig config, Weights backbone, Settings settings, Params params) {
    return Tuning.of(params);
  }
}
