package org.sdptbench.glip.fusion;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.peft.FusionTokens;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Drop;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;

/**
 * Multi-head cross attention in both directions over one score matrix ({@code
 * BiMultiHeadAttention}, fuse_helper.py L172–430).
 *
 * <p>With N image and L text positions, h heads of d = E / h channels:
 *
 * <pre>
 * A  = clamp(d^-½ · v_proj(V) · l_proj(T)ᵀ, ±50000)              [B, h, N, L]
 * ΔV = out_v_proj(softmax over L of (A + M) · values_l_proj(T))   [B, N, v]
 * ΔT = out_l_proj(softmax over N of Aᵀ · values_v_proj(V))        [B, L, l]
 * </pre>
 *
 * <p>M is −9·10¹⁵ for masked text positions and 1 for the others; text attends to the image without
 * a mask, padding too. In training mode a tenth of either softmax is dropped ({@code
 * BiAttentionBlockForCheckpoint} with {@code dropout=0.1}, vldyhead.py L391; its {@code drop_path}
 * is 0).
 */
public final class CrossAttention {
  private static final double LIMIT = 50000;
  private static final double DROPOUT = 0.1;

  private final String prefix;
  private final long imageDim;
  private final long textDim;
  private final long fusionDim;
  private final int heads;

  /**
   * Names and sizes.
   *
   * @param prefix what precedes the official names, e.g. {@code
   *     rpn.head.dyhead_tower.0.b_attn.attn.}; may be empty
   * @param imageDim width v of the image sequence
   * @param textDim width l of the text sequence
   * @param fusionDim width E of the fusion space
   * @param heads number of heads; divides E
   */
  public CrossAttention(String prefix, int imageDim, int textDim, int fusionDim, int heads) {
    if (fusionDim % heads != 0) {
      throw new IllegalArgumentException(
          "%s: %s heads do not divide a fusion space of width %s"
              .formatted(prefix, heads, fusionDim));
    }
    this.prefix = prefix;
    this.imageDim = imageDim;
    this.textDim = textDim;
    this.fusionDim = fusionDim;
    this.heads = heads;
  }

  /** What the sequences receive: image [B, N, v] and text [B, L, l]. */
  public record Deltas(NDArray image, NDArray text) {}

  /**
   * Who attends to whom, appended tokens included.
   *
   * @param imageToText [B, h, N, L]; sums to 1 over L
   * @param textToImage [B, h, L, N]; sums to 1 over N
   */
  public record Maps(NDArray imageToText, NDArray textToImage) {}

  /** Official name of the layer that maps the image sequence to queries [E, v]. */
  public String imageProjection() {
    return prefix + "v_proj";
  }

  /** Official name of the layer that maps the text sequence to keys [E, l]. */
  public String textProjection() {
    return prefix + "l_proj";
  }

  /** Appends the parameters in the official order. */
  public void declare(Layout layout) {
    for (String side : List.of("", "values_")) {
      layout.linear(
          prefix + side + "v_proj", imageDim, fusionDim, Init.xavierUniform(imageDim, fusionDim));
      layout.linear(
          prefix + side + "l_proj", textDim, fusionDim, Init.xavierUniform(textDim, fusionDim));
    }
    layout.linear(
        prefix + "out_v_proj", fusionDim, imageDim, Init.xavierUniform(fusionDim, imageDim));
    layout.linear(
        prefix + "out_l_proj", fusionDim, textDim, Init.xavierUniform(fusionDim, textDim));
  }

