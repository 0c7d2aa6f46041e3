package org.sdptbench.baselines.prompt;

import org.sdptbench.glip.tensor.Init;

/** How prompts start. */
public final class PromptInit {
  /** Standard deviation of text prompts. */
  static final double TEXT_SIZE = 0.02;

  /** Text prompts: N(0, 0.02²), as in CoOp (Zhou et al., 2022) and all that follow it. */
  public static final Init TEXT = new Init.Normal(TEXT_SIZE);

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
}
