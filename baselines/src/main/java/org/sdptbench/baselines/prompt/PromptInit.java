package org.sdptbench.baselines.prompt;

import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;

/** How prompts, and the layers that map them, start. */
public final class PromptInit {
  /** Text prompts: N(0, 0.02²), as in CoOp (Zhou et al., 2022) and all that follow it. */
  public static final Init TEXT = new Init.Normal(0.02);

  /** Side of Swin's patches in pixels. */
  private static final int PATCH = 4;

  private PromptInit() {}

  /**
   * Visual prompts: Glorot's uniform between a patch of three colours and a token, bound √(6 /
   * (3·p² + C)) with p = 4 (VPT, src/models/vit_prompt/vit.py).
   *
   * @param channels width C of the tokens
   */
  public static Init vision(long channels) {
    return Init.xavierUniform(3L * PATCH * PATCH, channels);
  }

  /**
   * Declares a linear layer, weight [out, in] and bias [out], that starts as PyTorch's does: both
   * uniform on ±1/√in.
   */
  public static Layout linear(Layout layout, String name, long in, long out) {
    Init uniform = new Init.Uniform(1 / Math.sqrt(in));
    return layout.add(name + ".weight", uniform, out, in).add(name + ".bias", uniform, out);
  }
}