  /**
   * Lets two normalised sequences attend to each other.
   *
   * @param image [B, N, v]
   * @param text [B, L, l]
   * @param mask [B, L], 1 for tokens, 0 for padding
   * @param tokens what an adaptation appends; never part of the result
   */
  public Deltas forward(
      Pass pass, NDArray image, NDArray text, NDArray mask, Optional<FusionTokens> tokens) {
    Optional<FusionTokens.Latent> latent = latent(tokens);
    // What the other order multiplies is never the whole softmax of which something is dropped.
    Dropped dropped =
        new Dropped(
            pass.drop(prefix + "attn_probs_v", DROPOUT),
            pass.drop(prefix + "attn_probs_l", DROPOUT));
    if (!dropped.toText.drops() && latent.isPresent() && sparing(text, latent.get())) {
      Optional<FusionKernels.Layer> query = layer(pass, imageProjection());
      Optional<FusionKernels.Layer> value = layer(pass, prefix + "values_v_proj");
      Optional<FusionKernels.Layer> out = layer(pass, prefix + "out_v_proj");
      if (query.isPresent() && value.isPresent() && out.isPresent()) {
        return associated(
            pass, image, text, mask, latent.get(), query.get(), value.get(), out.get());
      }
    }
    return projected(pass, image, text, mask, tokens, dropped);
  }

  /** What is dropped of the image's attention to the text, and of the text's to the image. */
  private record Dropped(Drop toText, Drop toImage) {}

  /** Latent tokens, none of them where there are no tokens; empty where there are others. */
  private static Optional<FusionTokens.Latent> latent(Optional<FusionTokens> tokens) {
    return tokens.isEmpty()
        ? Optional.of(new FusionTokens.Latent(null, null, true))
        : tokens.filter(FusionTokens.Latent.class::isInstance).map(FusionTokens.Latent.class::cast);
  }

  /**
   * Whether {@link #associated} takes fewer products than {@link #projected}: of each image
   * position 4·L·h·v in place of 3·(v + L)·E.
   */
  private boolean sparing(NDArray text, FusionTokens.Latent tokens) {
    long l = text.getShape().get(1) + count(tokens.text());
    return 4 * l * heads * imageDim <= 3 * (imageDim + l) * fusionDim;
  }

  private static long count(@Nullable NDArray tokens) {
    return tokens == null ? 0 : tokens.getShape().get(tokens.getShape().dimension() - 2);
  }

  /**
   * The products in the order that spares most of them. The image sequence is long and both fusion
   * space and heads are wide; so W_qᵀ is applied to the keys and not W_q to the image, and likewise
   * the other two of the image's projections, as they are adapted. Appended tokens are no rows of
   * the image or the text: they are keys and values of the other side only.
   */
  private Deltas associated(
      Pass pass,
      NDArray image,
      NDArray text,
      NDArray mask,
      FusionTokens.Latent tokens,
      FusionKernels.Layer query,
      FusionKernels.Layer value,
      FusionKernels.Layer out) {
    NDArray textTokens = tokens.text();
    List<NDArray> received =
        FusionKernels.associated(
            image,
            rows(tokens.image()),
            keys(pass, text),
            pass.linear(prefix + "values_l_proj", text),
            rows(textTokens).stream()
                .map(
                    rows ->
                        new FusionKernels.Answer(
                            keys(pass, rows), pass.linear(prefix + "values_l_proj", rows)))
                .toList(),
            extend(mask, textTokens, tokens.textVisible()),
            query,
            value,
            out,
            heads,
            LIMIT,
            pass.precision());
    return new Deltas(received.get(0), pass.linear(prefix + "out_l_proj", received.get(1)));
  }

  /** Scaled keys of text rows. */
  private NDArray keys(Pass pass, NDArray rows) {
    return Ops.mul(pass.linear(textProjection(), rows), scale());
  }

  private double scale() {
    return 1 / Math.sqrt((double) fusionDim / heads);
  }

  /** A layer that is no more than a weight and a bias; empty if an adaptation makes more of it. */
  private static Optional<FusionKernels.Layer> layer(Pass pass, String name) {
    return pass.weightOf(name)
        .map(weight -> new FusionKernels.Layer(weight, pass.get(name + ".bias")));
  }

  /** Tokens [k, d] or [B, k, d] as [1 or B, k, d]. */
  private static List<NDArray> rows(@Nullable NDArray tokens) {
    if (tokens == null) {
      return List.of();
    }
    long[] shape = tokens.getShape().getShape();
    return List.of(shape.length == 3 ? tokens : Ops.reshape(tokens, 1, shape[0], shape[1]));
  }

