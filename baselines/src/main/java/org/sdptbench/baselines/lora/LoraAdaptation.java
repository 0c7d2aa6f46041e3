package org.sdptbench.baselines.lora;

import ai.djl.ndarray.NDArray;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;

/**
 * Low-rank terms in action.
 *
 * @param params factors A [r, in] and B [out, r] per site
 * @param scale α / r
 * @param reach the first part of GLIP with a term
 */
record LoraAdaptation(Params params, double scale, Reach reach) implements Adaptation {
  static LoraAdaptation of(Params params, double scale) {
    Reach reach =
        params.names().stream().map(Sites::reach).min(Reach::compareTo).orElse(Reach.PREDICTION);
    return new LoraAdaptation(params, scale, reach);
  }

  @Override
  public Adaptation over(Params other) {
    return new LoraAdaptation(other, scale, reach);
  }

  @Override
  public NDArray linear(String site, NDArray x, NDArray y) {
    if (!params.has(site + Lora.A)) {
      return y;
    }
    NDArray low = Ops.linear(x, params.get(site + Lora.A));
    return Ops.add(y, Ops.mul(Ops.linear(low, params.get(site + Lora.B)), scale));
  }
}
