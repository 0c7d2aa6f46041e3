package org.sdptbench.glip.vision;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.peft.Prompts;
import org.sdptbench.glip.testing.ParameterFree;

/**
 * Given tokens in one block, carried on from there, and nothing else.
 *
 * @param stage where they enter
 * @param block where they enter
 * @param tokens what enters
 * @param seen what every block was offered, in the order of the calls
 */
record VisionTokens(int stage, int block, NDArray tokens, List<Offer> seen)
    implements ParameterFree, Prompts {
  record Offer(int stage, int block, @Nullable NDArray carried) {}

  VisionTokens(int stage, int block, NDArray tokens) {
    this(stage, block, tokens, new ArrayList<>());
  }

  @Override
  public @Nullable NDArray visionTokens(int atStage, int atBlock, @Nullable NDArray carried) {
    seen.add(new Offer(atStage, atBlock, carried));
    return atStage == stage && atBlock == block ? tokens : carried;
  }
}
