package org.sdptbench.harness.memory;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.withinPercentage;

import java.util.HashMap;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.spec.RecipeSettings;

/**
 * Predictions beside peaks that were measured: GLIP-T with random weights, a photograph of 768 ×
 * 1024 pixels at 800 × 1066, a Java heap of 1 GB. Those of some few images lie below, as their heap
 * had not filled.
 */
class MemoryModelTest {
  private static final double PROCESS_GB = 1.44;

  @ParameterizedTest
  @CsvSource({
    "sdpt, recompute, 1, 60, 4.32, 10",
    "sdpt, recompute, 1, 2, 2.89, 20",
    "sdpt, recompute, 4, 8, 3.08, 20",
    "sdpt, keep, 1, 2, 5.07, 10",
    "sdpt, keep, 4, 8, 12.91, 10",
    "bitfit, recompute, 1, 2, 4.39, 15",
    "full, recompute, 1, 2, 9.12, 10",
    "full, keep, 1, 2, 12.30, 15",
  })
  void agreesWithWhatWasMeasured(
      String method, String activations, long batch, int images, double gigabytes, double percent)
      throws Exception {
    GlipConfig config = GlipConfig.preset("glip-t").orElseThrow();
    ServiceMethods methods = new ServiceMethods();
    Layout trained = ServiceMethods.layout(methods.method(method), config, Map.of());
    Map<String, Object> settings = new HashMap<>();
    settings.put("shorterSide", 800L);
    settings.put("longerSide", 1333L);
    settings.put("batchSize", batch);
    settings.put("activations", activations);
    Recipe recipe = Recipe.of(RecipeSettings.standard().all().resolve(settings));
    long tensors = new MemoryModel(config, 231_780_222L).bytes(trained, recipe, images, 1L << 30);
    assertThat(PROCESS_GB + tensors / 1e9).isCloseTo(gigabytes, withinPercentage(percent));
  }
}
