package org.sdptbench.baselines.dpt;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sdptbench.baselines.prompt.TextContext;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Coupling;
import org.sdptbench.glip.peft.Encoded;
import org.sdptbench.glip.peft.EncoderInput;
import org.sdptbench.glip.peft.Encoders;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.ImageEncoding;
import org.sdptbench.glip.peft.Prompts;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Weights;

/**
 * DPT in action.
 *
 * @param params values of the method's layout
 * @param config sizes of the backbone
 * @param backbone its weights
 * @param first the first Swin block with class-aware prompts, counted over all stages
 * @param blocks that block and all after it
 * @param selection which classes get a prompt
 * @param alpha weight of the auxiliary loss
 */
record DptAdaptation(
    Params params,
    GlipConfig config,
    Weights backbone,
    int first,
    List<ClassAwarePrompts> blocks,
    ClassSelection selection,
    double alpha)
    implements Adaptation, Prompts {
  DptAdaptation {
    blocks = List.copyOf(blocks);
  }

  @Override
  public Reach reach() {
    return Reach.ENCODERS;
  }

  @Override
  public Adaptation over(Params other) {
    return new DptAdaptation(other, config, backbone, first, blocks, selection, alpha);
  }

  @Override
  public @Nullable NDArray textTokens(int layer, @Nullable NDArray carried) {
    return layer == 0 && params.has(Dpt.CONTEXT)
        ? TextContext.embed(config, backbone, params.get(Dpt.CONTEXT))
        : carried;
  }

  /** New prompts at each block before the class-aware ones; none flow on to those. */
  @Override
  public @Nullable NDArray visionTokens(int stage, int block, @Nullable NDArray carried) {
    String name = Dpt.prompts(stage, block);
    return params.has(name) ? params.get(name) : null;
  }

  @Override
  public Optional<Coupling> coupling() {
    return Optional.of(this::encode);
  }

  private Encoded encode(Encoders encoders, EncoderInput input) {
    TextState text = encoders.text(input.ids(), input.mask()).finish();
    NDArray classes = classFeatures(text.hidden(), input.classTokens());
    ImageEncoding images = encoders.images(input.images());
    images.advanceTo(first);
    List<NDArray> scores = new ArrayList<>();
    NDArray chosen = null;
    for (ClassAwarePrompts block : blocks) {
      ClassAwarePrompts.Result result = block.forward(params, classes, images.map());
      scores.add(result.scores());
      if (chosen == null) {
        chosen = selection.of(result.scores());
      }
      images.step(ClassSelection.select(result.prompts(), chosen));
    }
    FusionInput features = FusionInput.of(images.finish(), text.hidden(), text.mask());
    NDArray present = input.present();
    return present == null
        ? Encoded.of(features)
        : new Encoded(features, Optional.of(Ops.mul(auxiliaryLoss(scores, present), alpha)));
  }

  /**
   * The mean over each class's tokens.
   *
   * @param hidden text features [1, L, d_t]
   * @param classTokens boolean [C, L]
   * @return [1, C, d_t]
   */
  static NDArray classFeatures(NDArray hidden, NDArray classTokens) {
    NDArray members = Ops.castLike(classTokens, hidden);
    // A class whose name fell off a full caption has no tokens, and zeros for features.
    NDArray count = Ops.sum(members, true, 1);
    return Ops.matmul(Ops.div(members, Ops.maximum(count, Ops.onesLike(count))), hidden);
  }

  /**
   * Mean binary cross entropy of all blocks' scores.
   *
   * @param scores logits of each block [B, C]
   * @param present [B, C], 1 where the image shows the class, else 0
   */
  static NDArray auxiliaryLoss(List<NDArray> scores, NDArray present) {
    NDArray logits = Ops.stack(scores, 0);
    NDArray targets = Ops.castLike(present, logits);
    return Ops.mean(Ops.sub(Ops.softplus(logits), Ops.mul(logits, targets)), false, 0, 1, 2);
  }
}
