package org.sdptbench.harness.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.FusionTokens;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Role;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.WrittenPrompts;
import org.sdptbench.harness.spec.Recipe;

class FineTunerTest {
  private static Recipe.Training recipe(int steps, double rate) {
    return new Recipe.Training(steps, 4, rate, Map.of(), 0.01, 0, "constant", 1);
  }

  private static List<Double> train(
      PretrainedGlip model, Adaptation adaptation, Recipe.Training recipe, long seed)
      throws Exception {
    DetectionDataset task = TinyModel.task();
    List<Double> losses = new ArrayList<>();
    new FineTuner(model, recipe, seed)
        .train(
            adaptation,
            TinyModel.images(task, 4),
            TinyModel.prompts(model, task),
            (done, loss) -> {
              losses.add(loss);
              return FineTuner.Next.GO_ON;
            });
    return losses;
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear-probe", "full", "lora", "bitfit", "sdpt"})
  void lowersTheLossAndLeavesTheBackboneAlone(String method) throws Exception {
    try (PretrainedGlip model = TinyModel.create();
        Params before = model.weights().copy();
        Adaptation adaptation = TinyModel.adaptation(model, method, Map.of())) {
      double rate = method.equals("sdpt") ? 0.1 : 0.01;
      List<Double> losses = train(model, adaptation, recipe(24, rate), 1);
      assertThat(losses.get(23)).isLessThan(losses.get(0));
      for (String name : before.names()) {
        assertThat(model.weights().get(name).toFloatArray())
            .as(name)
            .isEqualTo(before.get(name).toFloatArray());
      }
    }
  }

  /** The head at next to no rate stays, the tokens at theirs move. */
  @Test
  void kindsOfParametersMoveByTheirOwnRates() throws Exception {
    Recipe.Training training =
        new Recipe.Training(6, 4, 0.1, Map.of(Role.HEAD, 1e-9), 0, 0, "constant", 1);
    try (PretrainedGlip model = TinyModel.create();
        Adaptation adaptation = TinyModel.adaptation(model, "sdpt", Map.of("head", "linear"));
        Params before = adaptation.params().copy()) {
      train(model, adaptation, training, 3);
      for (ParamSpec spec : adaptation.params().layout().specs()) {
        double moved = 0;
        float[] was = before.get(spec.name()).toFloatArray();
        float[] is = adaptation.params().get(spec.name()).toFloatArray();
        for (int i = 0; i < was.length; i++) {
          moved = Math.max(moved, Math.abs(is[i] - was[i]));
        }
        if (spec.role() == Role.HEAD) {
          assertThat(moved).as(spec.name()).isLessThan(1e-6);
        } else {
          assertThat(moved).as(spec.name()).isGreaterThan(0.05);
        }
      }
    }
  }

  @Test
  void theSameSeedGivesTheSameBits() throws Exception {
    try (PretrainedGlip model = TinyModel.create();
        Adaptation first = TinyModel.adaptation(model, "sdpt", Map.of());
        Adaptation second = TinyModel.adaptation(model, "sdpt", Map.of())) {
      assertThat(train(model, first, recipe(6, 0.1), 9))
          .isEqualTo(train(model, second, recipe(6, 0.1), 9));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear-probe", "lora", "sdpt"})
  void cachedFeaturesGiveTheSameTraining(String method) throws Exception {
    try (PretrainedGlip model = TinyModel.create();
        Adaptation cached = TinyModel.adaptation(model, method, Map.of());
        Adaptation plain = TinyModel.adaptation(model, method, Map.of())) {
      assertThat(cached.reach()).isNotEqualTo(Reach.ENCODERS);
      train(model, cached, recipe(5, 0.01), 2);
      train(model, new Uncached(plain), recipe(5, 0.01), 2);
      for (String name : cached.params().names()) {
        float[] expected = plain.params().get(name).toFloatArray();
        float[] actual = cached.params().get(name).toFloatArray();
        for (int i = 0; i < expected.length; i++) {
          // Adam divides by small second moments, so rounding shows.
          assertThat(actual[i]).as("%s[%d]", name, i).isCloseTo(expected[i], within(5e-3f));
        }
      }
    }
  }

  /**
   * Under captions that change, and on images that do, nothing of another image or step is used.
   */
  @ParameterizedTest
  @ValueSource(strings = {"linear-probe", "sdpt", "full"})
  void variedImagesAndSampledCaptionsGiveTheSameBitsForTheSameSeed(String method) throws Exception {
    DetectionDataset task = TinyModel.task();
    List<Category> many = new ArrayList<>(task.categories());
    for (int i = 0; i < 60; i++) {
      many.add(new Category(1000 + i, "thing number " + i));
    }
    DetectionDataset data =
        new DetectionDataset(
            "many", many, task.images().subList(0, 4), task.annotations(), task.pixels());
    try (PretrainedGlip model = TinyModel.create()) {
      TrainingPrompts prompts = new TrainingPrompts(model.captions(), many, WrittenPrompts.NONE);
      assertThat(prompts.same()).isFalse();
      List<List<Double>> runs = new ArrayList<>();
      for (TrainingImages images :
          List.of(
              new TrainingImages.Augmented(new TaskImages(data, 107), 64),
              new TrainingImages.Augmented(new TaskImages(data, 107, 0), 64),
              new TrainingImages.Same(new TaskImages(data, 107).all(64)))) {
        List<Double> losses = new ArrayList<>();
        try (Adaptation adaptation = TinyModel.adaptation(model, method, Map.of())) {
          new FineTuner(model, recipe(6, 0.01), 5)
              .train(
                  adaptation,
                  images,
                  prompts,
                  (done, loss) -> {
                    losses.add(loss);
                    return FineTuner.Next.GO_ON;
                  });
        }
        runs.add(losses);
      }
      assertThat(runs.get(1)).isEqualTo(runs.get(0));
      assertThat(runs.get(2)).isNotEqualTo(runs.get(0));
      assertThat(runs.get(0)).doesNotHaveDuplicates();
    }
  }

  @Test
  void aListenerSlowsTrainingDownAndEndsIt() throws Exception {
    DetectionDataset task = TinyModel.task();
    try (PretrainedGlip model = TinyModel.create();
        Adaptation adaptation = TinyModel.adaptation(model, "linear-probe", Map.of())) {
      List<Params> seen = new ArrayList<>();
      new FineTuner(model, recipe(50, 0.01), 1)
          .train(
              adaptation,
              TinyModel.images(task, 4),
              TinyModel.prompts(model, task),
              (done, loss) -> {
                seen.add(adaptation.params().copy());
                return done < 4
                    ? FineTuner.Next.GO_ON
                    : done < 7 ? FineTuner.Next.SLOW_DOWN : FineTuner.Next.END;
              });
      assertThat(seen).hasSize(7);
      double before = moved(seen.get(2), seen.get(3));
      assertThat(moved(seen.get(3), seen.get(4))).isLessThan(0.3 * before);
      assertThat(moved(seen.get(5), seen.get(6))).isLessThan(0.003 * before);
      seen.forEach(Params::close);
    }
  }

  private static double moved(Params was, Params is) {
    double most = 0;
    for (String name : was.names()) {
      float[] before = was.get(name).toFloatArray();
      float[] after = is.get(name).toFloatArray();
      for (int i = 0; i < before.length; i++) {
        most = Math.max(most, Math.abs(after[i] - before[i]));
      }
    }
    return most;
  }

  @Test
  void reportsDivergence() throws Exception {
    try (PretrainedGlip model = TinyModel.create();
        Adaptation adaptation = TinyModel.adaptation(model, "full", Map.of())) {
      assertThatThrownBy(() -> train(model, adaptation, recipe(40, 1e18), 1))
          .isInstanceOf(DivergedException.class)
          .hasMessageContaining("of 40");
    }
  }

  /** The same adaptation, without the promise to leave anything unchanged. */
  private record Uncached(Adaptation inner) implements Adaptation {
    @Override
    public Params params() {
      return inner.params();
    }

    @Override
    public Reach reach() {
      return Reach.ENCODERS;
    }

    @Override
    public Adaptation over(Params params) {
      return new Uncached(inner.over(params));
    }

    @Override
    public ai.djl.ndarray.NDArray linear(
        String site, ai.djl.ndarray.NDArray x, ai.djl.ndarray.NDArray y) {
      return inner.linear(site, x, y);
    }

    @Override
    public Optional<FusionTokens> fusionTokens(int layer) {
      return inner.fusionTokens(layer);
    }
  }
}
