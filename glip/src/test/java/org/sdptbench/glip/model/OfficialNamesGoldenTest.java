package org.sdptbench.glip.model;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.LongStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.golden.GoldenDocument;
import org.sdptbench.glip.golden.GoldenKind;
import org.sdptbench.glip.golden.GoldenModels;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.glip.weights.DType;
import org.sdptbench.glip.weights.RawTensor;
import org.sdptbench.glip.weights.StateDict;
import org.sdptbench.glip.weights.TensorFile;

/** Names, shapes and order of all parameters are those of the official models. */
class OfficialNamesGoldenTest {

  static List<GoldenDocument> models() {
    return GoldenKind.STATE_DICT.documents();
  }

  private static Glip glip(GoldenDocument document) {
    return new Glip(GoldenModels.preset(document.json().get("model").textValue()));
  }

  private static Map<String, List<Long>> entries(GoldenDocument document, boolean buffers) {
    Map<String, List<Long>> entries = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> entry : document.json().get("state_dict").properties()) {
      if (buffers || entry.getValue().get("kind").textValue().equals("param")) {
        entries.put(
            entry.getKey(),
            StreamSupport.stream(entry.getValue().get("shape").spliterator(), false)
                .map(JsonNode::longValue)
                .toList());
      }
    }
    return entries;
  }

  @ParameterizedTest
  @MethodSource("models")
  void everyParameterIsTheOfficialOne(GoldenDocument document) {
    Map<String, List<Long>> declared = new LinkedHashMap<>();
    for (ParamSpec spec : glip(document).layout().specs()) {
      declared.put(spec.name(), LongStream.of(spec.shape().getShape()).boxed().toList());
    }
    assertThat(new ArrayList<>(declared.entrySet()))
        .isEqualTo(new ArrayList<>(entries(document, false).entrySet()))
        .hasSize(document.json().get("num_params").intValue());
  }

  @ParameterizedTest
  @MethodSource("models")
  void totalsAreTheOfficialOnes(GoldenDocument document) {
    Glip glip = glip(document);
    assertThat(glip.layout().size()).isEqualTo(document.json().get("total_parameters").longValue());
    Map<String, Long> parts = new TreeMap<>();
    for (ParamSpec spec : glip.layout().specs()) {
      parts.merge(part(spec.name()), spec.size(), Long::sum);
    }
    Map<String, Long> official = new TreeMap<>();
    document
        .json()
        .get("parameters_by_part")
        .properties()
        .forEach(part -> official.put(part.getKey(), part.getValue().longValue()));
    assertThat(parts).isEqualTo(official);
  }

  private static String part(String name) {
    if (name.startsWith(Sites.TOWER)) {
      int module = Integer.parseInt(name.substring(Sites.TOWER.length()).replaceFirst("\\..*", ""));
      return "rpn.head.tower." + List.of("fusion", "bert", "dyconv").get(module % 3);
    } else if (name.startsWith(Sites.HEAD)) {
      return "rpn.head.ends";
    } else if (name.startsWith(Sites.TEXT)) {
      return "language_backbone";
    }
    return name.startsWith("backbone.fpn.") ? "backbone.fpn" : "backbone.body";
  }

  /** With all buffers, as {@code state_dict()} writes them, and with nothing but names amiss. */
  @ParameterizedTest
  @MethodSource("models")
  void everyEntryOfAnOfficialFileFindsItsPlace(GoldenDocument document) throws Exception {
    Map<String, long[]> expected = new LinkedHashMap<>();
    glip(document)
        .layout()
        .specs()
        .forEach(spec -> expected.put(spec.name(), spec.shape().getShape()));
    Map<String, List<Long>> entries = entries(document, true);
    assertThat(entries).hasSize(document.json().get("num_entries").intValue());
    // All tensors lie on the same bytes, so that a model of gigabytes takes no memory.
    ByteBuffer bytes = ByteBuffer.allocate(1 << 27);
    String prefix = document.json().get("released_file_prefix").textValue();
    Map<String, RawTensor> file = new LinkedHashMap<>();
    entries.forEach(
        (name, sizes) -> {
          long[] shape = sizes.stream().mapToLong(size -> size).toArray();
          int size = Math.toIntExact(Arrays.stream(shape).reduce(1, Math::multiplyExact));
          file.put(
              prefix + name,
              new RawTensor(DType.F32, shape, bytes.duplicate().limit(DType.F32.bytes() * size)));
        });
    TensorFile released = new TensorFile(document.toString(), file);
    assertThat(new StateDict(expected).select(released.under(prefix)).names())
        .containsExactlyElementsOf(expected.keySet());
  }

  @Test
  void totalsAreThoseOfTheOfficialModels() {
    assertThat(new Glip(GlipConfig.T).layout().size()).isEqualTo(231_780_222);
    assertThat(new Glip(GlipConfig.L).layout().size()).isEqualTo(430_422_384);
  }
}
