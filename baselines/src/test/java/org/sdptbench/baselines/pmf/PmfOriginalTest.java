package org.sdptbench.baselines.pmf;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.sdptbench.baselines.PlainNumbers;
import org.sdptbench.glip.golden.OriginalArrays;
import org.sdptbench.glip.peft.Encoded;
import org.sdptbench.glip.peft.EncoderInput;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;

/** The query and fusion stages of yaoweilee/PMF 0858587 in the last two of three layers. */
class PmfOriginalTest {
  private static final int IMAGES = 2;

  /** {@code a.image.query}: theirs is named by direction, and by layer at the end. */
  private static String original(String name) {
    String layer = name.startsWith("a.") ? "0" : "1";
    boolean image = name.contains(".image.");
    String direction = image ? "v2t" : "t2v";
    String rest = name.substring(image ? "a.image.".length() : "a.text.".length());
    return switch (rest) {
      case "query" -> direction + "_qp." + layer;
      case "query_context" -> direction + "_qcp." + layer;
      case "fusion_context" -> (image ? "vision" : "text") + "_fcp." + layer;
      default -> {
        String linear = rest.startsWith("translate.0") ? "linear1" : "linear2";
        yield direction + "_trans." + layer + "." + linear + rest.substring(rest.lastIndexOf('.'));
      }
    };
  }

  @Test
  void bothEncodersAgree() {
    OriginalArrays arrays = new OriginalArrays(PlainNumbers.class, "originals/pmf.json");
    List<Modality> images =
        List.of(new Modality("a.image.", 2, 1, 3), new Modality("b.image.", 2, 1, 3));
    List<Modality> texts =
        List.of(new Modality("a.text.", 2, 1, 3), new Modality("b.text.", 2, 1, 3));
    Layout layout = new Layout();
    images.forEach(image -> image.declare(layout, 3, 4, 2));
    texts.forEach(text -> text.declare(layout, 2, 4, 3));
    try (Scope scope = new Scope();
        Params params = arrays.params(layout, PmfOriginalTest::original)) {
      double[][][] image = {
        PlainNumbers.matrix(arrays.entry("image", 0)), PlainNumbers.matrix(arrays.entry("image", 1))
      };
      double[][] caption = PlainNumbers.matrix(arrays.matrix("caption"));
      Encoded encoded =
          new PmfAdaptation(
                  params, params, List.of(Optional.empty(), Optional.empty()), images, texts)
              .coupling()
              .orElseThrow()
              .encode(
                  new FakeEncoders(3, image, caption),
                  new EncoderInput(
                      Ops.full(0, ai.djl.ndarray.types.DataType.FLOAT64, IMAGES, 3, 1, 1),
                      Ops.of(new long[4], 1, 4),
                      Ops.of(new long[] {1, 1, 1, 1}, 1, 4),
                      Ops.of(new boolean[4], 1, 4),
                      null));
      assertThat(encoded.features().levels().get(0).toDoubleArray())
          .containsExactly(arrays.values("image_after"), within(1e-9));
      assertThat(encoded.features().text().toDoubleArray())
          .containsExactly(arrays.values("text_after"), within(1e-9));
    }
  }
}
