package org.sdptbench.baselines.zeroshot;

import java.util.List;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Weights;

/** GLIP as it was pre-trained. */
public final class ZeroShot implements PeftMethod {
  @Override
  public String name() {
    return "zero-shot";
  }

  @Override
  public String title() {
    return "Zero-shot";
  }

  @Override
  public String summary() {
    return "GLIP as it was pre-trained; nothing is trained.";
  }

  @Override
  public boolean trains() {
    return false;
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
    return new Layout();
  }

  @Override
  public Adaptation adapt(GlipConfig config, Weights backbone, Settings settings, Params params) {
    return Adaptation.none();
  }
}
