package org.sdptbench.glip.text;

import ai.djl.huggingface.tokenizers.Encoding;
import ai.djl.huggingface.tokenizers.HuggingFaceTokenizer;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.weights.MiniLm;

/** BERT's WordPiece tokenizer, with the place of every token in the text. Thread-safe. */
public final class Tokenizer implements AutoCloseable {
  /** The id that fills captions up. */
  public static final int PADDING = 0;

  private final HuggingFaceTokenizer tokenizer;

  private Tokenizer(HuggingFaceTokenizer tokenizer) {
    this.tokenizer = tokenizer;
  }

  /**
   * The tokenizer of bert-base-uncased (30,522 tokens). It comes with MiniLM, whose vocabulary is
   * the same, id for id.
   *
   * @throws IOException if the artifact with MiniLM is not on the class path
   */
  public static Tokenizer bertBaseUncased() throws IOException {
    return read(new ByteArrayInputStream(MiniLm.tokenizerJson()));
  }

  /** Reads a {@code tokenizer.json}; truncation and padding that it asks for are not done. */
  public static Tokenizer read(InputStream tokenizerJson) throws IOException {
    // Before DJL's first use: no download, no telemetry.
    if (System.getProperty("ai.djl.offline") == null) {
      System.setProperty("ai.djl.offline", "true");
    }
    return new Tokenizer(
        HuggingFaceTokenizer.newInstance(
            tokenizerJson, Map.of("truncation", "false", "padding", "false")));
  }

  /** All tokens of a text between [CLS] and [SEP], however many. */
  public List<Token> encode(String text) {
    Encoding encoding = tokenizer.encode(text);
    long[] ids = encoding.getIds();
    String[] pieces = encoding.getTokens();
    ai.djl.huggingface.tokenizers.jni.@Nullable CharSpan[] spans = encoding.getCharTokenSpans();
    List<Token> tokens = new ArrayList<>(ids.length);
    for (int i = 0; i < ids.length; i++) {
      var points = spans[i];
      // The library counts code points.
      CharSpan span =
          points == null
              ? null
              : new CharSpan(
                  text.offsetByCodePoints(0, points.getStart()),
                  text.offsetByCodePoints(0, points.getEnd()));
      tokens.add(new Token(Math.toIntExact(ids[i]), pieces[i], span));
    }
    return List.copyOf(tokens);
  }

  @Override
  public void close() {
    tokenizer.close();
  }
}
