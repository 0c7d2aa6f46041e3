package org.sdptbench.harness.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdptbench.glip.tensor.Role;

class RecipeTest {
  private static Recipe recipe(Map<String, Object> chosen) {
    return Recipe.of(RecipeSettings.standard().all().resolve(chosen));
  }

  @Test
  void kindsOfParametersWithoutARateGoByTheFirst() {
    Recipe.Training training =
        recipe(Map.of("learningRate", 0.03, "headRate", 0.01, "mapRate", 0.3)).training();
    assertThat(training.factor(Role.HEAD)).isCloseTo(1 / 3.0, within(1e-12));
    assertThat(training.factor(Role.MAPS)).isCloseTo(10, within(1e-12));
    assertThat(training.factor(Role.TOKENS)).isEqualTo(1);
    assertThat(training.factor(Role.OTHER)).isEqualTo(1);
  }

  @Test
  void aRateInProportionToNothingIsAMistake() {
    assertThatThrownBy(() -> recipe(Map.of("learningRate", 0.0, "headRate", 0.01)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(
            "learningRate is 0 beside headRate; rates are set in proportion to it");
  }

  @Test
  void theFactorMultipliesTheStepsAndWhatTheyCost() {
    Map<String, Object> settings =
        RecipeSettings.standard()
            .all()
            .resolve(Map.of("steps", 201L, "stepsFactor", 2.0, "batchSize", 4L));
    assertThat(Recipe.of(settings).training().steps()).isEqualTo(402);
    assertThat(new RecipeValues(settings).trainingImages(7)).isEqualTo(402 * 4);
  }

  /** GLIP's README: 1_200_8, 3_200_4, 5_200_2, 10_200_1, and 0_200_1 for all images. */
  @ParameterizedTest
  @CsvSource({"1, 8", "2, 8", "3, 4", "5, 2", "10, 1", "30, 1", "0, 1"})
  void fewShotsAreCopiedAsOftenAsInGlip(int shots, int copies) {
    assertThat(new RecipeValues(Map.of("fewShotCopies", "glip")).copies(shots)).isEqualTo(copies);
    assertThat(new RecipeValues(Map.of("fewShotCopies", "none")).copies(shots)).isEqualTo(1);
    assertThat(new RecipeValues(Map.of()).copies(shots)).isEqualTo(1);
  }

  @Test
  void recordsOfOlderVersionsHaveNoFactor() {
    assertThat(new RecipeValues(Map.of("steps", 100L, "batchSize", 8L)).trainingImages(7))
        .isEqualTo(800);
  }

  @Test
  void epochsGoOverTheImagesThatThereAre() {
    Map<String, Object> settings =
        RecipeSettings.standard()
            .all()
            .resolve(
                Map.of("epochs", 6L, "stepsFactor", 0.5, "batchSize", 4L, "validateEpochs", 2L));
    Recipe recipe = Recipe.of(settings);
    assertThat(recipe.training().over(19).steps()).isEqualTo(3 * 5);
    assertThat(recipe.training().over(20).steps()).isEqualTo(3 * 5);
    assertThat(recipe.training().over(21).steps()).isEqualTo(3 * 6);
    assertThat(recipe.validation().every(recipe.training(), 19))
        .as("half of two epochs")
        .isEqualTo(5);
    assertThat(new RecipeValues(settings).trainingImages(19)).isEqualTo(3 * 19);
  }

  @ParameterizedTest
  @CsvSource({"keep, best, keep = best", "schedule, plateau, schedule = plateau"})
  void whatGoesByValidationNeedsSome(String setting, String value, String named) {
    assertThatThrownBy(() -> recipe(Map.of(setting, value)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            named + " goes by validation, and there is none; set validateEvery or validateEpochs");
    Recipe right = recipe(Map.of(setting, value, "validateEvery", 10L));
    assertThat(right.validation().every(right.training(), 3)).isEqualTo(10);
    assertThatThrownBy(
            () -> recipe(Map.of(setting, value, "validateEvery", 10L, "testSplit", "validation")))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageStartingWith(
            "testSplit = validation would test on the images that validation chooses by");
  }

  @Test
  void whatTrainsNothingHasNoSteps() {
    Recipe recipe = Recipe.of(RecipeSettings.standard().evaluation().resolve(Map.of()));
    assertThat(recipe.training().steps()).isZero();
    assertThat(recipe.validation().every()).isZero();
  }
}
