package org.sdptbench.glip.peft;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Weights;

/**
 * What a method adds to a frozen GLIP: parameters, and where they act.
 *
 * <p>Every hook has a neutral default. Hooks are called with gradients recorded while training and
 * must be free of side effects.
 */
public interface Adaptation extends AutoCloseable {
  /** The trained parameters; those that bear a backbone parameter's name stand in its place. */
  Params params();

  /** The array that stands in the place of a backbone parameter, or null. */
  default @Nullable NDArray replacement(String name) {
    return params().has(name) ? params().get(name) : null;
  }

  /** The first part of GLIP that is affected. */
  Reach reach();

  /**
   * An adaptation for inference only that gives the same, within rounding, and does its work in
   * advance: terms that amount to other weights have become those weights. Empty if there are none.
   *
   * @param backbone the weights that this adaptation stands on
   * @return an adaptation with arrays of its own, whose weights are not meant for training
   */
  default Optional<Adaptation> merged(Weights backbone) {
    return Optional.empty();
  }

  /** This adaptation over other values of the same layout, e.g. the replica of a thread. */
  Adaptation over(Params params);

  /**
   * Adapts a linear layer.
   *
   * @param site official name of the layer
   * @param x its input [..., in]
   * @param y its output [..., out]
   */
  default NDArray linear(String site, NDArray x, NDArray y) {
    return y;
  }

  /**
   * The adaptations that this one consists of, the innermost first. {@link #textTokens} and {@link
   * #visionTokens} are asked of each part by itself: every one has tokens of its own and sees no
   * other's.
   */
  default List<Adaptation> parts() {
    return List.of(this);
  }

  /**
   * This part's prompt tokens in the sequence of a BERT layer. They stand right after [CLS], with
   * its mask, and are no part of what the encoder returns.
   *
   * @param layer counted from 0
   * @param carried what the previous layer made of this part's tokens [B, k, d], or null
   * @return [k, d] or [B, k, d], or null for none; {@code carried} for those that flow on
   */
  default @Nullable NDArray textTokens(int layer, @Nullable NDArray carried) {
    return carried;
  }

  /**
   * This part's prompt tokens in the windows of a Swin block.
   *
   * @param stage stage from 0
   * @param block block within the stage
   * @param carried what the previous block, and patch merging, made of this part's tokens [B, k,
   *     C], or null
   * @return [k, C] or [B, k, C], or null for none; {@code carried} for those that flow on
   */
  default @Nullable NDArray visionTokens(int stage, int block, @Nullable NDArray carried) {
    return carried;
  }

  /** Changes what enters the fusion tower. */
  default FusionInput beforeFusion(FusionInput input) {
    return input;
  }

  /** Tokens inside fusion layer {@code layer}, counted from 0. */
  default Optional<FusionTokens> fusionTokens(int layer) {
    return Optional.empty();
  }

  /** How both encoders are run, where the method couples them; at most one of a stack does. */
  default Optional<Coupling> coupling() {
    return Optional.empty();
  }

  /** This adaptation as training step {@code step} sees it, counted from 0. */
  default Adaptation atStep(int step) {
    return this;
  }

  @Override
  default void close() {
    params().close();
  }

  /** Several adaptations, the first one innermost. */
  static Adaptation stack(List<Adaptation> parts) {
    return new Stack(parts);
  }

  /** No adaptation: plain GLIP. */
  static Adaptation none() {
    return new Stack(List.of());
  }
}
