package org.sdptbench.baselines.apollo;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.sdptbench.baselines.prompt.CoupledPrompts;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Coupling;
import org.sdptbench.glip.peft.Encoded;
import org.sdptbench.glip.peft.EncoderInput;
import org.sdptbench.glip.peft.Encoders;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Prompts;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.tensor.Weights;

/**
 * APoLLo in action.
 *
 * <p>The adapters act in the coupling, not before the fusion, because the loss needs what they make
 * of the features.
 *
 * @param params prompts and adapters
 * @param backbone the frozen weights
 * @param coupled MaPLe's prompts
 * @param adapters at the entry of the fusion
 * @param consistency the term of the loss, unless it is off
 */
record ApolloAdaptation(
    Params params,
    Weights backbone,
    CoupledPrompts coupled,
    FusionAdapters adapters,
    Optional<Consistency> consistency)
    implements Adaptation {
  /** Width among the axes of images and maps [B, C, H, W]. */
  private static final int WIDTH = 3;

  @Override
  public Reach reach() {
    return Reach.ENCODERS;
  }

  @Override
  public Adaptation over(Params other) {
    return new ApolloAdaptation(other, backbone, coupled, adapters, consistency);
  }

  @Override
  public List<Prompts> prompts() {
    return List.of(coupled.over(params, backbone));
  }

  @Override
  public Optional<Coupling> coupling() {
    return Optional.of(this::encode);
  }

  private Encoded encode(Encoders encoders, EncoderInput input) {
    TextState words = encoders.text(input.ids(), input.mask()).finish();
    FusionInput features =
        FusionInput.of(encoders.images(input.images()).finish(), words.hidden(), words.mask());
    FusionInput adapted = adapters.forward(params, features);
    boolean training = input.present() != null;
    long images = input.images().getShape().get(0);
    return new Encoded(
        adapted,
        consistency
            .filter(term -> training && term.applies(images))
            .map(
                term ->
                    term.loss(
                        term.regions(adapted.levels()),
                        frozenRegions(term, encoders.frozen(), input.images()))));
  }

  /** Regions as frozen GLIP sees them in the mirror, each back in its place. */
  private static NDArray frozenRegions(Consistency term, Encoders frozen, NDArray images) {
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      NDArray mirrored = term.regions(frozen.images(Ops.flip(images, WIDTH)).finish());
      return scope.handOver(Ops.flip(mirrored, WIDTH));
    }
  }
}
