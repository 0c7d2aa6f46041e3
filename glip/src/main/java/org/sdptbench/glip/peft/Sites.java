package org.sdptbench.glip.peft;

import java.util.Set;

/** Official names of the places in GLIP where adaptations act. */
public final class Sites {
  /** Prefix of everything in the vision trunk. */
  public static final String VISION = "backbone.";

  /** Prefix of everything in the text encoder. */
  public static final String TEXT = "language_backbone.";

  /** Prefix of everything in the head. */
  public static final String HEAD = "rpn.head.";

  /** Prefix of the fusion tower, which holds (fusion, BERT layer, DyConv) per stage. */
  public static final String TOWER = HEAD + "dyhead_tower.";

  private static final Set<String> LINEAR_PROBE =
      Set.of(
          "bbox_pred.weight",
          "bbox_pred.bias",
          "centerness.weight",
          "centerness.bias",
          "dot_product_projection_text.weight",
          "dot_product_projection_text.bias",
          "log_scale",
          "bias_lang",
          "bias0");

  private Sites() {}

  /** Module prefix of the cross attention of fusion layer {@code layer}, counted from 0. */
  public static String fusionAttention(int layer) {
    return TOWER + 3 * layer + ".b_attn.attn";
  }

  /** Whether a parameter belongs to the prediction layers that GLIP's linear probing trains. */
  public static boolean isPrediction(String parameter) {
    return parameter.startsWith(HEAD) && LINEAR_PROBE.contains(parameter.substring(HEAD.length()));
  }

  /**
   * Whether a parameter belongs to the head and not to its fusion blocks: what SDPT's public code
   * trains beside its tokens.
   */
  public static boolean isHeadBesideFusion(String parameter) {
    return parameter.startsWith(HEAD) && !isFusion(parameter) && !isUnused(parameter);
  }

  /** Whether a parameter belongs to a fusion block of the tower. */
  public static boolean isFusion(String parameter) {
    return parameter.startsWith(TOWER) && parameter.contains(".b_attn.");
  }

  /** Whether GLIP never trains this parameter: the unused classification layer. */
  public static boolean isUnused(String parameter) {
    return parameter.startsWith(HEAD + "cls_logits.");
  }

  /** How far a change of this parameter reaches. */
  public static Reach reach(String parameter) {
    if (!parameter.startsWith(HEAD)) {
      return Reach.ENCODERS;
    }
    return parameter.startsWith(TOWER) ? Reach.FUSION : Reach.PREDICTION;
  }
}
