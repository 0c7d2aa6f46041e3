package org.sdptbench.glip.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;

/**
 * The last layers of GLIP: how well every position fits every token, and its box (GLIP
 * maskrcnn_benchmark/modeling/rpn/vldyhead.py L735–850).
 *
 * <p>With t̂ the text vectors, normalised to length 1, and x the features: logits = ⟨x, W·t̂/2 + b⟩
 * / exp(log_scale) + ⟨t̂, bias_lang⟩ + bias0, limited to ±50000.
 */
public final class AlignmentHead {
  /** Start of the logits' bias: −log 99, so that everything is 1 % likely (focal loss' prior). */
  private static final double PRIOR = -Math.log(99);

  private static final double LIMIT = 50_000;

  private final String prefix;
  private final int channels;
  private final int textWidth;
  private final int levels;
  private final int classLogits;

  /**
   * The layers of a name.
   *
   * @param prefix official name with its final dot, {@code rpn.head.}, or empty
   * @param channels channels C of the features
   * @param textWidth width l of the text vectors
   * @param levels number of levels that have a scale of their own
   * @param classLogits outputs of the unused classification layer, 0 for none
   */
  public AlignmentHead(String prefix, int channels, int textWidth, int levels, int classLogits) {
    this.prefix = prefix;
    this.channels = channels;
    this.textWidth = textWidth;
    this.levels = levels;
    this.classLogits = classLogits;
  }

  /** Declares the parameters that official checkpoints list before the tower's. */
  public void declareBeforeTower(Layout layout) {
    layout.add(prefix + "log_scale", Init.ZEROS, 1);
    layout.add(prefix + "bias_lang", Init.ZEROS, textWidth);
    layout.add(prefix + "bias0", new Init.Constant(PRIOR), 1);
  }

  /** Declares the parameters that official checkpoints list after the tower's. */
  public void declareAfterTower(Layout layout) {
    Init normal = new Init.Normal(0.01);
    if (classLogits > 0) {
      layout.add(prefix + "cls_logits.weight", normal, classLogits, channels, 1, 1);
      layout.add(prefix + "cls_logits.bias", new Init.Constant(PRIOR), classLogits);
    }
    layout.conv(prefix + "bbox_pred", channels, 4, 1, normal);
    layout.conv(prefix + "centerness", channels, 1, 1, normal);
    layout.linear(prefix + "dot_product_projection_text", textWidth, channels);
    for (int i = 0; i < levels; i++) {
      layout.add(prefix + "scales." + i + ".scale", Init.ONES, 1);
    }
  }

  /**
   * Predicts for all positions of all levels.
   *
   * @param features the tower's features [B, C, H, W], finest first
   * @param text the tower's text [B, L, l]
   */
  public Predictions forward(Pass pass, List<NDArray> features, NDArray text) {
    if (features.size() > levels) {
      throw new IllegalArgumentException(
          "%s levels, but the head has scales for %s".formatted(features.size(), levels));
    }
    NDArray x = Ops.toSequence(features);
    NDArray unit = Ops.normalize(text, -1);
    NDArray keys = pass.linear(prefix + "dot_product_projection_text", Ops.mul(unit, 0.5));
    NDArray logits =
        HeadKernels.tokenLogits(
            x,
            keys,
            unit,
            pass.get(prefix + "log_scale"),
            pass.get(prefix + "bias_lang"),
            pass.get(prefix + "bias0"),
            LIMIT);
    NDArray regression = Ops.mul(pointwise(pass, "bbox_pred", x, 4), scales(pass, features));
    NDArray centerness = pointwise(pass, "centerness", x, 1);
    Shape shape = centerness.getShape();
    return new Predictions(logits, regression, Ops.reshape(centerness, shape.get(0), shape.get(1)));
  }

  /** 1×1 convolution of [B, N, C]. */
  private NDArray pointwise(Pass pass, String layer, NDArray x, int out) {
    NDArray weight = Ops.reshape(pass.get(prefix + layer + ".weight"), out, channels);
    return Ops.linear(x, weight, pass.get(prefix + layer + ".bias"));
  }

  /** The scale of each position's level [N, 1]. */
  private NDArray scales(Pass pass, List<NDArray> features) {
    List<NDArray> scales = new ArrayList<>();
    for (int i = 0; i < features.size(); i++) {
      Shape shape = features.get(i).getShape();
      NDArray scale = pass.get(prefix + "scales." + i + ".scale");
      scales.add(Ops.expand(scale, shape.get(2) * shape.get(3)));
    }
    return Ops.reshape(Ops.cat(scales, 0), -1, 1);
  }
}
