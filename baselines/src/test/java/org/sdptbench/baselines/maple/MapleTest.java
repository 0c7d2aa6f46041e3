package org.sdptbench.baselines.maple;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sdptbench.baselines.Adapted;
import org.sdptbench.baselines.prompt.TextContext;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;
import org.sdptbench.glip.text.Bert;

/** MaPLe on a small model of two text layers and five Swin blocks. */
class MapleTest {
  private static final double EXACT = 1e-12;

  private static Layout layout(GlipConfig config, Map<String, ?> given) {
    Maple method = new Maple();
    return method.layout(
        config, new Glip(config).layout(), Settings.resolve(method.settings(), given));
  }

  @Test
  void theFirstPromptsStartAsWords() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation adaptation = Adapted.of(new Maple(), model, Map.of("n", 3));
        Adaptation drawn = Adapted.of(new Maple(), model, Map.of("n", 3, "init", "normal"))) {
      NDArray table = model.weights().get(Bert.PREFIX + Bert.WORDS);
      double[] words =
          Ops.indexSelect(table, 0, Ops.of(new long[] {1037, 6302, 1997}, 3)).toDoubleArray();
      assertThat(adaptation.params().get("maple.0.text").toDoubleArray()).isEqualTo(words);
      assertThat(drawn.params().get("maple.0.text").toDoubleArray()).isNotEqualTo(words);
      double[] fresh = adaptation.params().get("maple.1.text").toDoubleArray();
      assertThat(Arrays.stream(fresh).map(Math::abs).max().orElseThrow()).isBetween(0.02, 0.1);
    }
  }

  /** x·Wᵀ + b by hand, of the prompts before BERT's embedding layer. */
  @Test
  void visualPromptsAreMapsOfTextPrompts() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation adaptation = Adapted.of(new Maple(), model, Map.of())) {
      Params params = adaptation.params();
      int[][] blocks = {{0, 0, 16}, {1, 0, 32}};
      for (int j = 0; j < 2; j++) {
        double[] text = params.get("maple." + j + ".text").toDoubleArray();
        double[] weight = params.get("maple." + j + ".to_image.weight").toDoubleArray();
        double[] bias = params.get("maple." + j + ".to_image.bias").toDoubleArray();
        int width = blocks[j][2];
        double[] expected = new double[2 * width];
        for (int i = 0; i < 2; i++) {
          for (int o = 0; o < width; o++) {
            expected[i * width + o] = bias[o];
            for (int c = 0; c < 24; c++) {
              expected[i * width + o] += text[i * 24 + c] * weight[o * 24 + c];
            }
          }
        }
        NDArray carried = RandomArrays.normal(1, 3, 2, width);
        NDArray tokens =
            Objects.requireNonNull(
                Adapted.prompts(adaptation).visionTokens(blocks[j][0], blocks[j][1], carried));
        assertThat(tokens.getShape().getShape()).containsExactly(2, width);
        assertThat(tokens.toDoubleArray()).containsExactly(expected, within(EXACT));
      }
      NDArray carried = RandomArrays.normal(1, 3, 2, 64);
      assertThat(Adapted.prompts(adaptation).visionTokens(2, 0, carried)).isSameAs(carried);
      assertThat(Adapted.prompts(adaptation).visionTokens(2, 1, carried)).isSameAs(carried);
    }
  }

  @Test
  void textPromptsAreNewAtEveryLayer() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation adaptation = Adapted.of(new Maple(), model, Map.of())) {
      Params params = adaptation.params();
      NDArray words =
          TextContext.embed(TinyGlip.CONFIG, model.weights(), params.get("maple.0.text"));
      assertThat(
              Objects.requireNonNull(Adapted.prompts(adaptation).textTokens(0, null))
                  .toDoubleArray())
          .isEqualTo(words.toDoubleArray());
      NDArray carried = RandomArrays.normal(1, 1, 2, 24);
      assertThat(Adapted.prompts(adaptation).textTokens(1, carried))
          .isSameAs(params.get("maple.1.text"));
    }
  }

  @Test
  void afterTheirDepthPromptsFlowOn() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation adaptation = Adapted.of(new Maple(), model, Map.of("depth", 1))) {
      NDArray read = RandomArrays.normal(1, 1, 2, 24);
      assertThat(Adapted.prompts(adaptation).textTokens(1, read)).isSameAs(read);
      NDArray seen = RandomArrays.normal(1, 3, 2, 32);
      assertThat(Adapted.prompts(adaptation).visionTokens(1, 0, seen)).isSameAs(seen);
    }
  }

  /** Six text layers and five blocks leave five; 12 and 12 or 24 leave the nine. */
  @Test
  void depthIsAtMostThatOfTheEncoders() {
    assertThat(layout(GlipConfig.MINI, Map.of()).names()).hasSize(5 * 3);
    assertThat(layout(GlipConfig.T, Map.of()).names()).hasSize(9 * 3);
    assertThat(layout(GlipConfig.T, Map.of("depth", 100)).names()).hasSize(12 * 3);
    assertThat(layout(GlipConfig.L, Map.of("depth", 100)).names()).hasSize(12 * 3);
  }

  @Test
  void wordsThatAreNotThereAreRefused() {
    assertThatThrownBy(() -> layout(GlipConfig.T, Map.of("n", 5)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("n is 5, but init words has 4");
    GlipConfig.Text text = TinyGlip.CONFIG.text();
    GlipConfig few =
        new GlipConfig(
            "few",
            TinyGlip.CONFIG.vision(),
            new GlipConfig.Text(text.hidden(), 2, 4, 48, 6302, 12, 12),
            TinyGlip.CONFIG.tower());
    assertThatThrownBy(() -> layout(few, Map.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("few has 6302");
    assertThat(layout(few, Map.of("n", 5, "init", "normal")).names()).isNotEmpty();
  }
}
