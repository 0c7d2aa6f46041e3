package org.sdptbench.glip.fusion;

import java.util.Optional;
import java.util.function.IntFunction;
import org.sdptbench.glip.peft.FusionTokens;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.testing.ParameterFree;

/** Given tokens in the fusion layers, and nothing else. */
record TokenAdaptation(IntFunction<Optional<FusionTokens>> tokens) implements ParameterFree {
  @Override
  public Reach reach() {
    return Reach.FUSION;
  }

  @Override
  public Optional<FusionTokens> fusionTokens(int layer) {
    return tokens.apply(layer);
  }
}
