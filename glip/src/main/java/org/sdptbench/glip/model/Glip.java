package org.sdptbench.glip.model;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.fusion.FusionObserver;
import org.sdptbench.glip.head.AlignmentHead;
import org.sdptbench.glip.head.Anchors;
import org.sdptbench.glip.head.Predictions;
import org.sdptbench.glip.peft.Coupling;
import org.sdptbench.glip.peft.Encoded;
import org.sdptbench.glip.peft.EncoderInput;
import org.sdptbench.glip.peft.Encoders;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.ImageEncoding;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.peft.TextEncoding;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.text.Bert;
import org.sdptbench.glip.vision.VisionTrunk;

/**
 * GLIP: grounded language-image pre-training (Li et al., CVPR 2022), from pixels and caption to
 * token logits, boxes and centerness.
 *
 * <p>Holds the architecture only; weights and adaptation come with each {@link Pass}. Its parts are
 * called in turn, so that what an adaptation leaves unchanged need not be computed again:
 *
 * <pre>{@code
 * FusionInput encoded = glip.encode(pass, input).features();
 * FusionInput fused = glip.fuse(pass, encoded);
 * Predictions predictions = glip.predict(pass, fused);
 * }</pre>
 *
 * <p>Unless the adaptation couples the encoders, {@link #encodeImages} and {@link #encodeText} may
 * be called on their own.
 */
public final class Glip {
  private final GlipConfig config;
  private final VisionTrunk vision;
  private final Bert text;
  private final Tower tower;
  private final AlignmentHead head;
  private final Layout layout;

  /** The architecture of these sizes, with the official parameter names. */
  public Glip(GlipConfig config) {
    this.config = config;
    this.vision = new VisionTrunk(Sites.VISION, config.vision());
    this.text = new Bert(Bert.PREFIX, config.text());
    this.tower = new Tower(Sites.TOWER, config);
    this.head =
        new AlignmentHead(
            Sites.HEAD,
            config.vision().channels(),
            config.text().hidden(),
            config.vision().levels(),
            config.tower().classLogits());
    this.layout = new Layout();
    vision.declare(layout);
    text.declare(layout);
    head.declareBeforeTower(layout);
    tower.declare(layout);
    head.declareAfterTower(layout);
  }

  /** The sizes. */
  public GlipConfig config() {
    return config;
  }

  /** All parameters. */
  public Layout layout() {
    return layout;
  }

  /** The image encoder, for pre-training it alone. */
  public VisionTrunk vision() {
    return vision;
  }

  /**
   * Image features.
   *
   * @param images [B, 3, H, W], normalised
   * @return the pyramid from P3, finest first, each [B, v, h, w]
   */
  public List<NDArray> encodeImages(Pass pass, NDArray images) {
    return vision.forward(pass, images);
  }

  /**
   * Text features.
   *
   * @param ids token ids [B, L], int64
   * @param mask [B, L], 1 for tokens, 0 for padding
   */
  public TextState encodeText(Pass pass, NDArray ids, NDArray mask) {
    return text.forward(pass, ids, mask);
  }

  /** Encodes images and their caption, coupled where the adaptation couples the encoders. */
  public Encoded encode(Pass pass, EncoderInput input) {
    Optional<Coupling> coupling = pass.adaptation().coupling();
    if (coupling.isPresent()) {
      return coupling.get().encode(encoders(pass), input);
    }
    TextState words = encodeText(pass, input.ids(), input.mask());
    return Encoded.of(
        FusionInput.of(encodeImages(pass, input.images()), words.hidden(), words.mask()));
  }

  private Encoders encoders(Pass pass) {
    return new Encoders() {
      @Override
      public ImageEncoding images(NDArray images) {
        return vision.begin(pass, images);
      }

      @Override
      public TextEncoding text(NDArray ids, NDArray mask) {
        return text.begin(pass, ids, mask);
      }

      @Override
      public Encoders frozen() {
        return encoders(pass.without());
      }
    };
  }

  /** Fuses both modalities; the result has the shapes of the input. */
  public FusionInput fuse(Pass pass, FusionInput input) {
    return fuse(pass, input, FusionObserver.NONE);
  }

  /** Fuses while somebody looks on. */
  public FusionInput fuse(Pass pass, FusionInput input, FusionObserver observer) {
    return tower.forward(pass, pass.adaptation().beforeFusion(input), observer);
  }

  /** The fusion in parts, which one after another do what {@link #fuse} does. */
  public List<UnaryOperator<FusionInput>> fusing(Pass pass) {
    List<UnaryOperator<FusionInput>> parts = new ArrayList<>(tower.stages(pass));
    UnaryOperator<FusionInput> first = parts.get(0);
    parts.set(0, input -> first.apply(pass.adaptation().beforeFusion(input)));
    return parts;
  }

  /** Anchors of a padded image of this size in pixels. */
  public Anchors anchors(int height, int width) {
    return Anchors.ofImage(height, width, config.vision().levels(), config.tower().anchorScale());
  }

  /** Predicts from fused features. */
  public Predictions predict(Pass pass, FusionInput fused) {
    return head.forward(pass, fused.levels(), fused.text());
  }
}
