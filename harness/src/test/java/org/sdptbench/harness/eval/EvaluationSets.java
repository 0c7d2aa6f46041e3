package org.sdptbench.harness.eval;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.sdptbench.glip.golden.GoldenDocument;
import org.sdptbench.glip.golden.GoldenKind;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;

/**
 * Sets of ground truth, detections and expected numbers, found by their content: a JSON file with
 * an object {@code sets}, whose members name files beside it that hold {@code gt} and {@code dt}.
 */
final class EvaluationSets {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path SHARED = Path.of(System.getProperty("sdptbench.shared", "../shared"));

  private EvaluationSets() {}

  record EvaluationSet(String name, JsonNode gt, JsonNode dt, JsonNode expected) {}

  /** A test of every set of a kind's documents. Skips the calling test if there are none. */
  static Stream<DynamicTest> tests(GoldenKind kind, Consumer<EvaluationSet> test) {
    return kind.documents().stream()
        .flatMap(document -> sets(document).stream())
        .map(set -> DynamicTest.dynamicTest(set.name(), () -> test.accept(set)));
  }

  private static List<EvaluationSet> sets(GoldenDocument document) {
    List<EvaluationSet> found = new ArrayList<>();
    for (Map.Entry<String, JsonNode> set : document.json().get("sets").properties()) {
      try {
        load(document.path(), set.getKey(), set.getValue(), found);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return found;
  }

  private static void load(Path file, String name, JsonNode expected, List<EvaluationSet> found)
      throws IOException {
    String title = name + " of " + file;
    Path beside = file.resolveSibling(name + ".json");
    if (Files.exists(beside)) {
      JsonNode set = JSON.readTree(beside.toFile());
      found.add(new EvaluationSet(title, set.path("gt"), set.path("dt"), expected));
    } else if (expected.has("gt_file")) {
      Path gt = data(expected.path("gt_file").asText());
      Path dt = data(expected.path("dt_file").asText());
      if (Files.exists(gt) && Files.exists(dt)) {
        found.add(
            new EvaluationSet(
                title, JSON.readTree(gt.toFile()), JSON.readTree(dt.toFile()), expected));
      }
    } else {
      throw new IOException(file + ": set " + name + " has no file " + beside);
    }
  }

  private static Path data(String file) {
    return SHARED.resolve("data/cocoeval").resolve(Path.of(file).getFileName());
  }

  static DetectionDataset dataset(EvaluationSet set) {
    List<Category> categories = new ArrayList<>();
    set.gt()
        .path("categories")
        .forEach(
            c -> categories.add(new Category(c.path("id").intValue(), c.path("name").asText())));
    List<ImageInfo> images = new ArrayList<>();
    set.gt()
        .path("images")
        .forEach(
            i ->
                images.add(
                    new ImageInfo(
                        i.path("id").longValue(),
                        i.path("file_name").asText(),
                        i.path("width").intValue(),
                        i.path("height").intValue())));
    List<Annotation> annotations = new ArrayList<>();
    set.gt()
        .path("annotations")
        .forEach(
            a ->
                annotations.add(
                    new Annotation(
                        a.path("id").longValue(),
                        a.path("image_id").longValue(),
                        a.path("category_id").intValue(),
                        box(a.path("bbox")),
                        a.path("area").doubleValue(),
                        a.path("iscrowd").asInt(0) != 0)));
    return new DetectionDataset(
        set.name(),
        categories,
        images,
        annotations,
        image -> {
          throw new IOException("no pixels");
        });
  }

  static List<Detection> detections(EvaluationSet set) {
    List<Detection> detections = new ArrayList<>();
    set.dt()
        .forEach(
            d ->
                detections.add(
                    new Detection(
                        d.path("image_id").longValue(),
                        d.path("category_id").intValue(),
                        box(d.path("bbox")),
                        d.path("score").doubleValue())));
    return detections;
  }

  /** Numbers by name, without those that are -1, "undefined". */
  static SortedMap<String, Double> defined(JsonNode numbers) {
    SortedMap<String, Double> values = new TreeMap<>();
    numbers
        .properties()
        .forEach(
            n -> {
              if (n.getValue().doubleValue() > -1) {
                values.put(n.getKey(), n.getValue().doubleValue());
              }
            });
    return values;
  }

  private static Box box(JsonNode b) {
    return new Box(
        b.path(0).doubleValue(),
        b.path(1).doubleValue(),
        b.path(2).doubleValue(),
        b.path(3).doubleValue());
  }
}
