package org.sdptbench.glip.fusion;

import java.util.Optional;
import java.util.function.IntFunction;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.FusionTokens;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.tensor.Params;

/** Given tokens in the fusion layers, and nothing else. */
record TokenAdaptation(IntFunction<Optional<FusionTokens>> tokens) implements Adaptation {
  @Override
  public Params params() {
    return Params.none();
  }

  @Override
  public Reach reach() {
    return Reach.FUSION;
  }

  @Override
  public Adaptation over(Params params) {
    return this;
  }

  @Override
  public Optional<FusionTokens> fusionTokens(int layer) {
    return tokens.apply(layer);
  }
}
