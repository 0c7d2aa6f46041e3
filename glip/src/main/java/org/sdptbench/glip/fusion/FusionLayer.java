package org.sdptbench.glip.fusion;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.FusionTokens;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;

/**
 * One fusion layer ({@code VLFuse} and {@code BiAttentionBlockForCheckpoint}, fuse_helper.py
 * L540–640).
 *
 * <pre>
 * V ← LN_v(V),  T ← LN_l(T)
 * V ← V + γ_v ⊙ ΔV(V, T),  T ← T + γ_l ⊙ ΔT(V, T)
 * </pre>
 *
 * <p>The residual is added to the <em>normalised</em> sequences. V holds the positions of all
 * levels, finest level first.
 */
public final class FusionLayer {
  private final String prefix;
  private final int index;
  private final long imageDim;
  private final long textDim;
  private final double layerScale;
  private final CrossAttention attention;

  /**
   * Names and sizes.
   *
   * @param prefix what precedes the official names, e.g. {@code rpn.head.dyhead_tower.0.b_attn.};
   *     may be empty
   * @param index number of the layer from 0, by which adaptations know it
   * @param imageDim width v of the image features
   * @param textDim width l of the text features
   * @param fusionDim width E of the fusion space
   * @param heads attention heads
   * @param layerScale start of γ; GLIP takes 1 / number of layers
   */
  public FusionLayer(
      String prefix,
      int index,
      int imageDim,
      int textDim,
      int fusionDim,
      int heads,
      double layerScale) {
    this.prefix = prefix;
    this.index = index;
    this.imageDim = imageDim;
    this.textDim = textDim;
    this.layerScale = layerScale;
    this.attention = new CrossAttention(prefix + "attn.", imageDim, textDim, fusionDim, heads);
  }

  /** The attention inside, for the names of its projections. */
  public CrossAttention attention() {
    return attention;
  }

  /** Appends the parameters in the official order. */
  public void declare(Layout layout) {
    layout.add(prefix + "gamma_v", new Init.Constant(layerScale), imageDim);
    layout.add(prefix + "gamma_l", new Init.Constant(layerScale), textDim);
    layout.norm(prefix + "layer_norm_v", imageDim);
    layout.norm(prefix + "layer_norm_l", textDim);
    attention.declare(layout);
  }

  /**
   * Fuses image and text; the shapes of the result are those of the input, any number of levels.
   *
   * @return fused levels and text, and the mask that came in
   */
  public FusionInput forward(Pass pass, FusionInput input) {
    Optional<FusionTokens> tokens = tokens(pass);
    // Queries and values are the largest arrays of GLIP; they go before the next layer comes.
    try (Scope scope = new Scope()) {
      Normalised x = normalised(pass, input);
      CrossAttention.Deltas deltas = attention.forward(pass, x.image, x.text, input.mask(), tokens);
      NDArray image =
          FusionKernels.scaledResidual(x.image, pass.get(prefix + "gamma_v"), deltas.image());
      NDArray text =
          FusionKernels.scaledResidual(x.text, pass.get(prefix + "gamma_l"), deltas.text());
      List<NDArray> levels = Ops.toMaps(image, input.levels());
      return new FusionInput(scope.handOver(levels), scope.handOver(text), input.mask());
    }
  }

  /**
   * How each text token spreads its attention over the image: the softmax runs over all levels and
   * the image-side tokens, which are left out of the result.
   *
   * @return for each level [B, heads, L, H, W]
   */
  public List<NDArray> textToImage(Pass pass, FusionInput input) {
    Normalised x = normalised(pass, input);
    NDArray map = attention.maps(pass, x.image, x.text, input.mask(), tokens(pass)).textToImage();
    NDArray words = Ops.narrow(map, 2, 0, input.text().getShape().get(1));
    List<NDArray> maps = new ArrayList<>();
    long start = 0;
    for (NDArray level : input.levels()) {
      Shape shape = level.getShape();
      long h = shape.get(2);
      long w = shape.get(3);
      NDArray part = Ops.narrow(words, 3, start, h * w);
      maps.add(
          Ops.reshape(part, shape.get(0), part.getShape().get(1), part.getShape().get(2), h, w));
      start += h * w;
    }
    return maps;
  }

  private record Normalised(NDArray image, NDArray text) {}

  private Normalised normalised(Pass pass, FusionInput input) {
    NDArray image = Ops.toSequence(input.levels());
    return new Normalised(
        pass.layerNorm(prefix + "layer_norm_v", image),
        pass.layerNorm(prefix + "layer_norm_l", input.text()));
  }

  private Optional<FusionTokens> tokens(Pass pass) {
    return pass.adaptation().fusionTokens(index);
  }
}
