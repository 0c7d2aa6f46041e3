package org.sdptbench.harness.contract;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
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
import org.sdptbench.glip.weights.DType;
import org.sdptbench.glip.weights.RawTensor;
import org.sdptbench.glip.weights.SafeTensors;
import org.sdptbench.glip.weights.StateDictMismatchException;
import org.sdptbench.glip.weights.TensorFile;
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
            pairs(
                text.substring(0, text.length() / 2),
                "not JSON",
                text.replace("peft_type", "peft"),
                "peft_type is missing",
                text.replace("\"format_version\" : 1", "\"format_version\" : 2"),
                "format_version is 2, this program reads 1",
                text.replace(": 10", ": [10]"),
                "settings.k is no single value",
                text.replace("\"settings\"", "\"setings\""),
                "settings is missing or no object",
                text.replace("\"format_version\" : 1", "\"format_version\" : 1.9"),
                "format_version is 1.9, this program reads 1",
                text.replace("\"format_version\" : 1", "\"format_version\" : \"1\""),
                "format_version is \"1\", this program reads 1",
                text.replace("\"format_version\" : 1", "\"format_version\" : 4294967297"),
                "format_version is 4294967297, this program reads 1",
                "[]",
                "format_version is absent",
                "{\"peft_type\": \"LORA\", \"r\": 8, \"lora_alpha\": 16, \"task_type\": null}",
                "an adapter of Hugging Face's PEFT (LORA)",
                "version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 9\n",
                "found a pointer of Git LFS, not the file itself",
                "<!DOCTYPE html><html></html>",
                "found a page of HTML",
                "",
                "found an empty file"));
    for (Map.Entry<String, String> entry : damage.entrySet()) {
      Files.writeString(config, entry.getKey());
      assertThatThrownBy(() -> SavedAdapter.read(folder))
          .isInstanceOf(WeightFormatException.class)
          .hasMessageContaining(config.toString())
          .hasMessageContaining(entry.getValue());
    }
  }

  @Test
  void valuesThatAreNoWeightsAreNamedWithTheirTensors() throws Exception {
    Layout layout = saveSdpt(Map.of());
    SavedAdapter saved = SavedAdapter.read(folder);
    Path file = folder.resolve(SavedAdapter.WEIGHTS);
    TensorFile good = SafeTensors.read(file);
    String name = good.names().iterator().next();
    RawTensor tensor = good.get(name);
    for (float bad :
        new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 3e38f, -2e16f}) {
      float[] values = tensor.toFloats();
      values[3] = bad;
      values[7] = bad;
      write(file, good, name, RawTensor.of(values, tensor.shape()));
      assertThatThrownBy(() -> saved.params(folder, "tiny", AdapterChecks.DIGEST, layout))
          .isInstanceOf(WeightFormatException.class)
          .hasMessageStartingWith(file + ": 1 of " + layout.specs().size() + " tensors have values")
          .hasMessageContaining(
              "'%s' (2 of %s values, the first %s at 3)".formatted(name, values.length, bad))
          .hasMessageContaining("allowed are numbers of at most 1e16");
    }
    float[] large = tensor.toFloats();
    large[0] = -1e16f;
    write(file, good, name, RawTensor.of(large, tensor.shape()));
    saved.params(folder, "tiny", AdapterChecks.DIGEST, layout).close();
  }

  @Test
  void valuesThatOverflowOnTheWayToFloat32AreNamed() throws Exception {
    Layout layout = saveSdpt(Map.of());
    SavedAdapter saved = SavedAdapter.read(folder);
    Path file = folder.resolve(SavedAdapter.WEIGHTS);
    TensorFile good = SafeTensors.read(file);
    String name = good.names().iterator().next();
    RawTensor tensor = good.get(name);
    ByteBuffer doubles =
        ByteBuffer.allocate(8 * tensor.size()).order(ByteOrder.LITTLE_ENDIAN).putDouble(0, 1e300);
    write(file, good, name, new RawTensor(DType.F64, tensor.shape(), doubles));
    assertThatThrownBy(() -> saved.params(folder, "tiny", AdapterChecks.DIGEST, layout))
        .hasMessageContaining("the first Infinity at 0");
  }

  @Test
  void integersAreNoWeights() throws Exception {
    Layout layout = saveSdpt(Map.of());
    SavedAdapter saved = SavedAdapter.read(folder);
    Path file = folder.resolve(SavedAdapter.WEIGHTS);
    TensorFile good = SafeTensors.read(file);
    String name = good.names().iterator().next();
    RawTensor tensor = good.get(name);
    write(file, good, name, RawTensor.of(new long[tensor.size()], tensor.shape()));
    assertThatThrownBy(() -> saved.params(folder, "tiny", AdapterChecks.DIGEST, layout))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("tensors are of integers: '" + name + "' (I64[")
        .hasMessageContaining("allowed are F64, F32, F16 and BF16");
  }

  @Test
  void whatIsNoSafetensorsIsCalledByItsName() throws Exception {
    Layout layout = saveSdpt(Map.of());
    SavedAdapter saved = SavedAdapter.read(folder);
    for (Map.Entry<String, String> entry :
        Map.of(
                "version https://git-lfs.github.com/spec/v1\noid sha256:ab\nsize 9\n",
                "found a pointer of Git LFS",
                "<html><head><title>Sign in</title></head></html>",
                "found a page of HTML",
                "",
                "found an empty file",
                "PK\3\4 a checkpoint of PyTorch",
                "found a ZIP archive")
            .entrySet()) {
      Files.writeString(folder.resolve(SavedAdapter.WEIGHTS), entry.getKey());
      assertThatThrownBy(() -> saved.params(folder, "tiny", AdapterChecks.DIGEST, layout))
          .isInstanceOf(WeightFormatException.class)
          .hasMessageContaining(SavedAdapter.WEIGHTS + ": " + entry.getValue());
    }
  }

  private static void write(Path file, TensorFile good, String name, RawTensor other)
      throws IOException {
    Map<String, RawTensor> tensors = new LinkedHashMap<>(good.tensors());
    tensors.put(name, other);
    SafeTensors.write(file, tensors, good.metadata());
  }

  private static Map<String, String> pairs(String... keysAndValues) {
    Map<String, String> pairs = new TreeMap<>();
    for (int i = 0; i < keysAndValues.length; i += 2) {
      pairs.put(keysAndValues[i], keysAndValues[i + 1]);
    }
    return pairs;
  }
}
