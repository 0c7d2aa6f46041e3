package org.sdptbench.harness.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.spec.Recipe.Regularisation;

/** Dropout, DropPath and DropBlock in the training of methods. */
class RegularisedTrainingTest {
  /** So small a rate that the parameters stay as they are: steps differ by what they drop. */
  private static final double STILL = 1e-12;

  private static List<Double> losses(
      PretrainedGlip model, String method, Regularisation how, double rate) throws Exception {
    DetectionDataset task = TinyModel.task();
    Recipe.Training recipe =
        new Recipe.Training(5, 2, rate, Map.of(), 0, 0, "constant", 1).regularised(how);
    List<Double> losses = new ArrayList<>();
    try (Adaptation adaptation = TinyModel.adaptation(model, method, Map.of())) {
      new FineTuner(model, recipe, 4)
          .train(
              adaptation,
              TinyModel.images(task, 2),
              TinyModel.prompts(model, task),
              (done, loss) -> {
                losses.add(loss);
                return FineTuner.Next.GO_ON;
              });
    }
    return losses;
  }

  /** GLIP's rule: what is frozen as a whole computes as in tests. */
  @ParameterizedTest
  @CsvSource({
    "full, GLIP, true",
    "linear-probe, GLIP, true",
    "bitfit, GLIP, true",
    "glip-prompt, GLIP, false",
    "lora, GLIP, false",
    "sdpt, GLIP, false",
    "full, RELEASE, true",
    "linear-probe, RELEASE, true",
    "glip-prompt, RELEASE, true",
    "lora, RELEASE, true",
    "sdpt, RELEASE, true",
    "vpt, RELEASE, true",
    "maple, RELEASE, true",
    "apollo, RELEASE, true"
  })
  void dropsWhereTheRuleSays(String method, Regularisation how, boolean drops) throws Exception {
    try (PretrainedGlip model = TinyModel.create()) {
      List<Double> plain = losses(model, method, Regularisation.NONE, STILL);
      List<Double> regularised = losses(model, method, how, STILL);
      if (drops) {
        // The same two images each time: steps differ by what is drawn, cached features too.
        assertThat(regularised).doesNotHaveDuplicates().doesNotContainAnyElementsOf(plain);
      } else {
        assertThat(regularised).isEqualTo(plain);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"full", "linear-probe", "sdpt", "maple"})
  void theSameSeedGivesTheSameBits(String method) throws Exception {
    try (PretrainedGlip model = TinyModel.create()) {
      List<Double> first = losses(model, method, Regularisation.RELEASE, 0.01);
      assertThat(losses(model, method, Regularisation.RELEASE, 0.01)).isEqualTo(first);
    }
  }

  /** What other trainings of the process draw, before or beside, has no say. */
  @Test
  void otherTrainingsHaveNoSay() throws Exception {
    try (PretrainedGlip model = TinyModel.create()) {
      List<Double> alone = losses(model, "full", Regularisation.GLIP, 0.01);
      losses(model, "bitfit", Regularisation.RELEASE, 0.01);
      List<Double> beside = new ArrayList<>();
      Thread other =
          new Thread(
              () -> {
                try {
                  beside.addAll(losses(model, "linear-probe", Regularisation.RELEASE, 0.01));
                } catch (Exception e) {
                  throw new IllegalStateException(e);
                }
              });
      other.start();
      assertThat(losses(model, "full", Regularisation.GLIP, 0.01)).isEqualTo(alone);
      other.join();
      assertThat(beside).isEqualTo(losses(model, "linear-probe", Regularisation.RELEASE, 0.01));
    }
  }

  /** A training that goes on at a step drops what it would have dropped. */
  @ParameterizedTest
  @ValueSource(strings = {"full", "linear-probe", "sdpt"})
  void goesOnWithTheSameBits(String method, @TempDir Path folder) throws Exception {
    Recipe.Training recipe =
        new Recipe.Training(5, 2, 0.01, Map.of(), 0, 0, "constant", 1)
            .regularised(Regularisation.RELEASE);
    DetectionDataset task = TinyModel.task();
    try (PretrainedGlip model = TinyModel.create();
        Adaptation whole = TinyModel.adaptation(model, method, Map.of());
        Adaptation broken = TinyModel.adaptation(model, method, Map.of())) {
      List<Double> expected = new ArrayList<>();
      FineTuner tuner = new FineTuner(model, recipe, 4);
      try (Training training =
          tuner.begin(whole, TinyModel.images(task, 3), TinyModel.prompts(model, task))) {
        for (int step = 0; step < 5; step++) {
          expected.add(training.step());
          if (step == 2) {
            training.write(file(folder), Optional.empty(), Map.of());
          }
        }
      }
      try (Training training =
          tuner.begin(broken, TinyModel.images(task, 3), TinyModel.prompts(model, task))) {
        assertThat(training.read(file(folder))).isPresent();
        assertThat(List.of(training.step(), training.step())).isEqualTo(expected.subList(3, 5));
      }
    }
  }

  private static TrainingFile file(Path folder) {
    return new TrainingFile(folder.resolve("state"), "a training");
  }
}
