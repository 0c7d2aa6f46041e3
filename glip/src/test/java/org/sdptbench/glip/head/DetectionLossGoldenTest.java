package org.sdptbench.glip.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sdptbench.glip.golden.GoldenAssert.UNIT_RTOL;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.golden.GoldenAssert;
import org.sdptbench.glip.golden.GoldenKind;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;

class DetectionLossGoldenTest {
  private static final int SCALE = 8;

  static List<GoldenSet> sets() {
    return GoldenKind.LOSS.sets();
  }

  private static Anchors anchors(GoldenSet set) {
    return Anchors.of(GoldenPredictions.sizes(set, "in."), SCALE);
  }

  private static Targets targets(GoldenSet set) {
    float[] map = set.floats("in.positive_map");
    int tokens = (int) set.shape("in.positive_map")[1];
    List<List<TargetBox>> images = new ArrayList<>();
    int row = 0;
    for (int image = 0; set.has("in.gt_boxes." + image); image++) {
      float[] corners = set.floats("in.gt_boxes." + image);
      List<TargetBox> boxes = new ArrayList<>();
      for (int i = 0; i < corners.length; i += 4, row++) {
        List<Integer> positive = new ArrayList<>();
        for (int token = 0; token < tokens; token++) {
          if (map[row * tokens + token] != 0) {
            positive.add(token);
          }
        }
        boxes.add(
            new TargetBox(corners[i], corners[i + 1], corners[i + 2], corners[i + 3], positive));
      }
      images.add(boxes);
    }
    return Targets.of(anchors(set), images, tokens);
  }

  @ParameterizedTest
  @MethodSource("sets")
  void anchorsAndAssignmentAgree(GoldenSet set) {
    Anchors anchors = anchors(set);
    assertThat(anchors.corners()).isEqualTo(set.floats("out.anchors"));
    int height = set.config().get("pad_hw").get(0).asInt();
    int width = set.config().get("pad_hw").get(1).asInt();
    assertThat(Anchors.ofImage(height, width, anchors.levels(), SCALE).corners())
        .isEqualTo(anchors.corners());
    try (Scope scope = new Scope()) {
      Targets targets = targets(set);
      int images = (int) set.shape("out.matched_gt")[0];
      long[] matches = new long[images * anchors.count()];
      for (int image = 0; image < images; image++) {
        int[] match = targets.match(image);
        for (int i = 0; i < match.length; i++) {
          matches[image * match.length + i] = match[i];
        }
      }
      GoldenAssert.exact(set, "out.matched_gt", matches);
      int count = (int) set.shape("out.positive_flat_index")[0];
      assertThat(targets.normalizer().positives()).isEqualTo(count);
      if (count > 0) {
        GoldenAssert.exact(
            set, "out.positive_flat_index", targets.positives().index().toLongArray());
        GoldenAssert.close(
            set,
            "out.positive_centerness_targets",
            targets.positives().centerness().toFloatArray(),
            UNIT_RTOL);
        NDArray rows = Ops.indexSelect(targets.rowOfPosition(), 0, targets.positives().index());
        GoldenAssert.close(
            set,
            "out.positive_token_labels",
            Ops.indexSelect(targets.tokenRows(), 0, rows).toFloatArray(),
            0,
            0);
        encodedBoxesAgree(set, anchors, targets);
      }
    }
  }

  private static void encodedBoxesAgree(GoldenSet set, Anchors anchors, Targets targets) {
    long[] index = targets.positives().index().toLongArray();
    float[] codes = new float[4 * index.length];
    float[] corners = anchors.corners();
    for (int i = 0; i < index.length; i++) {
      int image = (int) (index[i] / anchors.count());
      int position = (int) (index[i] % anchors.count());
      int object = targets.match(image)[position];
      BoxCoder.encode(
          set.floats("in.gt_boxes." + image), 4 * object, corners, 4 * position, codes, 4 * i);
    }
    GoldenAssert.close(set, "out.positive_reg_targets", codes, UNIT_RTOL);
    float[] decoded = new float[4 * index.length];
    float[] anchorsOf = targets.positives().anchors().toFloatArray();
    for (int i = 0; i < index.length; i++) {
      BoxCoder.decode(codes, 4 * i, anchorsOf, 4 * i, decoded, 4 * i);
    }
    assertThat(targets.positives().boxes().toFloatArray()).isEqualTo(decoded);
    NDArray tensors =
        BoxCoder.decode(Ops.of(codes, index.length, 4), targets.positives().anchors());
    GoldenAssert.close(set.name(), "decoded boxes", decoded, tensors.toFloatArray(), UNIT_RTOL, 0);
  }

  @ParameterizedTest
  @MethodSource("sets")
  void lossesAndGradientsAgree(GoldenSet set) {
    try (GradMode on = GradMode.on();
        Scope scope = new Scope()) {
      NDArray logits = Leaves.leaf(set, "in.dot_product_logits");
      GoldenPredictions levels = GoldenPredictions.of(set, "in.");
      long[] shape = set.shape("in.text_masks");
      NDArray mask = Ops.of(set.longs("in.text_masks"), shape);
      DetectionLoss loss = DetectionLoss.of(levels.with(logits), targets(set), mask);
      agrees(set, "out.loss_dot_product_token", loss.token());
      agrees(set, "out.loss_reg", loss.box());
      agrees(set, "out.loss_centerness", loss.centerness());
      // The three terms depend on different predictions, so one pass yields all gradients.
      Gradients.backward(loss.total());
      gradientAgrees(set, "grad.in.dot_product_logits", logits);
      for (int i = 0; i < levels.sizes().size(); i++) {
        gradientAgrees(set, "grad.in.bbox_reg." + i, levels.boxRegression().get(i));
        gradientAgrees(set, "grad.in.centerness." + i, levels.centerness().get(i));
      }
    }
  }

  private static void agrees(GoldenSet set, String tensor, NDArray actual) {
    GoldenAssert.close(set, tensor, actual.toFloatArray(), UNIT_RTOL);
  }

  private static void gradientAgrees(GoldenSet set, String tensor, NDArray leaf) {
    // Gradients of means over many positions are small themselves: a smaller floor.
    Leaves.gradientAgrees(set, tensor, leaf, 1e-9);
  }
}
