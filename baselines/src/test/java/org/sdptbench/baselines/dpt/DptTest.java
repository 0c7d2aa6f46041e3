package org.sdptbench.baselines.dpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.Assertions.withinPercentage;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.baselines.Adapted;
import org.sdptbench.baselines.prompt.TextContext;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Encoded;
import org.sdptbench.glip.peft.EncoderInput;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;

/** DPT in a small random GLIP of five Swin blocks, in float64. */
class DptTest {
  private static final Dpt METHOD = new Dpt();
  private static final int LENGTH = TinyGlip.CONFIG.text().maxTokens();
  private static final int TOKENS = 9;
  private static final int HIDDEN = TinyGlip.CONFIG.text().hidden();

  /** Batched products may add in another order. */
  private static final double ROUNDING = 1e-9;

  private static final double STEP = 1e-5;

  private static Adaptation adapt(TinyGlip model, Map<String, ?> given) {
    Settings settings = Settings.resolve(METHOD.settings(), given);
    Layout layout = METHOD.layout(TinyGlip.CONFIG, model.glip().layout(), settings);
    try (Scope scope = new Scope();
        Params drawn = Params.initialise(layout, 5)) {
      return METHOD.adapt(TinyGlip.CONFIG, model.weights(), settings, drawn.to(DataType.FLOAT64));
    }
  }

  /** Images under a caption in which each class is one token. */
  private static Encoded encode(
      TinyGlip model,
      Adaptation adaptation,
      NDArray images,
      List<Integer> classes,
      @Nullable NDArray present) {
    long[] ids = new long[LENGTH];
    long[] mask = new long[LENGTH];
    for (int i = 0; i < TOKENS; i++) {
      ids[i] = 1 + 7L * i;
      mask[i] = 1;
    }
    boolean[] classTokens = new boolean[classes.size() * LENGTH];
    for (int c = 0; c < classes.size(); c++) {
      classTokens[c * LENGTH + classes.get(c)] = true;
    }
    EncoderInput input =
        new EncoderInput(
            images,
            Ops.of(ids, 1, LENGTH),
            Ops.of(mask, 1, LENGTH),
            Ops.of(classTokens, classes.size(), LENGTH),
            present);
    return model.glip().encode(new Pass(model.weights(), adaptation), input);
  }

