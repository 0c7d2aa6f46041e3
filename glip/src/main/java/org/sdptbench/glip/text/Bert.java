package org.sdptbench.glip.text;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.stream.IntStream;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.TextEncoding;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;

/**
 * BERT without pooler, GLIP's text encoder (language_backbone/bert_model.py).
 *
 * <p>The embedding is the sum of word, position and type, normalised; all tokens are of type 0. In
 * training mode a tenth of its values is dropped.
 */
public final class Bert {
  /** What precedes the official names in a whole GLIP. */
  public static final String PREFIX = "language_backbone.body.model.";

  /** Official name of the word embeddings [vocabulary, d], after the prefix. */
  public static final String WORDS = "embeddings.word_embeddings.weight";

  private static final int TYPES = 2;

  private final String prefix;
  private final GlipConfig.Text config;
  private final List<BertLayer> layers;

  /**
   * Names and sizes.
   *
   * @param prefix what precedes the official names, with its dot; may be empty
   * @param config sizes
   */
  public Bert(String prefix, GlipConfig.Text config) {
    this.prefix = prefix;
    this.config = config;
    this.layers =
        IntStream.range(0, config.layers())
            .mapToObj(
                i ->
                    BertLayer.encoder(
                        prefix + "encoder.layer." + i + ".",
                        config.hidden(),
                        config.heads(),
                        config.intermediate()))
            .toList();
  }

  /** Appends the parameters in the official order. */
  public void declare(Layout layout) {
    String embeddings = prefix + "embeddings.";
    long d = config.hidden();
    layout
        .add(prefix + WORDS, BertLayer.WEIGHTS, config.vocabulary(), d)
        .add(embeddings + "position_embeddings.weight", BertLayer.WEIGHTS, config.positions(), d)
        .add(embeddings + "token_type_embeddings.weight", BertLayer.WEIGHTS, TYPES, d)
        .norm(embeddings + "LayerNorm", d);
    layers.forEach(layer -> layer.declare(layout));
  }

  /**
   * Encodes captions.
   *
   * @param ids token ids [B, L], int64
   * @param mask [B, L], 1 for tokens, 0 for padding
   * @throws IllegalArgumentException if there are more tokens than positions
   */
  public TextState forward(Pass pass, NDArray ids, NDArray mask) {
    return begin(pass, ids, mask).finish();
  }

  /** Embeds captions, and goes on layer by layer; arguments and errors as {@link #forward}. */
  public TextEncoding begin(Pass pass, NDArray ids, NDArray mask) {
    long length = ids.getShape().get(1);
    if (length > config.positions()) {
      throw new IllegalArgumentException(
          "%s tokens, but the text encoder has %s positions".formatted(length, config.positions()));
    }
    return new BertRun(pass, layers, new TextState(embeddings(pass, ids), mask));
  }

  /**
   * What the embedding layer makes of vectors in the place of word embeddings: position and type
   * are added, the sum is normalised.
   *
   * @param words [n, d] or [B, n, d]
   * @param start position of the first one, from 0
   * @return shape of {@code words}
   * @throws IllegalArgumentException if there are not that many positions
   */
  public NDArray embed(Pass pass, NDArray words, int start) {
    int axes = words.getShape().dimension();
    long n = words.getShape().get(axes - 2);
    if (start + n > config.positions()) {
      throw new IllegalArgumentException(
          "%s words from position %s on, but the text encoder has %s positions"
              .formatted(n, start, config.positions()));
    }
    String embeddings = prefix + "embeddings.";
    NDArray places = Ops.narrow(pass.get(embeddings + "position_embeddings.weight"), 0, start, n);
    NDArray type = Ops.narrow(pass.get(embeddings + "token_type_embeddings.weight"), 0, 0, 1);
    return pass.layerNorm(
        embeddings + "LayerNorm", Ops.add(Ops.add(words, type), places), BertLayer.EPS);
  }

  private NDArray embeddings(Pass pass, NDArray ids) {
    String embeddings = prefix + "embeddings.";
    NDArray sum =
        TextKernels.embeddings(
            pass.get(prefix + WORDS),
            pass.get(embeddings + "position_embeddings.weight"),
            pass.get(embeddings + "token_type_embeddings.weight"),
            ids);
    NDArray embedded = pass.layerNorm(embeddings + "LayerNorm", sum, BertLayer.EPS);
    return pass.drop(embeddings + "dropout", BertLayer.DROPOUT).values(embedded);
  }
}
