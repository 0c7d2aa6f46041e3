package org.sdptbench.sdpt;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.fusion.InverseProjection;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.FusionTokens;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;

/**
 * Tokens in action.
 *
 * @param params the trained arrays
 * @param settings the switches
 * @param inverses the inverse projections of each layer with tokens
 */
record SdptAdaptation(
    Params params, Settings settings, SortedMap<Integer, SdptAdaptation.Inverses> inverses)
    implements Adaptation {

  /** Ways back from the fusion space of a layer. */
  record Inverses(InverseProjection image, InverseProjection text) {}

  SdptAdaptation {
    inverses = Collections.unmodifiableSortedMap(new TreeMap<>(inverses));
  }

  @Override
  public Reach reach() {
    return Reach.FUSION;
  }

  @Override
  public Adaptation over(Params other) {
    return new SdptAdaptation(other, settings, inverses);
  }

  @Override
  public Optional<FusionTokens> fusionTokens(int layer) {
    Inverses inverse = inverses.get(layer);
    if (inverse == null) {
      return Optional.empty();
    }
    String site = Sites.fusionAttention(layer);
    boolean visible = settings.text("mask").equals("paper");
    if (Sdpt.independent(settings)) {
      return Optional.of(
          new FusionTokens.Projected(matrix(site + Sdpt.IMAGE), matrix(site + Sdpt.TEXT), visible));
    }
    NDArray tokens = matrix(site + Sdpt.UNIFIED);
    return Optional.of(
        new FusionTokens.Latent(
            settings.text("modal").equals("text")
                ? null
                : back(tokens, inverse.image(), site + Sdpt.TO_IMAGE),
            settings.text("modal").equals("image")
                ? null
                : back(tokens, inverse.text(), site + Sdpt.TO_TEXT),
            visible));
  }

  private @Nullable NDArray back(NDArray tokens, InverseProjection inverse, String learnable) {
    return Sdpt.learnable(settings)
        ? Ops.linear(tokens, params.get(learnable + ".weight"), params.get(learnable + ".bias"))
        : inverse.apply(tokens);
  }

  /** The tokens of a name as a matrix [k, E]; the public code stores [1, k, E]. */
  private NDArray matrix(String name) {
    NDArray stored = params.get(name);
    return Ops.reshape(stored, stored.getShape().get(1), stored.getShape().get(2));
  }

  @Override
  public void close() {
    params.close();
    inverses
        .values()
        .forEach(
            inverse -> {
              inverse.image().close();
              inverse.text().close();
            });
  }
}
