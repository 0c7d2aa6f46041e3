package org.sdptbench.glip.peft;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.glip.file.FileKind;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.weights.ParamsFile;
import org.sdptbench.glip.weights.SafeTensors;
import org.sdptbench.glip.weights.WeightFormatException;

/**
 * What a folder with a trained adapter says of it. The folder has the layout that users of PEFT
 * know: the values in {@value #WEIGHTS}, float32 under the names of the method's {@link
 * PeftMethod#layout}, and this in {@value #CONFIG}.
 *
 * <pre>{@code
 * {
 *   "base_model_name_or_path" : "glip-mini",
 *   "base_model_sha256" : "9f86d0…",
 *   "format_version" : 1,
 *   "peft_type" : "sdpt",
 *   "settings" : {"k" : 10, "mask" : "paper"}
 * }
 * }</pre>
 *
 * <p>An adapter that was trained on top of another one also has {@code base_adapter_sha256}, that
 * one's {@link #digest}.
 *
 * @param method name of the method
 * @param settings every setting in force
 * @param model name of the model that it adapts
 * @param weights SHA-256 of the model's weights
 * @param base digest of the adapter that it was trained on top of; empty for the model itself
 */
public record SavedAdapter(
    String method,
    SortedMap<String, Object> settings,
    String model,
    String weights,
    Optional<String> base) {
  /** File of the values. */
  public static final String WEIGHTS = "adapter_model.safetensors";

  /** File of what they belong to. */
  public static final String CONFIG = "adapter_config.json";

  private static final String BASE = "base_adapter_sha256";
  private static final int VERSION = 1;
  private static final long MAX_CONFIG_BYTES = 1 << 20;

  /** Fields of the other PEFT's configuration that ours has not. */
  private static final List<String> HUGGING_FACE =
      List.of("task_type", "peft_version", "auto_mapping", "inference_mode", "lora_alpha");

  /** Tells readers of other projects that the tensors follow PyTorch's conventions. */
  private static final Map<String, String> METADATA = Map.of("format", "pt");

  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(SerializationFeature.INDENT_OUTPUT)
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.USE_LONG_FOR_INTS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /** Unmodifiable copy. */
  public SavedAdapter {
    settings = Collections.unmodifiableSortedMap(new TreeMap<>(settings));
  }

  /** An adapter of the model itself. */
  public SavedAdapter(
      String method, SortedMap<String, Object> settings, String model, String weights) {
    this(method, settings, model, weights, Optional.empty());
  }

  /** The same adapter, trained on top of another one with this {@link #digest}. */
  public SavedAdapter onTopOf(String digest) {
    return new SavedAdapter(method, settings, model, weights, Optional.of(digest));
  }

  /**
   * What tells the adapter in a folder from all others: SHA-256 in hexadecimal of both files, and
   * so of all adapters below it too.
   *
   * @throws IOException if it cannot be read
   */
  public static String digest(Path folder) throws IOException {
    Sha256 sha = new Sha256();
    for (String file : List.of(CONFIG, WEIGHTS)) {
      Files.copy(folder.resolve(file), sha.stream());
    }
    return sha.hex();
  }

  /** Size in bytes of the file with the values. */
  public static long byteSize(Params params) {
    return SafeTensors.byteSize(ParamsFile.tensors(params), METADATA);
  }

  /** Writes both files; the same adapter gives the same bytes. */
  public void write(Path folder, Params params) throws IOException {
    SafeTensors.write(folder.resolve(WEIGHTS), ParamsFile.tensors(params), METADATA);
    ObjectNode config =
        JSON.createObjectNode()
            .put("base_model_name_or_path", model)
            .put("base_model_sha256", weights)
            .put("format_version", VERSION)
            .put("peft_type", method);
    base.ifPresent(digest -> config.put(BASE, digest));
    config.set("settings", JSON.valueToTree(settings));
    Files.writeString(folder.resolve(CONFIG), JSON.writeValueAsString(config) + "\n");
  }

  /**
   * Reads what a folder says of its adapter.
   *
   * @throws WeightFormatException if it is damaged or newer; the message names file and field
   * @throws IOException if it cannot be read
   */
  public static SavedAdapter read(Path folder) throws IOException {
    Path file = folder.resolve(CONFIG);
    String source = file.toString();
    long size = Files.size(file);
    if (size > MAX_CONFIG_BYTES) {
      throw new WeightFormatException(
          source, "found %s bytes, at most %s are read".formatted(size, MAX_CONFIG_BYTES));
    }
    JsonNode root = json(source, Files.readAllBytes(file));
    checkVersion(source, root);
    if (!root.path("settings").isObject()) {
      throw new WeightFormatException(source, "settings is missing or no object");
    }
    SortedMap<String, Object> settings = new TreeMap<>();
    for (Map.Entry<String, JsonNode> setting : root.path("settings").properties()) {
      settings.put(setting.getKey(), scalar(source, setting.getKey(), setting.getValue()));
    }
    return new SavedAdapter(
        text(source, root, "peft_type"),
        settings,
        text(source, root, "base_model_name_or_path"),
        text(source, root, "base_model_sha256"),
        root.has(BASE) ? Optional.of(text(source, root, BASE)) : Optional.empty());
  }

  /** Reads the values of an adapter of the model itself; parameters and errors as below. */
  public Params params(Path folder, String onModel, String onWeights, Layout layout)
      throws IOException {
    return params(folder, onModel, onWeights, Optional.empty(), layout);
  }

  /**
   * Reads the values.
   *
   * @param folder the folder that this was read from
   * @param onModel name of the model that is to be adapted
   * @param onWeights SHA-256 of its weights
   * @param onAdapter digest of the adapter that is in force already, if there is one
   * @param layout the method's parameters for that model and these settings
   * @throws WeightFormatException if the adapter is another model's, or stands on another adapter,
   *     or the values are damaged
   * @throws org.sdptbench.glip.weights.StateDictMismatchException naming all missing, extra and
   *     mis-shaped tensors
   */
  public Params params(
      Path folder, String onModel, String onWeights, Optional<String> onAdapter, Layout layout)
      throws IOException {
    String source = folder.resolve(CONFIG).toString();
    if (!model.equals(onModel)) {
      throw new WeightFormatException(
          source, "an adapter of %s, it does not fit %s".formatted(model, onModel));
    }
    if (!weights.equals(onWeights)) {
      throw new WeightFormatException(
          source,
          "trained on weights of %s with SHA-256 %s, found are weights with %s"
              .formatted(model, weights, onWeights));
    }
    if (!base.equals(onAdapter)) {
      throw new WeightFormatException(
          source, "trained on top of %s, found is %s".formatted(below(base), below(onAdapter)));
    }
    return ParamsFile.read(layout, SafeTensors.read(folder.resolve(WEIGHTS)), name -> false);
  }

  private static JsonNode json(String source, byte[] bytes) throws IOException {
    Optional<String> kind = FileKind.of(bytes);
    if (kind.isPresent()) {
      throw new WeightFormatException(source, "found %s, not JSON".formatted(kind.get()));
    }
    try {
      return JSON.readTree(bytes);
    } catch (JacksonException e) {
      throw new WeightFormatException(source, "not JSON: " + e.getOriginalMessage(), e);
    }
  }

  private static void checkVersion(String source, JsonNode root) throws WeightFormatException {
    JsonNode version = root.path("format_version");
    if (version.isIntegralNumber() && version.canConvertToInt() && version.intValue() == VERSION) {
      return;
    }
    if (version.isMissingNode() && HUGGING_FACE.stream().anyMatch(root::has)) {
      throw new WeightFormatException(
          source,
          "an adapter of Hugging Face's PEFT (%s); this program reads its own only"
              .formatted(root.path("peft_type").asText("of no type")));
    }
    throw new WeightFormatException(
        source,
        "format_version is %s, this program reads %s"
            .formatted(version.isMissingNode() ? "absent" : version, VERSION));
  }

  private static String below(Optional<String> digest) {
    return digest.map("the adapter with SHA-256 %s"::formatted).orElse("no other adapter");
  }

  private static String text(String source, JsonNode root, String field)
      throws WeightFormatException {
    JsonNode value = root.path(field);
    if (!value.isTextual()) {
      throw new WeightFormatException(source, field + " is missing or no text");
    }
    return value.textValue();
  }

  private static Object scalar(String source, String name, JsonNode value)
      throws WeightFormatException {
    if (value.isIntegralNumber() && value.canConvertToLong()) {
      return value.longValue();
    } else if (value.isNumber()) {
      return value.doubleValue();
    } else if (value.isBoolean()) {
      return value.booleanValue();
    } else if (value.isTextual()) {
      return value.textValue();
    }
    throw new WeightFormatException(source, "settings.%s is no single value".formatted(name));
  }
}
