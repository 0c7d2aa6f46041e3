package org.sdptbench.baselines.upt;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sdptbench.baselines.prompt.SwinSite;
import org.sdptbench.baselines.prompt.TextContext;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Prompts;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Weights;

/**
 * Unified prompts in action.
 *
 * @param params prompts, maps and block
 * @param config sizes of the backbone
 * @param backbone its weights
 * @param sites the Swin blocks where new prompts enter
 */
record UptAdaptation(Params params, GlipConfig config, Weights backbone, List<SwinSite> sites)
    implements Adaptation, Prompts {
  UptAdaptation {
    sites = List.copyOf(sites);
  }

  @Override
  public Reach reach() {
    return Reach.ENCODERS;
  }

  @Override
  public Adaptation over(Params other) {
    return new UptAdaptation(other, config, backbone, sites);
  }

  @Override
  public @Nullable NDArray textTokens(int layer, @Nullable NDArray carried) {
    return layer == 0
        ? TextContext.embed(config, backbone, map(Upt.TEXT + ".out", common(0)))
        : carried;
  }

  @Override
  public @Nullable NDArray visionTokens(int stage, int block, @Nullable NDArray carried) {
    int index = SwinSite.indexOf(config.vision(), stage, block);
    return index < sites.size()
        ? map(Upt.maps(sites.get(index)) + ".out", common(1 + index))
        : carried;
  }

  /**
   * A group of n prompts as the block leaves it [n, w]: 0 for the text, then the Swin blocks. It is
   * computed anew at every call, since hooks have no side effects; next to an encoder's layer it is
   * small.
   */
  private NDArray common(int group) {
    List<NDArray> groups = new ArrayList<>();
    groups.add(map(Upt.TEXT + ".in", params.get(Upt.TEXT)));
    for (SwinSite site : sites) {
      groups.add(map(Upt.maps(site) + ".in", params.get(Upt.PREFIX + site.name())));
    }
    NDArray joint =
        new PromptTransformer(Upt.PREFIX + "block.", params).forward(Ops.cat(groups, 0));
    return Ops.narrow(joint, 0, (long) group * n(), n());
  }

  private int n() {
    return Math.toIntExact(params.get(Upt.TEXT).getShape().get(0));
  }

  /** Through a linear map, if there is one; equal widths need none. */
  private NDArray map(String name, NDArray x) {
    return params.has(name + ".weight") ? params.linear(name, x) : x;
  }
}
