package org.sdptbench.glip.vision;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.golden.GoldenAssert;
import org.sdptbench.glip.golden.GoldenDocument;
import org.sdptbench.glip.golden.GoldenKind;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.tensor.Scope;

class ImageInputGoldenTest {
  static List<GoldenSet> preprocessings() {
    return GoldenKind.IMAGE_INPUT.sets();
  }

  @ParameterizedTest
  @MethodSource("preprocessings")
  void pixelsAgree(GoldenSet set) {
    JsonNode images = set.config().get("images");
    for (int i = 0; i < images.size(); i++) {
      JsonNode image = images.get(i);
      ImageSize size =
          new ImageSize(image.get("wh").get(0).intValue(), image.get("wh").get(1).intValue());
      int min = image.get("min").intValue();
      int max = image.get("max").intValue();
      byte[] rgb = bytes(set.longs("in.rgb." + i));
      ImageSize resized = size.resized(min, max);
      assertThat(List.of(resized.height(), resized.width()))
          .isEqualTo(
              List.of(
                  image.get("resized_hw").get(0).intValue(),
                  image.get("resized_hw").get(1).intValue()));
      GoldenAssert.exact(
          set, "out.resized_rgb." + i, longs(BilinearResize.resize(rgb, size, resized)));
      try (Scope scope = new Scope()) {
        NDArray batch =
            ImageInput.batch(
                List.of(ImageInput.prepare(rgb, size.width(), size.height(), min, max)));
        assertThat(batch.getShape().slice(1).getShape()).isEqualTo(set.shape("out.image." + i));
        // Values up to 2.6; one unit in the last place of float32 is 2.4e-7.
        GoldenAssert.close(set, "out.image." + i, batch.toFloatArray(), 0, 3e-7);
      }
    }
  }

  @ParameterizedTest
  @MethodSource("preprocessings")
  void boxesAgree(GoldenSet set) {
    Matcher sizes =
        Pattern.compile("(\\d+)x(\\d+) -> (\\d+)x(\\d+)")
            .matcher(set.config().get("boxes").textValue());
    assertThat(sizes.find()).isTrue();
    ImageSize from = size(sizes.group(1), sizes.group(2));
    ImageSize to = size(sizes.group(3), sizes.group(4));
    List<XyxyBox> boxes =
        rows(set.floats("in.boxes_xywh")).stream()
            .map(box -> XyxyBox.ofXywh(box[0], box[1], box[2], box[3]))
            .toList();
    close(set, "out.boxes_xyxy", boxes, ImageInputGoldenTest::xyxy);
    List<XyxyBox> resized = boxes.stream().map(box -> box.resized(from, to)).toList();
    close(set, "out.boxes_resized_xyxy", resized, ImageInputGoldenTest::xyxy);
    close(
        set,
        "out.boxes_resized_xywh",
        resized,
        box -> new float[] {box.x1(), box.y1(), box.width(), box.height()});
    List<XyxyBox> flipped = boxes.stream().map(box -> box.flipped(from.width())).toList();
    close(set, "out.boxes_flipped_xyxy", flipped, ImageInputGoldenTest::xyxy);
  }

  static List<GoldenDocument> resizeRules() {
    return GoldenKind.RESIZE_RULE.documents();
  }

  @ParameterizedTest
  @MethodSource("resizeRules")
  void sizesAgree(GoldenDocument document) {
    JsonNode rows = document.json().get("rows");
    assertThat(rows.size()).isPositive();
    for (JsonNode row : rows) {
      assertThat(
              new ImageSize(row.get(0).intValue(), row.get(1).intValue())
                  .resized(row.get(2).intValue(), row.get(3).intValue()))
          .as("row %s", row)
          .isEqualTo(new ImageSize(row.get(4).intValue(), row.get(5).intValue()));
    }
  }

  private static void close(
      GoldenSet set, String name, List<XyxyBox> boxes, Function<XyxyBox, float[]> values) {
    float[] actual = new float[4 * boxes.size()];
    for (int i = 0; i < boxes.size(); i++) {
      System.arraycopy(values.apply(boxes.get(i)), 0, actual, 4 * i, 4);
    }
    GoldenAssert.close(set, name, actual, 1e-7, 0);
  }

  private static float[] xyxy(XyxyBox box) {
    return new float[] {box.x1(), box.y1(), box.x2(), box.y2()};
  }

  private static List<float[]> rows(float[] values) {
    return IntStream.range(0, values.length / 4)
        .mapToObj(i -> Arrays.copyOfRange(values, 4 * i, 4 * i + 4))
        .toList();
  }

  private static ImageSize size(String width, String height) {
    return new ImageSize(Integer.parseInt(width), Integer.parseInt(height));
  }

  private static byte[] bytes(long[] values) {
    byte[] bytes = new byte[values.length];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) values[i];
    }
    return bytes;
  }

  private static long[] longs(byte[] values) {
    long[] longs = new long[values.length];
    for (int i = 0; i < longs.length; i++) {
      longs[i] = values[i] & 0xff;
    }
    return longs;
  }
}
