package org.sdptbench.glip.weights;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * The JSON header of a safetensors file, checked: every entry has a known type, its bytes follow
 * from type and shape, and the entries cover the data exactly, without gap or overlap.
 *
 * @param entries one per tensor, in the order of the header
 * @param metadata the header's {@code __metadata__}
 * @param dataBytes length of the data that follows the header
 */
record SafeTensorsHeader(List<Entry> entries, Map<String, String> metadata, long dataBytes) {

  private static final String METADATA = "__metadata__";
  private static final Set<String> ENTRY_KEYS = Set.of("dtype", "shape", "data_offsets");
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  /**
   * Where a tensor lies: bytes {@code begin} (inclusive) to {@code end} (exclusive) of the data.
   */
  record Entry(String name, DType dtype, long[] shape, long begin, long end) {}

  /**
   * Parses a header.
   *
   * @param source the file's name, for messages
   * @param json UTF-8, possibly padded with blanks
   * @param dataBytes number of bytes after the header
   */
  static SafeTensorsHeader parse(String source, ByteBuffer json, long dataBytes)
      throws WeightFormatException {
    JsonNode root = tree(source, json);
    List<Entry> entries = new ArrayList<>();
    Map<String, String> metadata = Map.of();
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      if (field.getKey().equals(METADATA)) {
        metadata = metadata(source, field.getValue());
      } else {
        entries.add(entry(source, field.getKey(), field.getValue(), dataBytes));
      }
    }
    checkCoverage(source, entries, dataBytes);
    return new SafeTensorsHeader(entries, metadata, dataBytes);
  }

  private static JsonNode tree(String source, ByteBuffer json) throws WeightFormatException {
    JsonNode root;
    try {
      root = JSON.readTree(StandardCharsets.UTF_8.newDecoder().decode(json).toString());
    } catch (CharacterCodingException e) {
      throw new WeightFormatException(source, "header is not UTF-8", e);
    } catch (JacksonException e) {
      throw new WeightFormatException(
          source, "header is not JSON, or a part of it: " + e.getOriginalMessage(), e);
    }
    if (!root.isObject()) {
      throw new WeightFormatException(source, "header is not a JSON object");
    }
    return root;
  }

  private static Map<String, String> metadata(String source, JsonNode node)
      throws WeightFormatException {
    Map<String, String> metadata = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> field : node.properties()) {
      if (!field.getValue().isTextual()) {
        throw new WeightFormatException(
            source, "metadata '%s' is no string: %s".formatted(field.getKey(), field.getValue()));
      }
      metadata.put(field.getKey(), field.getValue().textValue());
    }
    if (!node.isObject()) {
      throw new WeightFormatException(source, METADATA + " is not a JSON object");
    }
    return metadata;
  }

  private static Entry entry(String source, String name, JsonNode node, long dataBytes)
      throws WeightFormatException {
    String place = source + ": tensor '" + name + "'";
    Set<String> keys = new TreeSet<>();
    node.fieldNames().forEachRemaining(keys::add);
    if (!keys.equals(ENTRY_KEYS)) {
      throw new WeightFormatException(
          place, "found keys %s, needed are %s".formatted(keys, new TreeSet<>(ENTRY_KEYS)));
    }
    DType dtype = dtype(place, node.get("dtype"));
    long[] shape = integers(place, "shape", node.get("shape"));
    long[] offsets = integers(place, "data_offsets", node.get("data_offsets"));
    if (offsets.length != 2 || offsets[0] > offsets[1] || offsets[1] > dataBytes) {
      throw new WeightFormatException(
          place,
          "data_offsets are %s, allowed are [begin, end] within the %s bytes of data"
              .formatted(Arrays.toString(offsets), dataBytes));
    }
    long bytes;
    try {
      bytes = RawTensor.byteSize(dtype, shape);
    } catch (IllegalArgumentException e) {
      throw new WeightFormatException(place, String.valueOf(e.getMessage()), e);
    }
    if (bytes != offsets[1] - offsets[0]) {
      throw new WeightFormatException(
          place,
          "%s%s needs %s bytes, data_offsets %s give %s"
              .formatted(
                  dtype,
                  Arrays.toString(shape),
                  bytes,
                  Arrays.toString(offsets),
                  offsets[1] - offsets[0]));
    }
    return new Entry(name, dtype, shape, offsets[0], offsets[1]);
  }

  private static DType dtype(String place, JsonNode node) throws WeightFormatException {
    for (DType dtype : DType.values()) {
      if (node.isTextual() && dtype.name().equals(node.textValue())) {
        return dtype;
      }
    }
    throw new WeightFormatException(
        place, "dtype is %s, allowed are %s".formatted(node, Arrays.toString(DType.values())));
  }

  private static long[] integers(String place, String key, JsonNode node)
      throws WeightFormatException {
    if (node.size() > RawTensor.MAX_DIMENSIONS) {
      throw new WeightFormatException(
          place,
          "%s has %s numbers, allowed are at most %s"
              .formatted(key, node.size(), RawTensor.MAX_DIMENSIONS));
    }
    long[] values = new long[node.size()];
    for (int i = 0; i < values.length; i++) {
      JsonNode value = node.get(i);
      if (value == null || !value.isIntegralNumber() || !value.canConvertToLong()) {
        throw notIntegers(place, key, node);
      }
      values[i] = value.longValue();
      if (values[i] < 0) {
        throw notIntegers(place, key, node);
      }
    }
    if (!node.isArray()) {
      throw notIntegers(place, key, node);
    }
    return values;
  }

  private static WeightFormatException notIntegers(String place, String key, JsonNode node) {
    return new WeightFormatException(
        place, "%s is %s, allowed is a list of integers of at least 0".formatted(key, node));
  }

  private static void checkCoverage(String source, List<Entry> entries, long dataBytes)
      throws WeightFormatException {
    List<Entry> byOffset = new ArrayList<>(entries);
    byOffset.sort(Comparator.comparingLong(Entry::begin).thenComparingLong(Entry::end));
    long end = 0;
    for (Entry entry : byOffset) {
      if (entry.begin() != end) {
        throw new WeightFormatException(
            source + ": tensor '" + entry.name() + "'",
            "starts at byte %s of the data, the one before it ends at %s; allowed is neither %s"
                .formatted(entry.begin(), end, "gap nor overlap"));
      }
      end = entry.end();
    }
    if (end != dataBytes) {
      throw new WeightFormatException(
          source, "tensors cover %s of %s bytes of data".formatted(end, dataBytes));
    }
  }

  /** The header's bytes, padded with blanks to a multiple of eight so that the data is aligned. */
  static byte[] encode(
      Map<String, RawTensor> tensors, Map<String, Long> offsets, Map<String, String> metadata) {
    ObjectNode root = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode node = root.putObject(METADATA);
      new TreeMap<>(metadata).forEach(node::put);
    }
    tensors.forEach(
        (name, tensor) -> {
          if (name.isEmpty() || name.equals(METADATA)) {
            throw new IllegalArgumentException("a tensor cannot be named '" + name + "'");
          }
          long begin = offsets.getOrDefault(name, 0L);
          ObjectNode node = root.putObject(name).put("dtype", tensor.dtype().name());
          Arrays.stream(tensor.shape()).forEach(node.putArray("shape")::add);
          node.putArray("data_offsets").add(begin).add(begin + tensor.byteSize());
        });
    byte[] json = root.toString().getBytes(StandardCharsets.UTF_8);
    byte[] padded = Arrays.copyOf(json, (json.length + 7) / 8 * 8);
    Arrays.fill(padded, json.length, padded.length, (byte) ' ');
    return padded;
  }
}
