package org.sdptbench.baselines.prompt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.tensor.Weights;
import org.sdptbench.glip.text.Bert;

/**
 * The size at which text prompts that start as N(0, 0.02²) enter a layer of BERT. In the pre-norm
 * encoders that the originals prompt, a layer normalises all tokens before it looks at them, and
 * size means nothing; BERT normalises behind its layers, so that a prompt stands as it is, of size
 * 0.02, beside tokens of size 0.6.
 */
public enum TextSize {
  /** As drawn. */
  DRAWN,
  /** Multiplied so that they start at the size of the tokens that enter the layer. */
  LAYER;

  private static final String NAME = "text-size";
  private static final String LAYER_WORD = "layer";

  /** The setting {@code text-size}. */
  public static Setting setting(TextSize standard) {
    return new Setting.Choice(
        NAME,
        standard == LAYER ? LAYER_WORD : "drawn",
        List.of("drawn", LAYER_WORD),
        "size of text prompts behind the first layer: as drawn, or that of the layer's own tokens");
  }

  /** Settings of an adapter that may be older than the choice, when prompts stayed as drawn. */
  public static Map<String, Object> upgraded(Map<String, Object> settings) {
    Map<String, Object> upgraded = new TreeMap<>(settings);
    upgraded.putIfAbsent(NAME, "drawn");
    return upgraded;
  }

  /** The choice of {@link #setting}. */
  public static TextSize of(Settings settings) {
    return settings.text(NAME).equals(LAYER_WORD) ? LAYER : DRAWN;
  }

  /**
   * Prompts at their size.
   *
   * @param prompts as trained, of any shape
   * @param backbone a whole GLIP
   * @param layer the layer of the text encoder that they enter, from 1
   */
  public NDArray apply(NDArray prompts, Weights backbone, int layer) {
    return this == DRAWN
        ? prompts
        : Ops.mul(prompts, tokens(backbone, layer) / PromptInit.TEXT_SIZE);
  }

  /**
   * Root mean square of what a layer norm gives: √(mean(γ² + β²)), that behind the layer before.
   */
  static double tokens(Weights backbone, int layer) {
    String norm = "%sencoder.layer.%s.output.LayerNorm".formatted(Bert.PREFIX, layer - 1);
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      double squares = 0;
      double[] scale = values(backbone.get(norm + ".weight"));
      double[] shift = values(backbone.get(norm + ".bias"));
      for (int i = 0; i < scale.length; i++) {
        squares += scale[i] * scale[i] + shift[i] * shift[i];
      }
      return Math.sqrt(squares / scale.length);
    }
  }

  private static double[] values(NDArray array) {
    return Ops.castLike(array, Ops.full(0, DataType.FLOAT64, 1)).toDoubleArray();
  }
}
