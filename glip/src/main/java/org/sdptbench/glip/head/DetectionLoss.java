package org.sdptbench.glip.head;

import ai.djl.ndarray.NDArray;
import org.sdptbench.glip.tensor.Ops;

/**
 * GLIP's loss on a batch (maskrcnn_benchmark/modeling/rpn/loss.py; layers/sigmoid_focal_loss.py
 * L130). Scalars, differentiable.
 *
 * @param token binary focal loss (α 0.25, γ 2) over all positions and all unmasked tokens, summed,
 *     divided by the number of matched anchors, at least 1
 * @param box twice the sum over matched anchors of (1 − GIoU) · wanted centerness, divided by the
 *     sum of wanted centerness; 0 if none is matched
 * @param centerness binary cross entropy of the matched anchors' centerness, divided by their
 *     number, at least 1
 */
public record DetectionLoss(NDArray token, NDArray box, NDArray centerness) {
  private static final double BOX_WEIGHT = 2;

  /**
   * The loss of a whole batch.
   *
   * @param textMask [B, L], 1 for tokens, 0 for padding
   */
  public static DetectionLoss of(Predictions predictions, Targets targets, NDArray textMask) {
    return of(predictions, targets, textMask, targets.normalizer());
  }

  /**
   * The share of a part of a batch in the batch's loss.
   *
   * @param normalizer the normalizer of the whole batch
   */
  public static DetectionLoss of(
      Predictions predictions, Targets targets, NDArray textMask, Targets.Normalizer normalizer) {
    double count = Math.max(normalizer.positives(), 1);
    NDArray token =
        HeadKernels.tokenFocalLoss(
            predictions.tokenLogits(),
            targets.tokenRows(),
            targets.rowOfPosition(),
            textMask,
            count);
    Targets.Positives positives = targets.positives();
    NDArray regression = Ops.reshape(predictions.boxRegression(), -1, 4);
    NDArray box =
        HeadKernels.giouLoss(
            Ops.indexSelect(regression, 0, positives.index()),
            positives.anchors(),
            positives.boxes(),
            Ops.mul(positives.weights(), positives.centerness()),
            BoxCoder.MAX_GROWTH);
    NDArray centerness =
        HeadKernels.weightedBce(
            Ops.indexSelect(Ops.reshape(predictions.centerness(), -1), 0, positives.index()),
            positives.centerness(),
            positives.weights());
    double centernessSum = normalizer.positives() == 0 ? 1 : normalizer.centerness();
    return new DetectionLoss(
        token, Ops.mul(box, BOX_WEIGHT / centernessSum), Ops.mul(centerness, 1 / count));
  }

  /** The sum of all terms. */
  public NDArray total() {
    return Ops.add(Ops.add(token, box), centerness);
  }
}
