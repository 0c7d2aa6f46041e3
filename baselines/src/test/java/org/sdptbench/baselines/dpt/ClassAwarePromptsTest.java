package org.sdptbench.baselines.dpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.GradientCheck;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.tensor.Weights;

/** The prompts of one block against the formulas of the manual, in float64. */
class ClassAwarePromptsTest {
  private static final int BATCH = 2;
  private static final int CLASSES = 3;
  private static final int TEXT = 5;
  private static final int HEIGHT = 2;
  private static final int WIDTH = 3;
  private static final int CHANNELS = 4;
  private static final ClassAwarePrompts BLOCK = new ClassAwarePrompts("block.", CHANNELS);

  /** Sums of at most 32 terms of size 1. */
  private static final double EXACT = 1e-9;

  private static Layout layout() {
    Layout layout = new Layout();
    BLOCK.declare(layout, TEXT);
    return layout;
  }

  private static Params randomParams() {
    return Params.from(
        layout(), spec -> RandomArrays.normal(spec.name().hashCode(), spec.shape().getShape()));
  }

  private static NDArray classes() {
    return RandomArrays.normal(1, 1, CLASSES, TEXT);
  }

  private static NDArray map() {
    return RandomArrays.normal(2, BATCH, HEIGHT, WIDTH, CHANNELS);
  }

  @Test
  void agreesWithTheFormulas() {
    try (Scope scope = new Scope();
        Params params = randomParams()) {
      ClassAwarePrompts.Result result = BLOCK.forward(params, classes(), map());
      assertThat(result.prompts().getShape().getShape()).containsExactly(BATCH, CLASSES, CHANNELS);
      assertThat(result.scores().getShape().getShape()).containsExactly(BATCH, CLASSES);
      double[] prompts = result.prompts().toDoubleArray();
      double[] scores = result.scores().toDoubleArray();
      for (int image = 0; image < BATCH; image++) {
        double[][] seen = seen(params, image);
        for (int c = 0; c < CLASSES; c++) {
          double[] classFeature =
              Arrays.copyOfRange(classes().toDoubleArray(), c * TEXT, (c + 1) * TEXT);
          double[] asked =
              sum(times(params, "class.weight", classFeature), values(params, "class.bias"));
          double[] answer = answer(params, asked, seen);
          double[] prompt = norm(params, "prompt_norm", sum(asked, answer));
          int row = image * CLASSES + c;
          assertThat(Arrays.copyOfRange(prompts, row * CHANNELS, (row + 1) * CHANNELS))
              .containsExactly(prompt, within(EXACT));
          double score = dot(values(params, "score.weight"), norm(params, "score_norm", answer));
          assertThat(scores[row]).isCloseTo(score, within(EXACT));
        }
      }
    }
  }

  private static double[][] seen(Params params, int image) {
    double[] map = map().toDoubleArray();
    double[] extra = values(params, "extra");
    int tokens = HEIGHT * WIDTH;
    double[][] seen = new double[tokens + 10][];
    for (int i = 0; i < seen.length; i++) {
      int from = i < tokens ? (image * tokens + i) * CHANNELS : (i - tokens) * CHANNELS;
      seen[i] = Arrays.copyOfRange(i < tokens ? map : extra, from, from + CHANNELS);
    }
    return seen;
  }

  private static double[] answer(Params params, double[] asked, double[][] seen) {
    double[] query = times(params, "query.weight", asked);
    double[] mixed = new double[CHANNELS];
    double total = 0;
    for (double[] token : seen) {
      double weight = Math.exp(dot(query, times(params, "key.weight", token)) / Math.sqrt(32));
      total += weight;
      for (int i = 0; i < CHANNELS; i++) {
        mixed[i] += weight * token[i];
      }
    }
    for (int i = 0; i < CHANNELS; i++) {
      mixed[i] /= total;
    }
    return times(params, "value.weight", mixed);
  }

  private static double[] norm(Params params, String name, double[] x) {
    double mean = Arrays.stream(x).average().orElseThrow();
    double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    double[] weight = values(params, name + ".weight");
    double[] bias = values(params, name + ".bias");
    double[] y = new double[x.length];
    Arrays.setAll(y, i -> (x[i] - mean) / Math.sqrt(variance + 1e-5) * weight[i] + bias[i]);
    return y;
  }

  private static double[] times(Params params, String name, double[] x) {
    double[] weight = values(params, name);
    double[] y = new double[weight.length / x.length];
    Arrays.setAll(
        y, row -> dot(Arrays.copyOfRange(weight, row * x.length, (row + 1) * x.length), x));
    return y;
  }

  private static double[] sum(double[] a, double[] b) {
    double[] sum = new double[a.length];
    Arrays.setAll(sum, i -> a[i] + b[i]);
    return sum;
  }

  private static double dot(double[] a, double[] b) {
    double dot = 0;
    for (int i = 0; i < a.length; i++) {
      dot += a[i] * b[i];
    }
    return dot;
  }

  private static double[] values(Params params, String name) {
    return params.get("block." + name).toDoubleArray();
  }

  /** Class features first, then all parameters in order; the image gets no gradient. */
  @Test
  void gradientsAgreeWithFiniteDifferences() {
    try (Scope scope = new Scope();
        Params params = randomParams()) {
      List<NDArray> point = new ArrayList<>(List.of(classes()));
      params.names().forEach(name -> point.add(params.get(name)));
      NDArray map = map();
      GradientCheck.checkAt(
          inputs -> {
            Weights moved = new Listed(params.names(), inputs.subList(1, inputs.size()));
            ClassAwarePrompts.Result result = BLOCK.forward(moved, inputs.get(0), map);
            return RandomArrays.joined(List.of(result.prompts(), result.scores()));
          },
          point);
    }
  }

  private record Listed(List<String> names, List<NDArray> arrays) implements Weights {
    @Override
    public NDArray get(String name) {
      return arrays.get(names.indexOf(name));
    }

    @Override
    public boolean has(String name) {
      return names.contains(name);
    }
  }

  @Test
  void nothingFlowsBackIntoTheImage() {
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        Params params = randomParams()) {
      params.requireGradients(true);
      NDArray map = map();
      Gradients.require(map, true);
      ClassAwarePrompts.Result result = BLOCK.forward(params, classes(), map);
      Gradients.backward(Ops.sum(RandomArrays.joined(List.of(result.prompts(), result.scores()))));
      assertThat(Gradients.of(map)).isNull();
      assertThat(params.names()).allMatch(name -> Gradients.of(params.get(name)) != null);
    }
  }

  @Test
  void theImageMatters() {
    try (Scope scope = new Scope();
        Params params = randomParams()) {
      double[] prompts = BLOCK.forward(params, classes(), map()).prompts().toDoubleArray();
      int half = prompts.length / 2;
      assertThat(Arrays.copyOfRange(prompts, 0, half))
          .isNotEqualTo(Arrays.copyOfRange(prompts, half, prompts.length));
    }
  }
}
