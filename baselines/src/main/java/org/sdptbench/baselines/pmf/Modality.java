package org.sdptbench.baselines.pmf;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.sdptbench.baselines.prompt.PromptInit;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Role;

/**
 * What one modality has at one fused layer: its prompts, and the translation of what its queries
 * found into the other modality.
 *
 * @param prefix what precedes its names, with a dot at the end
 * @param queries query prompts q
 * @param queryContext query-context prompts
 * @param fusionContext fusion-context prompts
 */
record Modality(String prefix, int queries, int queryContext, int fusionContext) {
  /**
   * Appends the parameters.
   *
   * @param own width of this modality's tokens
   * @param hidden hidden width of the translation
   * @param other width of the other modality's tokens
   */
  void declare(Layout layout, long own, long hidden, long other) {
    layout.role(Role.TOKENS).add(prefix + "query", PromptInit.TEXT, queries, own);
    if (queryContext > 0) {
      layout.add(prefix + "query_context", PromptInit.TEXT, queryContext, own);
    }
    if (fusionContext > 0) {
      layout.add(prefix + "fusion_context", PromptInit.TEXT, fusionContext, own);
    }
    layout.role(Role.MAPS).linear(prefix + "translate.0", own, hidden);
    layout.linear(prefix + "translate.1", hidden, other);
  }

  /** The tokens that join the layer to ask: the queries first, then their context [k, own]. */
  NDArray question(Params params) {
    NDArray asked = params.get(prefix + "query");
    return queryContext > 0
        ? Ops.cat(List.of(asked, params.get(prefix + "query_context")), 0)
        : asked;
  }

  /**
   * What the queries found, in the other modality.
   *
   * @param answered what the layer has made of {@link #question} [B, k, own]
   * @return [B, q, other]
   */
  NDArray translate(Params params, NDArray answered) {
    NDArray found = Ops.narrow(answered, 1, 0, queries);
    NDArray hidden = Ops.relu(params.linear(prefix + "translate.0", found));
    return params.linear(prefix + "translate.1", hidden);
  }

  /**
   * The tokens that join the layer to be fused: its context, then what came from the other side.
   *
   * @param found [B, q, own], or [1, q, own] for all images
   * @param images B
   * @return [B, k, own]
   */
  NDArray fused(Params params, NDArray found, long images) {
    List<NDArray> tokens = new ArrayList<>();
    if (fusionContext > 0) {
      tokens.add(Ops.expand(params.get(prefix + "fusion_context"), images, -1, -1));
    }
    tokens.add(Ops.expand(found, images, -1, -1));
    return Ops.cat(tokens, 1);
  }
}
