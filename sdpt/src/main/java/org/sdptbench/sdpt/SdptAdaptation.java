package org.sdptbench.sdpt;

import ai.djl.ndarray.NDArray;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.FusionTokens;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;

/**
 * Tokens in action.
 *
 * @param params the trained arrays
 * @param switches the variant
 * @param inverses the inverse projections by layer and side, where the variant uses them
 * @param learning the sides through which the gradient flows; the others act all the same
 */
record SdptAdaptation(
    Params params,
    Switches switches,
    SortedMap<Integer, Map<Side, InverseProjection>> inverses,
    Set<Side> learning)
    implements Adaptation {

  SdptAdaptation {
    inverses = Collections.unmodifiableSortedMap(new TreeMap<>(inverses));
    learning = Set.copyOf(learning);
  }

  /** As it is outside of training: both sides alike. */
  SdptAdaptation(
      Params params, Switches switches, SortedMap<Integer, Map<Side, InverseProjection>> inverses) {
    this(params, switches, inverses, EnumSet.allOf(Side.class));
  }

  @Override
  public Reach reach() {
    return Reach.FUSION;
  }

  @Override
  public Adaptation over(Params other) {
    return new SdptAdaptation(other, switches, inverses, learning);
  }

  @Override
  public Adaptation atStep(int step) {
    return new SdptAdaptation(params, switches, inverses, switches.learning(step));
  }

  @Override
  public Optional<FusionTokens> fusionTokens(int layer) {
    if (switches.sides(layer).isEmpty()) {
      return Optional.empty();
    }
    NDArray image = tokens(layer, Side.IMAGE);
    NDArray text = tokens(layer, Side.TEXT);
    boolean visible = switches.mask() == Switches.Mask.PAPER;
    return Optional.of(
        switches.tokens() == Switches.Tokens.INDEPENDENT
            ? new FusionTokens.Projected(image, text, visible)
            : new FusionTokens.Latent(image, text, visible));
  }

  private @Nullable NDArray tokens(int layer, Side side) {
    if (!switches.sides(layer).contains(side)) {
      return null;
    }
    String site = Sites.fusionAttention(layer);
    NDArray tokens =
        switch (switches.tokens()) {
          case UNIFIED -> back(layer, side, matrix(site + Sdpt.UNIFIED));
          case INDEPENDENT -> matrix(side.tokens(site));
          case INDEPENDENT_LATENT -> back(layer, side, matrix(side.tokens(site)));
        };
    return learning.contains(side) ? tokens : Ops.detach(tokens);
  }

  /** Carries tokens [k, E] back to the latent space of a side. */
  private NDArray back(int layer, Side side, NDArray tokens) {
    InverseProjection inverse = inverses.getOrDefault(layer, Map.of()).get(side);
    if (inverse != null) {
      return inverse.apply(tokens);
    }
    return params.linear(side.learnable(Sites.fusionAttention(layer)), tokens);
  }

  /** The tokens of a name as a matrix [k, E]; the public code stores [1, k, E]. */
  private NDArray matrix(String name) {
    NDArray stored = params.get(name);
    return Ops.reshape(stored, stored.getShape().get(1), stored.getShape().get(2));
  }

  @Override
  public void close() {
    params.close();
    inverses.values().forEach(ofLayer -> ofLayer.values().forEach(InverseProjection::close));
  }
}