  /** The products in the order of the formulas. */
  private Deltas projected(
      Pass pass,
      NDArray image,
      NDArray text,
      NDArray mask,
      Optional<FusionTokens> tokens,
      Dropped dropped) {
    long n = image.getShape().get(1);
    long l = text.getShape().get(1);
    Inputs in = inputs(image, text, mask, tokens);
    Scored scored = scored(pass, in, tokens);
    List<NDArray> received =
        FusionKernels.attention(
            scored.queries,
            scored.keys,
            pass.linear(prefix + "values_v_proj", in.image),
            pass.linear(prefix + "values_l_proj", in.text),
            in.mask,
            heads,
            LIMIT,
            n,
            l,
            dropped.toText,
            dropped.toImage,
            pass.precision());
    // Appended positions are already gone: the official code cuts them off after these layers,
    // which act on each position alone.
    return new Deltas(
        pass.linear(prefix + "out_v_proj", received.get(0)),
        pass.linear(prefix + "out_l_proj", received.get(1)));
  }

  /** The attention maps of {@link #forward}; N and L count the appended tokens, which come last. */
  public Maps maps(
      Pass pass, NDArray image, NDArray text, NDArray mask, Optional<FusionTokens> tokens) {
    Inputs in = inputs(image, text, mask, tokens);
    Scored scored = scored(pass, in, tokens);
    List<NDArray> maps =
        FusionKernels.maps(scored.queries, scored.keys, in.mask, heads, LIMIT, pass.precision());
    return new Maps(maps.get(0), Ops.permute(maps.get(1), 0, 1, 3, 2));
  }

  /** Sequences with latent tokens appended; the mask covers tokens of either kind. */
  private record Inputs(NDArray image, NDArray text, NDArray mask) {}

  private static Inputs inputs(
      NDArray image, NDArray text, NDArray mask, Optional<FusionTokens> tokens) {
    if (tokens.isEmpty()) {
      return new Inputs(image, text, mask);
    } else if (tokens.get() instanceof FusionTokens.Latent latent) {
      return new Inputs(
          append(image, latent.image()),
          append(text, latent.text()),
          extend(mask, latent.text(), latent.textVisible()));
    } else if (tokens.get() instanceof FusionTokens.Projected projected) {
      return new Inputs(image, text, extend(mask, projected.text(), projected.textVisible()));
    }
    throw new IllegalStateException("unknown kind of fusion tokens: " + tokens.get());
  }

  /** Scaled queries and keys in the fusion space, with projected tokens appended. */
  private record Scored(NDArray queries, NDArray keys) {}

  private Scored scored(Pass pass, Inputs in, Optional<FusionTokens> tokens) {
    NDArray queries = Ops.mul(pass.linear(imageProjection(), in.image), scale());
    NDArray keys = pass.linear(textProjection(), in.text);
    if (tokens.isPresent() && tokens.get() instanceof FusionTokens.Projected projected) {
      return new Scored(append(queries, projected.image()), append(keys, projected.text()));
    }
    return new Scored(queries, keys);
  }

  /** Appends [k, d] or [B, k, d] to every sequence of [B, n, d]. */
  private static NDArray append(NDArray sequence, @Nullable NDArray tokens) {
    if (tokens == null) {
      return sequence;
    }
    long batch = sequence.getShape().get(0);
    return Ops.cat(List.of(sequence, Ops.expand(tokens, batch, -1, -1)), 1);
  }

  /** Appends one column a text token to [B, L]. */
  private static NDArray extend(NDArray mask, @Nullable NDArray tokens, boolean visible) {
    if (tokens == null) {
      return mask;
    }
    NDArray columns =
        Ops.full(visible ? 1 : 0, mask.getDataType(), mask.getShape().get(0), count(tokens));
    return Ops.cat(List.of(mask, columns), 1);
  }
}
