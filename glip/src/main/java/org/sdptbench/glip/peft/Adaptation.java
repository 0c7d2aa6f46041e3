package org.sdptbench.glip.peft;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.tensor.Ops;
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
   * <p>Parameters that bear a backbone parameter's name (see {@link HeadTuning}) are part of what
   * acts, and so of what is merged.
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
   * Adapts a linear layer. Where it does nothing, it gives back {@code y} itself: such layers may
   * be multiplied into others.
   *
   * @param site official name of the layer
   * @param x its input [..., in]
   * @param y its output [..., out]
   */
  default NDArray linear(String site, NDArray x, NDArray y) {
    return y;
  }

  /**
   * The weight with which a linear layer by itself would say the same as {@link #linear} makes of
   * it: a layer that has one may be multiplied into others. Where {@link #linear} does nothing,
   * that is the layer's own.
   *
   * @param site official name of the layer
   * @param weight its weight [out, in]
   * @return empty if there is none, or if this is not known
   */
  default Optional<NDArray> weight(String site, NDArray weight) {
    long[] shape = weight.getShape().getShape();
    NDArray y = Ops.full(0, weight.getDataType(), 1, shape[0]);
    NDArray x = Ops.full(0, weight.getDataType(), 1, shape[1]);
    return linear(site, x, y) == y ? Optional.of(weight) : Optional.empty();
  }

  /** The adaptations that this one consists of, the innermost first; of a stack the last trains. */
  default List<Adaptation> parts() {
    return List.of(this);
  }

  /**
   * Prompt tokens in the encoders, the innermost adaptation's first; each is asked by itself. An
   * adaptation that implements {@link Prompts} too gives itself.
   */
  default List<Prompts> prompts() {
    return this instanceof Prompts own ? List.of(own) : List.of();
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
