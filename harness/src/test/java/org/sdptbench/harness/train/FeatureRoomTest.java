package org.sdptbench.harness.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.spec.RecipeSettings;

class FeatureRoomTest {
  private static final int IMAGES = 6;

  /** About two images' features of the model of the tests. */
  private static final long TWO = 20_000;

  @TempDir private Path folder = Path.of("");

  private List<Double> losses(
      PretrainedGlip model, String method, String features, FeatureRoom room) throws Exception {
    Map<String, Object> settings = new HashMap<>();
    settings.put("steps", 8L);
    settings.put("batchSize", 2L);
    settings.put("learningRate", 0.01);
    settings.put("features", features);
    Recipe.Training recipe =
        Recipe.of(RecipeSettings.standard().all().resolve(settings)).training();
    List<Double> losses = new ArrayList<>();
    try (Adaptation adaptation = TinyModel.adaptation(model, method, Map.of())) {
      new FineTuner(model, recipe, 3, room)
          .train(
              adaptation,
              TinyModel.images(TinyModel.task(), IMAGES),
              TinyModel.prompts(model, TinyModel.task()),
              (step, loss) -> {
                losses.add(loss);
                return FineTuner.Next.GO_ON;
              });
    }
    return losses;
  }

  /** In memory, on disk, some here and some there, and nowhere at all. */
  private List<FeatureRoom> rooms() throws Exception {
    Path file = Files.createTempFile(folder, "no-folder", "");
    return List.of(
        FeatureRoom.NONE,
        new FeatureRoom(TWO, 0, Optional.empty()),
        new FeatureRoom(0, 1 << 30, Optional.of(folder)),
        new FeatureRoom(TWO, TWO, Optional.of(folder.resolve("new"))),
        new FeatureRoom(TWO, 1 << 30, Optional.of(file)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"linear-probe", "sdpt", "lora"})
  void theRoomChangesNoBit(String method) throws Exception {
    try (PretrainedGlip model = TinyModel.create()) {
      for (String features : List.of("float32", "float16")) {
        List<Double> expected = losses(model, method, features, FeatureRoom.STANDARD);
        for (FeatureRoom room : rooms()) {
          assertThat(losses(model, method, features, room)).as("%s", room).isEqualTo(expected);
        }
      }
    }
    try (var left = Files.walk(folder)) {
      assertThat(left.filter(path -> path.toString().endsWith(".bin"))).isEmpty();
    }
  }

  @Test
  void roundedFeaturesChangeLossesByALittle() throws Exception {
    try (PretrainedGlip model = TinyModel.create()) {
      List<Double> whole = losses(model, "sdpt", "float32", FeatureRoom.STANDARD);
      List<Double> rounded = losses(model, "sdpt", "float16", FeatureRoom.STANDARD);
      assertThat(rounded).isNotEqualTo(whole);
      for (int i = 0; i < whole.size(); i++) {
        assertThat(rounded.get(i)).isCloseTo(whole.get(i), within(1e-2 * whole.get(i)));
      }
    }
  }

  /** What is kept on disk is read back, not computed. */
  @Test
  void computesOnceWhatFits() {
    long size = 4 * 1000;
    try (Scope scope = new Scope();
        ArrayCache cache =
            new ArrayCache(new FeatureRoom(2 * size, 2 * size, Optional.of(folder)), false)) {
      AtomicInteger computed = new AtomicInteger();
      for (int round = 0; round < 3; round++) {
        for (long id = 0; id < 5; id++) {
          float[] values = new float[1000];
          Arrays.fill(values, id);
          NDArray found =
              cache
                  .get(
                      id,
                      () -> {
                        computed.incrementAndGet();
                        return List.of(Ops.of(values, 10, 100));
                      })
                  .get(0);
          assertThat(found.toFloatArray()).isEqualTo(values);
          assertThat(found.getShape().getShape()).containsExactly(10, 100);
        }
      }
      assertThat(computed).hasValue(5 + 2); // the fifth anew each time
    }
  }
}
