package org.sdptbench.baselines.vpt;

import ai.djl.ndarray.NDArray;
import org.jspecify.annotations.Nullable;
import org.sdptbench.baselines.prompt.SwinSite;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Prompts;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.tensor.Params;

/**
 * Visual prompts in action.
 *
 * @param prefix what precedes the block's name in that of its tokens
 * @param params tokens [k, C] of the blocks where new ones enter
 */
record VptAdaptation(String prefix, Params params) implements Adaptation, Prompts {
  @Override
  public Reach reach() {
    return Reach.ENCODERS;
  }

  @Override
  public Adaptation over(Params other) {
    return new VptAdaptation(prefix, other);
  }

  @Override
  public @Nullable NDArray visionTokens(int stage, int block, @Nullable NDArray carried) {
    String name = prefix + SwinSite.name(stage, block);
    return params.has(name) ? params.get(name) : carried;
  }
}
