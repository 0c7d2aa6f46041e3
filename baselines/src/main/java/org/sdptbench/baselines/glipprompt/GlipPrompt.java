package org.sdptbench.baselines.glipprompt;

import java.util.List;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Role;
import org.sdptbench.glip.tensor.Weights;

/** GLIP's own prompt tuning (Li et al., 2022): a table that is added to the text features. */
public final class GlipPrompt implements PeftMethod {
  /** Name of the table. */
  static final String TABLE = "glip_prompt.table";

  @Override
  public String name() {
    return "glip-prompt";
  }

  @Override
  public String title() {
    return "GLIP prompt";
  }

  @Override
  public String summary() {
    return "GLIP's prompt tuning: a trained offset of every text feature (Li et al., CVPR 2022).";
  }

  @Override
  public List<Setting> settings() {
    return List.of();
  }

  @Override
  public Layout layout(GlipConfig config, Layout backbone, Settings settings) {
    GlipConfig.Text text = config.text();
    return new Layout().role(Role.TOKENS).add(TABLE, Init.ZEROS, text.maxTokens(), text.hidden());
  }

  @Override
  public Adaptation adapt(GlipConfig config, Weights backbone, Settings settings, Params params) {
    return new GlipPromptAdaptation(params);
  }
}
