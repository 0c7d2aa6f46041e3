package org.sdptbench.harness.train;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.tensor.Script;
import org.sdptbench.glip.testing.NativeMemory;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.spec.Recipe;

/** A long training needs no more memory than a short one. */
class TrainingMemoryTest {
  private static final int EARLY = 1_000;
  private static final int LATE = 10_000;

  /**
   * The least tensor takes 450 bytes; one lost in each of the 9,000 steps would be more than this.
   */
  private static final long BOUND = 3L << 20;

  /** All that a step goes through, once and as narrow as can be: 10,000 steps are to be short. */
  private static final GlipConfig NARROW =
      new GlipConfig(
          "glip-narrow",
          TinyModel.CONFIG.vision(),
          TinyModel.CONFIG.text(),
          new GlipConfig.Tower(1, 32, 1, 2, 32, false, 3, 0));

  @Test
  @Tag("slow")
  @EnabledOnOs(OS.LINUX)
  void tenThousandStepsLeaveNothingBehind() throws Exception {
    List<Long> grown =
        NativeMemory.printed(TrainingMemoryTest.class).lines().map(Long::valueOf).toList();
    assertThat(grown).hasSize(2);
    assertThat(grown.get(0)).as("arrays that nobody closed").isZero();
    assertThat(grown.get(1)).as("resident bytes more").isLessThan(BOUND);
  }

  /** Prints how many more arrays and resident bytes there are late in a training than early. */
  public static void main(String[] arguments) throws Exception {
    DetectionDataset task = TinyModel.task();
    Recipe.Training recipe = new Recipe.Training(LATE, 1, 0.01, Map.of(), 0.01, 0, "constant", 1);
    try (PretrainedGlip model = TinyModel.create(NARROW);
        Adaptation adaptation = TinyModel.adaptation(model, "sdpt", Map.of("k", 2));
        Training training =
            new FineTuner(model, recipe, 1)
                .begin(
                    adaptation,
                    new TrainingImages.Same(new TaskImages(task.first(1), 64).all(32)),
                    TinyModel.prompts(model, task))) {
      Held early = after(EARLY, training);
      Held late = after(LATE - EARLY, training);
      System.out.println(late.arrays() - early.arrays());
      System.out.println(late.bytes() - early.bytes());
    }
  }

  private record Held(long arrays, long bytes) {}

  private static Held after(int steps, Training training) throws IOException, DivergedException {
    for (int i = 0; i < steps; i++) {
      training.step();
    }
    System.gc();
    return new Held(Script.manager().getManagedArrays().size(), NativeMemory.residentBytes());
  }
}
