package org.sdptbench.harness.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.SavedAdapter;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.testing.TinyGlip;
import org.sdptbench.glip.weights.StateDictMismatchException;
import org.sdptbench.glip.weights.WeightFormatException;

/** Files of adapters that are damaged, or that are another model's. */
class SavedAdapterTest {
  private final Path folder;

  SavedAdapterTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static PeftMethod sdpt() {
    return ServiceLoader.load(PeftMethod.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(method -> method.name().equals("sdpt"))
        .findFirst()
        .orElseThrow();
  }

  private Layout saveSdpt(Map<String, Object> settings) throws IOException {
    PeftMethod sdpt = sdpt();
    Settings resolved = Settings.resolve(sdpt.settings(), settings);
    try (TinyGlip model = TinyGlip.random(1)) {
      Layout layout = sdpt.layout(TinyGlip.CONFIG, model.glip().layout(), resolved);
      try (Params params = AdapterChecks.trained(layout, model.weights(), 5)) {
        new SavedAdapter("sdpt", resolved.values(), "tiny", AdapterChecks.DIGEST)
            .write(folder, params);
      }
      return layout;
    }
  }

  @Test
  void anAdapterOfAnotherModelIsRefused() throws Exception {
    Layout layout = saveSdpt(Map.of());
    SavedAdapter saved = SavedAdapter.read(folder);
    assertThatThrownBy(() -> saved.params(folder, "glip-t", AdapterChecks.DIGEST, layout))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining(SavedAdapter.CONFIG)
        .hasMessageContaining("an adapter of tiny, it does not fit glip-t");
    assertThatThrownBy(() -> saved.params(folder, "tiny", "cd".repeat(32), layout))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("SHA-256 " + AdapterChecks.DIGEST + ", found are weights with cdcd");
  }

  @Test
  void valuesThatDoNotFitTheSettingsAreNamed() throws Exception {
    saveSdpt(Map.of("k", 3));
    SavedAdapter three = SavedAdapter.read(folder);
    Layout four = saveSdpt(Map.of("k", 4));
    saveSdpt(Map.of("k", 3));
    assertThatThrownBy(() -> three.params(folder, "tiny", AdapterChecks.DIGEST, four))
        .isInstanceOf(StateDictMismatchException.class)
        .hasMessageContaining(SavedAdapter.WEIGHTS)
        .hasMessageContaining(
            "rpn.head.dyhead_tower.0.b_attn.attn.cpt_input: found [1, 3, 64], expected [1, 4, 64]");
  }

  @Test
  void damagedFilesAreNamed() throws Exception {
    Layout layout = saveSdpt(Map.of());
    SavedAdapter saved = SavedAdapter.read(folder);
    Path weights = folder.resolve(SavedAdapter.WEIGHTS);
    byte[] good = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(good, good.length - 4));
    assertThatThrownBy(() -> saved.params(folder, "tiny", AdapterChecks.DIGEST, layout))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining(SavedAdapter.WEIGHTS);
    Path config = folder.resolve(SavedAdapter.CONFIG);
    String text = Files.readString(config);
    Map<String, String> damage =
        new TreeMap<>(
            Map.of(
                text.substring(0, text.length() / 2),
                "not JSON",
                text.replace("peft_type", "peft"),
                "peft_type is missing",
                text.replace("\"format_version\" : 1", "\"format_version\" : 2"),
                "format_version is '2', this program reads 1",
                text.replace(": 10", ": [10]"),
                "settings.k is no single value",
                "[]",
                "format_version is 'absent'"));
    for (Map.Entry<String, String> entry : damage.entrySet()) {
      Files.writeString(config, entry.getKey());
      assertThatThrownBy(() -> SavedAdapter.read(folder))
          .isInstanceOf(WeightFormatException.class)
          .hasMessageContaining(config.toString())
          .hasMessageContaining(entry.getValue());
    }
  }
}
