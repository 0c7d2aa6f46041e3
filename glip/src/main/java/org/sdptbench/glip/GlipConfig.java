package org.sdptbench.glip;

import java.util.List;
import java.util.Optional;

/**
 * The sizes of a GLIP.
 *
 * @param name preset name
 * @param vision Swin and the feature pyramid
 * @param text BERT
 * @param tower fusion tower and prediction head
 */
public record GlipConfig(String name, Vision vision, Text text, Tower tower) {

  /**
   * Swin Transformer and feature pyramid.
   *
   * @param embedDim channels C of the first stage; stage i has C·2^i
   * @param depths blocks of the four stages
   * @param heads attention heads of the four stages
   * @param window side of an attention window in tokens
   * @param convStem whether three 3×3 convolutions stand in for the 4×4 patch embedding; never in
   *     GLIP-T and GLIP-L
   * @param channels channels of the pyramid
   * @param levels number of pyramid levels from P3: 3 (P3–P5) to 5 (P3–P7)
   * @param dropPathRate how often training drops what the last block adds ({@code
   *     MODEL.SWINT.DROP_PATH_RATE}); the first one's is always kept
   */
  public record Vision(
      int embedDim,
      List<Integer> depths,
      List<Integer> heads,
      int window,
      boolean convStem,
      int channels,
      int levels,
      double dropPathRate) {
    /** Stride of the coarsest map in pixels; images are padded to multiples of 32. */
    public static final int DIVISOR = 32;

    /** GLIP's rate where a configuration has none (config/defaults.py L704), as those of GLIP-T. */
    private static final double DROP_PATH_RATE = 0.2;

    /** The sizes, with GLIP's rate of DropPath. */
    public Vision(
        int embedDim,
        List<Integer> depths,
        List<Integer> heads,
        int window,
        boolean convStem,
        int channels,
        int levels) {
      this(embedDim, depths, heads, window, convStem, channels, levels, DROP_PATH_RATE);
    }

    /**
     * How often training drops what a block adds: from 0 to the rate, even over all blocks
     * (swint.py L511).
     *
     * @param block number of the block over all stages, from 0
     */
    public double dropPath(int block) {
      int last = depths.stream().mapToInt(Integer::intValue).sum() - 1;
      return last == 0 ? 0 : dropPathRate * block / last;
    }
  }

  /**
   * BERT without pooler.
   *
   * @param hidden width l
   * @param layers encoder layers
   * @param heads attention heads
   * @param intermediate width of the feed-forward layers
   * @param vocabulary entries of the word embedding
   * @param positions entries of the position embedding
   * @param maxTokens length to which captions are padded, special tokens included
   */
  public record Text(
      int hidden,
      int layers,
      int heads,
      int intermediate,
      int vocabulary,
      int positions,
      int maxTokens) {}

  /**
   * Fusion tower and prediction head.
   *
   * @param layers stages of (fusion, BERT layer, DyConv); of DyConv alone where nothing is fused
   * @param fusionDim width E of the fusion space; 0 for a tower that fuses nothing: the text stays
   *     as its encoder made it
   * @param fusionHeads heads of the cross attention; 0 without fusion, as the next two
   * @param textHeads heads of the tower's BERT layers
   * @param textIntermediate feed-forward width of the tower's BERT layers
   * @param deformable whether DyConv's convolutions are modulated deformable ones
   * @param anchorScale side of the anchor as a multiple of its level's stride
   * @param classLogits outputs of the unused, frozen classification layer that checkpoints carry; 0
   *     for none
   */
  public record Tower(
      int layers,
      int fusionDim,
      int fusionHeads,
      int textHeads,
      int textIntermediate,
      boolean deformable,
      int anchorScale,
      int classLogits) {
    /** Groups of DyConv's normalisation. */
    public static final int GROUPS = 16;

    /** Whether image and text are fused before the prediction. */
    public boolean fuses() {
      return fusionDim > 0;
    }
  }

  private static final Text BERT_BASE = new Text(768, 12, 12, 3072, 30522, 512, 256);

  /** GLIP-T: Swin-T, BERT-base, six fusion layers (glip_Swin_T_O365_GoldG.yaml). */
  public static final GlipConfig T =
      new GlipConfig(
          "glip-t",
          new Vision(96, List.of(2, 2, 6, 2), List.of(3, 6, 12, 24), 7, false, 256, 5),
          BERT_BASE,
          new Tower(6, 2048, 8, 12, 3072, true, 8, 80));

  /**
   * GLIP-T (A): GLIP-T without deep fusion, pre-trained on Objects365 (glip_A_Swin_T_O365.yaml).
   */
  public static final GlipConfig T_A =
      new GlipConfig("glip-t-a", T.vision, T.text, new Tower(6, 0, 0, 0, 0, true, 8, 80));

  /** GLIP-T (B): GLIP-T's architecture, pre-trained on Objects365 (glip_Swin_T_O365.yaml). */
  public static final GlipConfig T_B = T.named("glip-t-b");

  /** GLIP-T (C): GLIP-T's architecture, pre-trained on Objects365 and GoldG. */
  public static final GlipConfig T_C = T.named("glip-t-c");

  /** GLIP-L: Swin-L, BERT-base, eight fusion layers (glip_Swin_L.yaml). */
  public static final GlipConfig L =
      new GlipConfig(
          "glip-l",
          new Vision(192, List.of(2, 2, 18, 2), List.of(6, 12, 24, 48), 12, false, 256, 5, 0.4),
          BERT_BASE,
          new Tower(8, 2048, 8, 12, 3072, true, 8, 80));

  /**
   * GLIP-mini: every part of GLIP at small width, for 128-pixel scenes; its text encoder is
   * MiniLM-L6.
   *
   * <p>As in GLIP, the fusion space is wider than both modalities, so that the key and query
   * projections have full column rank.
   */
  public static final GlipConfig MINI =
      new GlipConfig(
          "glip-mini",
          new Vision(48, List.of(1, 1, 2, 1), List.of(2, 4, 8, 16), 4, true, 64, 3),
          new Text(384, 6, 12, 1536, 30522, 512, 256),
          new Tower(2, 512, 4, 6, 768, false, 3, 0));

  /** The presets by name. */
  public static final List<GlipConfig> PRESETS = List.of(MINI, T, L, T_A, T_B, T_C);

  private GlipConfig named(String other) {
    return new GlipConfig(other, vision, text, tower);
  }

  /** The preset of a name. */
  public static Optional<GlipConfig> preset(String name) {
    return PRESETS.stream().filter(preset -> preset.name().equals(name)).findFirst();
  }
}
