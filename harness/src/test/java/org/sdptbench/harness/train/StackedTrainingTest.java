package org.sdptbench.harness.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.FusionTokens;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.spec.Recipe;

/** Training on top of a frozen adaptation. */
class StackedTrainingTest {
  private static final Recipe.Training RECIPE =
      new Recipe.Training(4, 3, 0.01, Map.of(), 0, 0, "constant", 1);

  private static List<Double> train(PretrainedGlip model, Adaptation adaptation) throws Exception {
    DetectionDataset task = TinyModel.task();
    List<Double> losses = new ArrayList<>();
    // A batch of 3 from 2 images shows one of them twice.
    new FineTuner(model, RECIPE, 2)
        .train(
            adaptation,
            TinyModel.images(task, 2),
            TinyModel.prompts(model, task),
            (done, loss) -> {
              losses.add(loss);
              return FineTuner.Next.GO_ON;
            });
    return losses;
  }

  /** As training leaves it: nothing at its start, nothing zero. */
  private static Adaptation trained(PretrainedGlip model, String method) throws IOException {
    Map<String, ?> settings = method.equals("pmf") ? Map.of("layers", 1) : Map.of();
    Adaptation adaptation = TinyModel.adaptation(model, method, settings);
    Params params = adaptation.params();
    SplittableRandom random = new SplittableRandom(11);
    try (Params values =
        Params.from(
            params.layout(),
            spec -> {
              float[] value = params.get(spec.name()).toFloatArray();
              for (int i = 0; i < value.length; i++) {
                value[i] += (float) (0.02 * random.nextGaussian());
              }
              return Ops.of(value, spec.shape().getShape());
            })) {
      params.assign(values);
    }
    return adaptation;
  }

  /**
   * What is computed once per image gives what is computed anew at every step: below lie methods
   * that change weights, add tokens to the encoders (MaPLe, UPT), couple the encoders (DPT, PMF) or
   * what enters the fusion (Apollo).
   */
  @ParameterizedTest
  @CsvSource({
    "full, sdpt",
    "lora, sdpt",
    "maple, sdpt",
    "upt, sdpt",
    "dpt, sdpt",
    "pmf, sdpt",
    "apollo, sdpt",
    "apollo, linear-probe",
    "sdpt, linear-probe"
  })
  void cachedFeaturesOverAFrozenMethodGiveTheSameTraining(String below, String above)
      throws Exception {
    try (PretrainedGlip model = TinyModel.create();
        Scope scope = new Scope();
        Adaptation lower = trained(model, below);
        Params before = lower.params().copy();
        Adaptation cached = TinyModel.adaptation(model, above, Map.of());
        Adaptation plain = TinyModel.adaptation(model, above, Map.of());
        Adaptation alone = TinyModel.adaptation(model, above, Map.of())) {
      assertThat(cached.reach()).isNotEqualTo(Reach.ENCODERS);
      List<Double> losses = train(model, Adaptation.stack(List.of(lower, cached)));
      List<Double> expected = train(model, Adaptation.stack(List.of(lower, new Uncached(plain))));
      for (int i = 0; i < losses.size(); i++) {
        assertThat(losses.get(i)).isCloseTo(expected.get(i), within(1e-4 * expected.get(i)));
      }
      assertThat(losses).as("the method below acts").isNotEqualTo(train(model, alone));
      for (String name : before.names()) {
        assertThat(lower.params().get(name).toFloatArray())
            .as(name)
            .isEqualTo(before.get(name).toFloatArray());
      }
    }
  }

  /** DPT and Apollo add to the loss while they are trained, and not once they are frozen. */
  @ParameterizedTest
  @CsvSource({"dpt, lora", "apollo, lora"})
  void aFrozenMethodAddsNothingToTheLoss(String below, String above) throws Exception {
    try (PretrainedGlip model = TinyModel.create();
        Scope scope = new Scope();
        Adaptation lower = trained(model, below);
        Adaptation upper = TinyModel.adaptation(model, above, Map.of("sites", "backbones"))) {
      assertThat(upper.reach()).isEqualTo(Reach.ENCODERS);
      double stacked = train(model, Adaptation.stack(List.of(lower, upper))).get(0);
      double alone = train(model, lower).get(0);
      assertThat(stacked).as("LoRA changes nothing at its first step").isLessThan(alone);
    }
  }

  @Test
  void onlyTheLastPartOfAStackIsInTraining() throws Exception {
    try (PretrainedGlip model = TinyModel.create();
        Adaptation lower = TinyModel.adaptation(model, "sdpt", Map.of());
        Adaptation upper = TinyModel.adaptation(model, "sdpt", Map.of())) {
      List<Integer> steps = new ArrayList<>();
      Adaptation stack = Adaptation.stack(List.of(new Stepped(lower, steps), upper)).atStep(5);
      assertThat(steps).isEmpty();
      Adaptation swapped = Adaptation.stack(List.of(upper, new Stepped(lower, steps))).atStep(6);
      assertThat(steps).containsExactly(6);
      assertThat(stack.parts()).hasSize(2);
      assertThat(swapped.parts()).hasSize(2);
      assertThat(Adaptation.none().atStep(3).parts()).isEmpty();
    }
  }

  /** Notes the steps that it is told of. */
  private record Stepped(Adaptation inner, List<Integer> steps) implements Adaptation {
    @Override
    public Params params() {
      return inner.params();
    }

    @Override
    public Reach reach() {
      return inner.reach();
    }

    @Override
    public Adaptation over(Params params) {
      return new Stepped(inner.over(params), steps);
    }

    @Override
    public Adaptation atStep(int step) {
      steps.add(step);
      return this;
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
    public NDArray linear(String site, NDArray x, NDArray y) {
      return inner.linear(site, x, y);
    }

    @Override
    public Optional<FusionTokens> fusionTokens(int layer) {
      return inner.fusionTokens(layer);
    }
  }
}
