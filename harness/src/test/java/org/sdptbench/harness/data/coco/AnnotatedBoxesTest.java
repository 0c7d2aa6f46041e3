package org.sdptbench.harness.data.coco;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageFolder;
import org.sdptbench.harness.eval.CocoEvaluator;

/** Boxes from the file to AP, as the COCO API takes them: nothing is clipped on the way. */
class AnnotatedBoxesTest {
  private static final Path CASE =
      Path.of(System.getProperty("sdptbench.shared", "../shared"), "cases/clipped-box");

  private final Path folder;

  AnnotatedBoxesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @ParameterizedTest
  @CsvSource({"dt.json, 1.0", "dt-inside.json, 0.7"})
  void theCocoApisOwnCase(String detections, double right) throws IOException {
    assumeTrue(Files.exists(CASE), "no folder " + CASE);
    JsonNode found = new ObjectMapper().readTree(CASE.resolve(detections).toFile()).get(0);
    JsonNode box = found.get("bbox");
    double ap =
        ap(
            CASE.resolve("gt.json"),
            new Box(
                box.get(0).doubleValue(),
                box.get(1).doubleValue(),
                box.get(2).doubleValue(),
                box.get(3).doubleValue()));
    assertThat(ap).isCloseTo(right, within(1e-12));
  }

  /** The detection is the left share of the object, so that their IoU is that share. */
  @ParameterizedTest
  @CsvSource({
    "0, 0, 100, 100, 0.751, 0.6",
    "-50, -50, 100, 100, 1, 1.0",
    "-50, -50, 100, 100, 0.751, 0.6",
    "-500, -500, 100, 100, 1, 1.0",
    "1000, 1000, 100, 100, 0.601, 0.3",
    "150, 150, 9e4, 9e4, 0.951, 1.0",
    "199.9, 199.9, 0.001, 0.001, 0.551, 0.2",
    "-1e5, 20, 2e5, 0.5, 0.801, 0.7",
  })
  void anyPositionAndSizeIsMatchedAsItIs(
      double x, double y, double width, double height, double share, double right)
      throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("gt.json"),
            """
            {"images": [{"id": 1, "file_name": "a.jpg", "width": 200, "height": 200}],
             "categories": [{"id": 1, "name": "c"}],
             "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "iscrowd": 0,
                              "bbox": [%s, %s, %s, %s], "area": %s}]}
            """
                .formatted(x, y, width, height, width * height));
    assertThat(ap(file, new Box(x, y, width * share, height))).isCloseTo(right, within(1e-12));
  }

  /**
   * The COCO API's range "all" ends at 1e10 square pixels: what is larger is ignored, there too.
   */
  @Test
  void whatIsLargerThanAllIsIgnoredAsByTheCocoApi() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("gt.json"),
            """
            {"images": [{"id": 1, "file_name": "a.jpg", "width": 200, "height": 200}],
             "categories": [{"id": 1, "name": "c"}],
             "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": [0, 0, 2e5, 1e5],
                              "area": 2e10}]}
            """);
    assertThat(ap(file, new Box(0, 0, 2e5, 1e5))).isNaN();
  }

  @Test
  void anEmptyObjectIsMissedAndACrowdBeyondTheImageIsHonoured() throws IOException {
    Path file =
        Files.writeString(
            folder.resolve("gt.json"),
            """
            {"images": [{"id": 1, "file_name": "a.jpg", "width": 200, "height": 200}],
             "categories": [{"id": 1, "name": "c"}],
             "annotations": [
               {"id": 1, "image_id": 1, "category_id": 1, "bbox": [10, 10, 0, 0], "area": 0},
               {"id": 2, "image_id": 1, "category_id": 1, "bbox": [150, 0, 500, 500],
                "area": 250000, "iscrowd": 1},
               {"id": 3, "image_id": 1, "category_id": 1, "bbox": [0, 100, 50, 50], "area": 2500}
             ]}
            """);
    DetectionDataset data = open(file);
    // What lies in the crowd's part beyond the image is ignored, as the COCO API ignores it.
    List<Detection> found =
        List.of(
            new Detection(1, 1, new Box(300, 300, 40, 40), 0.9),
            new Detection(1, 1, new Box(0, 100, 50, 50), 0.5));
    double reachable = 51.0 / 101; // recall 0 to 0.5 in steps of 0.01
    assertThat(CocoEvaluator.coco().evaluate(data, found).ap()).isCloseTo(reachable, within(1e-12));
  }

  private static double ap(Path file, Box detected) throws IOException {
    return CocoEvaluator.coco()
        .evaluate(open(file), List.of(new Detection(1, 1, detected, 0.9)))
        .ap();
  }

  private static DetectionDataset open(Path file) throws IOException {
    return CocoFile.read(file).in(new ImageFolder(Path.of("images")), "test");
  }
}