  private static double distance(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  @Test
  void theContextLeavesBeforeTheFusion() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation dpt = adapt(model, Map.of())) {
      FusionInput plain =
          encode(model, Adaptation.none(), model.images(), List.of(1), null).features();
      FusionInput tuned = encode(model, dpt, model.images(), List.of(1), null).features();
      assertThat(tuned.text().getShape()).isEqualTo(plain.text().getShape());
      assertThat(tuned.mask().toLongArray()).isEqualTo(plain.mask().toLongArray());
      assertThat(distance(tuned.text().toDoubleArray(), plain.text().toDoubleArray()))
          .isGreaterThan(1e-3);
    }
  }

  @Test
  void theContextGoesThroughTheWholeTextEncoder() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation dpt = adapt(model, Map.of("n", 3))) {
      NDArray context = Objects.requireNonNull(Adapted.prompts(dpt).textTokens(0, null));
      assertThat(context.toDoubleArray())
          .isEqualTo(
              TextContext.embed(TinyGlip.CONFIG, model.weights(), dpt.params().get("dpt.context"))
                  .toDoubleArray());
      NDArray carried = RandomArrays.normal(1, 1, 3, HIDDEN);
      assertThat(Adapted.prompts(dpt).textTokens(1, carried)).isSameAs(carried);
    }
  }

  @Test
  void visualPromptsAreFreshAtEveryBlockBeforeTheLastStage() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation dpt = adapt(model, Map.of("k", 2))) {
      NDArray carried = RandomArrays.normal(1, 2, 2, 64);
      for (int[] block : List.of(new int[] {0, 0}, new int[] {1, 0}, new int[] {2, 1})) {
        assertThat(Adapted.prompts(dpt).visionTokens(block[0], block[1], carried))
            .isSameAs(dpt.params().get("dpt.prompts.%s.%s".formatted(block[0], block[1])));
      }
      assertThat(Adapted.prompts(dpt).visionTokens(3, 0, carried)).as("none flow on").isNull();
    }
  }

  @Test
  void classFeaturesAreMeansOverNames() {
    try (Scope scope = new Scope()) {
      NDArray hidden = Ops.of(new double[] {1, 2, 3, 4, 5, 6, 7, 9}, 1, 4, 2);
      boolean[] tokens = {
        true, false, false, true, false, true, false, false, false, false, false, false
      };
      assertThat(DptAdaptation.classFeatures(hidden, Ops.of(tokens, 3, 4)).toDoubleArray())
          .containsExactly(4, 5.5, 3, 4, 0, 0);
    }
  }

  /** Scores 0, ln 3 and −ln 3 are probabilities 1/2, 3/4 and 1/4. */
  @Test
  void auxiliaryLossIsTheMeanCrossEntropyOverBlocksImagesAndClasses() {
    try (Scope scope = new Scope()) {
      double ln3 = Math.log(3);
      NDArray first = Ops.of(new double[] {0, ln3, -ln3, ln3}, 2, 2);
      NDArray second = Ops.of(new double[] {ln3, 0, 0, 0}, 2, 2);
      NDArray present = Ops.of(new float[] {1, 1, 1, 0}, 2, 2);
      double expected =
          -(Math.log(0.5)
                  + Math.log(0.75)
                  + Math.log(0.25)
                  + Math.log(0.25)
                  + Math.log(0.75)
                  + 3 * Math.log(0.5))
              / 8;
      assertThat(DptAdaptation.auxiliaryLoss(List.of(first, second), present).getDouble())
          .isCloseTo(expected, within(1e-12));
    }
  }

  /** With a constant under the score, z = w·b for every class of every image. */
  @Test
  void theAuxiliaryLossIsWeightedAndOnlyThereWhileTraining() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation dpt = adapt(model, Map.of("alpha", 0.7))) {
      NDArray bias = dpt.params().get("dpt.cavpt.3.0.score_norm.bias");
      NDArray weight = dpt.params().get("dpt.cavpt.3.0.score_norm.weight");
      Ops.assign(weight, Ops.zerosLike(weight));
      Ops.assign(bias, RandomArrays.normal(4, bias.size()));
      double[] b = bias.toDoubleArray();
      double[] w = dpt.params().get("dpt.cavpt.3.0.score.weight").toDoubleArray();
      double z = 0;
      for (int i = 0; i < b.length; i++) {
        z += w[i] * b[i];
      }
      NDArray present = Ops.of(new float[] {1, 0, 0, 1, 1, 0}, 2, 3);
      List<Integer> classes = List.of(1, 3, 5);
      Encoded training = encode(model, dpt, model.images(), classes, present);
      assertThat(training.loss().orElseThrow().getDouble())
          .isCloseTo(0.7 * (Math.log1p(Math.exp(z)) - 0.5 * z), within(1e-12));
      Encoded test = encode(model, dpt, model.images(), classes, null);
      assertThat(test.loss()).isEmpty();
      assertThat(TinyGlip.values(test.features())).isEqualTo(TinyGlip.values(training.features()));
    }
  }

  /** Of three classes, two have prompts: each image is as if the third had not been named. */
  @Test
  void eachImageSeesTheClassesOfItsHighestScores() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation limited = adapt(model, Map.of("classes", 2));
        Adaptation unlimited = adapt(model, Map.of())) {
      List<Integer> classes = List.of(1, 3, 5);
      Encoded together = encode(model, limited, model.images(), classes, null);
      for (int i = 0; i < TinyGlip.BATCH; i++) {
        NDArray image = Ops.narrow(model.images(), 0, i, 1);
        int least = leastLikely(model, unlimited, image, classes);
        for (int left = 0; left < classes.size(); left++) {
          List<Integer> named = new ArrayList<>(classes);
          named.remove(left);
          double[] expected = coarsest(encode(model, unlimited, image, named, null), 0);
          if (left == least) {
            assertThat(coarsest(together, i)).containsExactly(expected, within(ROUNDING));
          } else {
            assertThat(distance(coarsest(together, i), expected)).isGreaterThan(1e-6);
          }
        }
      }
    }
  }

  /** The loss of a class that is absent grows with its score. */
  private static int leastLikely(
      TinyGlip model, Adaptation dpt, NDArray image, List<Integer> classes) {
    NDArray absent = Ops.of(new double[1], 1, 1);
    return IntStream.range(0, classes.size())
        .boxed()
        .min(
            Comparator.comparingDouble(
                c ->
                    encode(model, dpt, image, List.of(classes.get(c)), absent)
                        .loss()
                        .orElseThrow()
                        .getDouble()))
        .orElseThrow();
  }

  private static double[] coarsest(Encoded encoded, int image) {
    List<NDArray> levels = encoded.features().levels();
    return Ops.contiguous(Ops.narrow(levels.get(levels.size() - 1), 0, image, 1)).toDoubleArray();
  }

  /** Through prompts, both encoders, tower, head and both losses; one number of each kind. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "dpt.context",
        "dpt.cavpt.3.0.class.weight",
        "dpt.cavpt.3.0.query.weight",
        "dpt.cavpt.3.0.value.weight",
        "dpt.cavpt.3.0.extra",
        "dpt.cavpt.3.0.score.weight"
      })
  void gradientsOfTheWholeLossAgreeWithFiniteDifferences(String name) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation dpt = adapt(model, Map.of())) {
      dpt.params().requireGradients(true);
      try (GradMode on = GradMode.on()) {
        Gradients.backward(model.loss(dpt));
      }
      NDArray parameter = dpt.params().get(name);
      double[] gradient = Objects.requireNonNull(Gradients.of(parameter)).toDoubleArray();
      int largest = 0;
      for (int i = 0; i < gradient.length; i++) {
        largest = Math.abs(gradient[i]) > Math.abs(gradient[largest]) ? i : largest;
      }
      double above = lossNear(model, dpt, parameter, largest, STEP);
      double below = lossNear(model, dpt, parameter, largest, -STEP);
      assertThat(gradient[largest])
          .isNotZero()
          .isCloseTo((above - below) / (2 * STEP), withinPercentage(0.01));
    }
  }

  private static double lossNear(
      TinyGlip model, Adaptation dpt, NDArray parameter, int index, double step) {
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      NDArray before = Ops.copy(parameter);
      double[] values = before.toDoubleArray();
      values[index] += step;
      Ops.assign(parameter, Ops.of(values, parameter.getShape().getShape()));
      double loss = model.loss(dpt).getDouble();
      Ops.assign(parameter, before);
      return loss;
    }
  }

  /** Class-aware prompts in three blocks of two stages, and in all five. */
  @ParameterizedTest
  @ValueSource(strings = {"3", "5"})
  void blocksMaySpanStages(String blocks) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation dpt = adapt(model, Map.of("blocks", blocks))) {
      Params params = dpt.params();
      params.requireGradients(true);
      try (GradMode on = GradMode.on()) {
        Gradients.backward(model.loss(dpt));
      }
      assertThat(params.names())
          .contains("dpt.cavpt.2.0.class.weight", "dpt.cavpt.3.0.class.weight")
          .allMatch(name -> Gradients.of(params.get(name)) != null);
      assertThat(params.names().stream().filter(name -> name.endsWith(".extra")))
          .hasSize(Integer.parseInt(blocks));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "6", "-1", "last", "3.0", "99999999999"})
  void blocksThatAreNotThereAreNamed(String blocks) {
    try (TinyGlip model = TinyGlip.random(1)) {
      assertThatThrownBy(() -> adapt(model, Map.of("blocks", blocks)))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessage(
              "blocks is \"%s\"; allowed are last-stage, or a number from 1 to 5, the Swin blocks"
                  + " of tiny",
              blocks);
    }
  }
}
