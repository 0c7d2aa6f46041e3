package org.sdptbench.baselines.apollo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.sdptbench.baselines.PlainNumbers.add;
import static org.sdptbench.baselines.PlainNumbers.dot;
import static org.sdptbench.baselines.PlainNumbers.layerNorm;
import static org.sdptbench.baselines.PlainNumbers.linear;
import static org.sdptbench.baselines.PlainNumbers.matrix;
import static org.sdptbench.baselines.PlainNumbers.relu;
import static org.sdptbench.baselines.PlainNumbers.softmax;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;

class FusionAdaptersTest {
  private static final int V = 4;
  private static final int L = 6;
  private static final int WIDTH = 8;
  private static final int HEADS = 2;
  private static final int BATCH = 2;
  private static final int CELLS = 8;
  private static final int WORDS = 3;

  private static FusionAdapters adapters(boolean self) {
    return new FusionAdapters(
        new CrossAdapter("image.", V, L, WIDTH, HEADS, 5, false),
        new CrossAdapter("text.", L, V, WIDTH, HEADS, 7, self));
  }

  private static Layout layout(FusionAdapters adapters) {
    Layout layout = new Layout();
    adapters.declare(layout);
    return layout;
  }

  /** Two levels of 2·3 and 1·2 cells; captions of two words and of one, then padding. */
  private static FusionInput input() {
    return new FusionInput(
        List.of(RandomArrays.normal(1, BATCH, V, 2, 3), RandomArrays.normal(2, BATCH, V, 1, 2)),
        RandomArrays.normal(3, BATCH, WORDS, L),
        Ops.of(new long[] {1, 1, 0, 1, 0, 0}, BATCH, WORDS));
  }

  /** The tokens of an image [8][V]: the cells of the levels, row by row. */
  private static double[][] cells(FusionInput input, int image) {
    double[][] cells = new double[CELLS][V];
    int start = 0;
    for (NDArray level : input.levels()) {
      double[] values = level.toDoubleArray();
      int size = values.length / (BATCH * V);
      for (int c = 0; c < V; c++) {
        for (int t = 0; t < size; t++) {
          cells[start + t][c] = values[(image * V + c) * size + t];
        }
      }
      start += size;
    }
    return cells;
  }

  private static double[][] words(FusionInput input, int image) {
    return Arrays.copyOfRange(matrix(input.text()), image * WORDS, (image + 1) * WORDS);
  }

  private static double[][] attention(
      Params params, String prefix, String kind, double[][] own, double[][] others, int visible) {
    double[][] q = linear(params, prefix + "attn.query", own);
    double[][] k = linear(params, prefix + "attn." + kind + "key", others);
    double[][] v = linear(params, prefix + "attn." + kind + "value", others);
    int size = WIDTH / HEADS;
    double[][] mixed = new double[own.length][WIDTH];
    for (int from = 0; from < WIDTH; from += size) {
      for (int t = 0; t < own.length; t++) {
        double[] logits = new double[visible];
        for (int s = 0; s < visible; s++) {
          double[] query = Arrays.copyOfRange(q[t], from, from + size);
          logits[s] = dot(query, Arrays.copyOfRange(k[s], from, from + size)) / Math.sqrt(size);
        }
        double[] weights = softmax(logits);
        for (int s = 0; s < visible; s++) {
          for (int i = from; i < from + size; i++) {
            mixed[t][i] += weights[s] * v[s][i];
          }
        }
      }
    }
    return linear(params, prefix + "attn.out", mixed);
  }

  private static double[][] fed(Params params, String prefix, double[][] x) {
    double[][] inner = linear(params, prefix + "mlp.fc1", layerNorm(params, prefix + "norm2", x));
    return add(x, linear(params, prefix + "mlp.fc2", relu(inner)));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void followTheirFormulas(boolean self) {
    FusionAdapters adapters = adapters(self);
    try (Scope scope = new Scope();
        Params params =
            Params.from(
                layout(adapters),
                spec -> RandomArrays.normal(spec.name().hashCode(), spec.shape().getShape()))) {
      FusionInput input = input();
      FusionInput adapted = adapters.forward(params, input);
      assertThat(adapted.levels().stream().map(NDArray::getShape).toList())
          .isEqualTo(input.levels().stream().map(NDArray::getShape).toList());
      assertThat(adapted.mask()).isSameAs(input.mask());
      for (int b = 0; b < BATCH; b++) {
        int visible = 2 - b;
        double[][] cells = cells(input, b);
        double[][] words = words(input, b);
        double[][] seen = layerNorm(params, "image.norm1", cells);
        double[][] read = layerNorm(params, "text.norm1", words);
        double[][] image = add(cells, attention(params, "image.", "", seen, read, visible));
        double[][] text = add(words, attention(params, "text.", "", read, seen, CELLS));
        if (self) {
          text = add(text, attention(params, "text.", "own_", read, read, visible));
        }
        assertSame(cells(adapted, b), fed(params, "image.", image));
        assertSame(words(adapted, b), fed(params, "text.", text));
      }
    }
  }

  private static void assertSame(double[][] actual, double[][] expected) {
    assertThat(actual).hasSameDimensionsAs(expected);
    for (int t = 0; t < expected.length; t++) {
      assertThat(actual[t]).containsExactly(expected[t], within(1e-9));
    }
  }

  @Test
  void startAsTheIdentity() {
    FusionAdapters adapters = adapters(true);
    try (Scope scope = new Scope();
        Params drawn = Params.initialise(layout(adapters), 3);
        Params params = drawn.to(DataType.FLOAT64)) {
      FusionInput input = input();
      assertThat(TinyGlip.values(adapters.forward(params, input)))
          .isEqualTo(TinyGlip.values(input));
    }
  }

  @Test
  void headsDivideTheWidth() {
    Apollo method = new Apollo();
    Settings settings = Settings.resolve(method.settings(), Map.of("heads", 5));
    assertThatThrownBy(() -> method.layout(GlipConfig.L, new Layout(), settings))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("heads is 5")
        .hasMessageContaining("width 256")
        .hasMessageContaining("divisors");
  }
}
