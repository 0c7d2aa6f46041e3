package org.sdptbench.baselines.lora;

import ai.djl.ndarray.NDArray;
import java.util.Objects;
import java.util.Optional;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.peft.Tuning;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.tensor.Weights;

/**
 * Low-rank terms in action.
 *
 * @param params factors A [r, in] and B [out, r] per site
 * @param scale α / r
 * @param reach the first part of GLIP with a term
 */
record LoraAdaptation(Params params, double scale, Reach reach) implements Adaptation {
  private static final String WEIGHT = ".weight";

  static LoraAdaptation of(Params params, double scale) {
    Reach reach =
        params.names().stream().map(Sites::reach).min(Reach::compareTo).orElse(Reach.PREDICTION);
    return new LoraAdaptation(params, scale, reach);
  }

  @Override
  public Adaptation over(Params other) {
    return new LoraAdaptation(other, scale, reach);
  }

  /** W + (α / r)·B·A in the place of every W (Hu et al., 2022, §4.1). */
  @Override
  public Optional<Adaptation> merged(Weights backbone) {
    Layout layout = new Layout();
    for (String name : params.names()) {
      if (name.endsWith(Lora.A)) {
        String weight = site(name) + WEIGHT;
        layout.add(new ParamSpec(weight, backbone.get(weight).getShape(), new Init.Copied()));
      } else if (!name.endsWith(Lora.B)) {
        layout.add(Objects.requireNonNull(params.layout().get(name)));
      }
    }
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      return Optional.of(
          new Tuning(Params.from(layout, spec -> merged(backbone, spec.name())), reach));
    }
  }

  private NDArray merged(Weights backbone, String name) {
    return params.has(name) ? Ops.copy(params.get(name)) : sum(backbone.get(name), site(name));
  }

  private NDArray sum(NDArray weight, String site) {
    NDArray term = Ops.matmul(params.get(site + Lora.B), params.get(site + Lora.A));
    return Ops.add(weight, Ops.mul(term, scale));
  }

  /** The layer of a parameter. */
  private static String site(String parameter) {
    return parameter.substring(0, parameter.lastIndexOf('.'));
  }

  @Override
  public NDArray linear(String site, NDArray x, NDArray y) {
    if (!params.has(site + Lora.A)) {
      return y;
    }
    NDArray low = Ops.linear(x, params.get(site + Lora.A));
    return Ops.add(y, Ops.mul(Ops.linear(low, params.get(site + Lora.B)), scale));
  }

  /** W + (α / r)·B·A. */
  @Override
  public Optional<NDArray> weight(String site, NDArray weight) {
    return Optional.of(params.has(site + Lora.A) ? sum(weight, site) : weight);
  }
}
