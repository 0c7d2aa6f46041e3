package org.sdptbench.harness.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.SavedAdapter;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.weights.StateDictMismatchException;
import org.sdptbench.glip.weights.WeightFormatException;
import org.sdptbench.harness.testing.TinyGlip;

/** Adapters of every method on the class path survive their files. */
class SavedAdapterTest {
  private static final String DIGEST = "ab".repeat(32);

  private final Path folder;

  SavedAdapterTest(@TempDir Path folder) {
    this.folder = folder;
  }

  static Stream<String> trainedMethods() throws IOException {
    return new ServiceMethods()
        .methods().stream().filter(method -> method.trains()).map(method -> method.name());
  }

  private static PeftMethod method(String name) {
    return ServiceLoader.load(PeftMethod.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(method -> method.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Values as training leaves them: nothing at its start, nothing zero. */
  private static Params trained(Layout layout, TinyGlip tiny) {
    SplittableRandom random = new SplittableRandom(5);
    try (Params start = Params.initialise(layout, 1, tiny.weights())) {
      return Params.from(
          layout,
          spec -> {
            float[] values = start.get(spec.name()).toFloatArray();
            for (int i = 0; i < values.length; i++) {
              values[i] += (float) (0.1 * random.nextGaussian());
            }
            return Ops.of(values, spec.shape().getShape());
          });
    }
  }

  @ParameterizedTest
  @MethodSource("trainedMethods")
  void aSavedAdapterPredictsTheSameBitForBit(String name) throws Exception {
    PeftMethod method = method(name);
    Settings settings = Settings.resolve(method.settings(), Map.of());
    try (TinyGlip tiny = new TinyGlip()) {
      var config = tiny.glip().config();
      Layout layout = method.layout(config, tiny.glip().layout(), settings);
      float[][] expected;
      long bytes;
      try (Adaptation adaptation =
          method.adapt(config, tiny.weights(), settings, trained(layout, tiny))) {
        expected = tiny.predict(adaptation);
        bytes = SavedAdapter.byteSize(adaptation.params());
        new SavedAdapter(name, settings.values(), config.name(), DIGEST)
            .write(folder, adaptation.params());
      }
      assertThat(Arrays.deepEquals(expected, tiny.predict(Adaptation.none()))).isFalse();
      assertThat(folder.resolve(SavedAdapter.WEIGHTS)).hasSize(bytes);

      SavedAdapter saved = SavedAdapter.read(folder);
      assertThat(saved).isEqualTo(new SavedAdapter(name, settings.values(), "tiny", DIGEST));
      Settings same = Settings.resolve(method.settings(), saved.settings());
      assertThat(same).isEqualTo(settings);
      Params read = saved.params(folder, "tiny", DIGEST, layout);
      try (Adaptation adaptation = method.adapt(config, tiny.weights(), same, read)) {
        assertThat(tiny.predict(adaptation)).isDeepEqualTo(expected);
      }
    }
  }

  private Layout saveSdpt(Map<String, Object> settings) throws IOException {
    PeftMethod sdpt = method("sdpt");
    Settings resolved = Settings.resolve(sdpt.settings(), settings);
    try (TinyGlip tiny = new TinyGlip()) {
      Layout layout = sdpt.layout(tiny.glip().config(), tiny.glip().layout(), resolved);
      try (Params params = trained(layout, tiny)) {
        new SavedAdapter("sdpt", resolved.values(), "tiny", DIGEST).write(folder, params);
      }
      return layout;
    }
  }

  @Test
  void anAdapterOfAnotherModelIsRefused() throws Exception {
    Layout layout = saveSdpt(Map.of());
    SavedAdapter saved = SavedAdapter.read(folder);
    assertThatThrownBy(() -> saved.params(folder, "glip-t", DIGEST, layout))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining(SavedAdapter.CONFIG)
        .hasMessageContaining("an adapter of tiny, it does not fit glip-t");
    assertThatThrownBy(() -> saved.params(folder, "tiny", "cd".repeat(32), layout))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("SHA-256 " + DIGEST + ", found are weights with cdcd");
  }

  @Test
  void valuesThatDoNotFitTheSettingsAreNamed() throws Exception {
    saveSdpt(Map.of("k", 3));
    SavedAdapter three = SavedAdapter.read(folder);
    Layout four = saveSdpt(Map.of("k", 4));
    saveSdpt(Map.of("k", 3));
    assertThatThrownBy(() -> three.params(folder, "tiny", DIGEST, four))
        .isInstanceOf(StateDictMismatchException.class)
        .hasMessageContaining(SavedAdapter.WEIGHTS)
        .hasMessageContaining(
            "rpn.head.dyhead_tower.0.b_attn.attn.cpt_input: found [1, 3, 32], expected [1, 4, 32]");
  }

  @Test
  void damagedFilesAreNamed() throws Exception {
    Layout layout = saveSdpt(Map.of());
    SavedAdapter saved = SavedAdapter.read(folder);
    Path weights = folder.resolve(SavedAdapter.WEIGHTS);
    byte[] good = Files.readAllBytes(weights);
    Files.write(weights, Arrays.copyOf(good, good.length - 4));
    assertThatThrownBy(() -> saved.params(folder, "tiny", DIGEST, layout))
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
