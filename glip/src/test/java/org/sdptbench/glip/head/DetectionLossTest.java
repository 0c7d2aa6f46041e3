package org.sdptbench.glip.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.GradientCheck;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;

class DetectionLossTest {
  private static final Anchors ANCHORS = Anchors.ofImage(32, 32, 2, 3);
  private static final int TOKENS = 5;
  private static final long N = ANCHORS.count();

  private static final List<List<TargetBox>> OBJECTS =
      List.of(
          List.of(
              new TargetBox(2, 3, 25, 20, List.of(1, 2)), new TargetBox(10, 4, 17, 30, List.of(3))),
          List.of(new TargetBox(5, 5, 28, 29, List.of(2))));

  private static NDArray mask() {
    return Ops.of(new long[] {1, 1, 1, 1, 0, 1, 1, 1, 1, 1}, 2, TOKENS);
  }

  @Test
  void gradientsAreCentralDifferences() {
    try (Scope scope = new Scope()) {
      Targets targets = Targets.of(ANCHORS, OBJECTS, TOKENS);
      assertThat(targets.normalizer().positives()).isGreaterThan(3);
      NDArray mask = mask();
      GradientCheck.check(
          a -> {
            DetectionLoss loss =
                DetectionLoss.of(new Predictions(a.get(0), a.get(1), a.get(2)), targets, mask);
            return Ops.stack(List.of(loss.token(), loss.box(), loss.centerness()), 0);
          },
          3,
          new long[] {2, N, TOKENS},
          new long[] {2, N, 4},
          new long[] {2, N});
    }
  }

  @Test
  void tokenLossIsTheFocalLoss() {
    try (Scope scope = new Scope()) {
      Targets targets = Targets.of(ANCHORS, OBJECTS, TOKENS);
      NDArray logits = RandomArrays.normal(1, 2, N, TOKENS);
      Predictions predictions =
          new Predictions(
              logits, Ops.full(0, DataType.FLOAT32, 2, N, 4), Ops.full(0, DataType.FLOAT32, 2, N));
      double expected = 0;
      double[] z = logits.toDoubleArray();
      float[] mask = {1, 1, 1, 1, 0, 1, 1, 1, 1, 1};
      for (int b = 0; b < 2; b++) {
        int[] match = targets.match(b);
        for (int i = 0; i < N; i++) {
          for (int token = 0; token < TOKENS; token++) {
            boolean wanted =
                match[i] < 0
                    ? token == TOKENS - 1
                    : OBJECTS.get(b).get(match[i]).tokens().contains(token);
            double p = 1 / (1 + Math.exp(-z[(int) ((b * N + i) * TOKENS + token)]));
            expected +=
                mask[b * TOKENS + token]
                    * (wanted
                        ? -0.25 * (1 - p) * (1 - p) * Math.log(p)
                        : -0.75 * p * p * Math.log(1 - p));
          }
        }
      }
      expected /= targets.normalizer().positives();
      assertThat(DetectionLoss.of(predictions, targets, mask()).token().getDouble())
          .isCloseTo(expected, within(1e-9 * expected));
    }
  }

  @Test
  void aPerfectBoxCostsNothing() {
    try (Scope scope = new Scope()) {
      TargetBox object = new TargetBox(2, 3, 25, 20, List.of(1));
      Targets targets = Targets.of(ANCHORS, List.of(List.of(object)), TOKENS);
      float[] codes = new float[(int) (4 * N)];
      float[] corners = ANCHORS.corners();
      for (int i = 0; i < N; i++) {
        BoxCoder.encode(new float[] {2, 3, 25, 20}, 0, corners, 4 * i, codes, 4 * i);
      }
      Predictions predictions =
          new Predictions(
              Ops.full(0, DataType.FLOAT32, 1, N, TOKENS),
              Ops.of(codes, 1, N, 4),
              Ops.full(0, DataType.FLOAT32, 1, N));
      DetectionLoss loss =
          DetectionLoss.of(predictions, targets, Ops.full(0, DataType.FLOAT32, 1, TOKENS));
      assertThat(loss.box().getFloat()).isCloseTo(0, within(1e-5f));
      assertThat(loss.token().getFloat()).isZero();
    }
  }

  @Test
  void anImageWithoutObjectsTeachesThatNothingIsThere() {
    try (GradMode on = GradMode.on();
        Scope scope = new Scope()) {
      Targets targets = Targets.of(ANCHORS, List.of(List.of()), TOKENS);
      NDArray logits = Ops.full(0, DataType.FLOAT32, 1, N, TOKENS);
      NDArray boxes = Ops.full(0, DataType.FLOAT32, 1, N, 4);
      NDArray centerness = Ops.full(0, DataType.FLOAT32, 1, N);
      List.of(logits, boxes, centerness).forEach(leaf -> Gradients.require(leaf, true));
      NDArray mask = Ops.of(new long[] {1, 1, 1, 0, 0}, 1, TOKENS);
      DetectionLoss loss =
          DetectionLoss.of(new Predictions(logits, boxes, centerness), targets, mask);
      // 0.75 · 0.5² · log 2 for each position and unmasked token, divided by 1.
      assertThat(loss.token().getFloat())
          .isCloseTo((float) (0.75 * 0.25 * Math.log(2) * 3 * N), within(1e-4f));
      assertThat(loss.box().getFloat()).isZero();
      assertThat(loss.centerness().getFloat()).isZero();
      Gradients.backward(loss.total());
      float down = (float) (0.75 * 0.25 * (0.5 + Math.log(2)));
      assertThat(Arrays.copyOf(Leaves.gradient(logits), TOKENS))
          .containsExactly(new float[] {down, down, down, 0, 0}, within(1e-6f));
      assertThat(Leaves.gradient(boxes)).containsOnly(0);
      assertThat(Leaves.gradient(centerness)).containsOnly(0);
    }
  }

  @Test
  void partsOfABatchAddUp() {
    try (Scope scope = new Scope()) {
      Predictions whole =
          new Predictions(
              RandomArrays.normal(1, 2, N, TOKENS),
              RandomArrays.normal(2, 2, N, 4),
              RandomArrays.normal(3, 2, N));
      double expected =
          DetectionLoss.of(whole, Targets.of(ANCHORS, OBJECTS, TOKENS), mask()).total().getDouble();
      Targets first = Targets.of(ANCHORS, OBJECTS.subList(0, 1), TOKENS);
      Targets second = Targets.of(ANCHORS, OBJECTS.subList(1, 2), TOKENS);
      Targets.Normalizer both = first.normalizer().plus(second.normalizer());
      double sum =
          DetectionLoss.of(part(whole, 0), first, Ops.narrow(mask(), 0, 0, 1), both)
                  .total()
                  .getDouble()
              + DetectionLoss.of(part(whole, 1), second, Ops.narrow(mask(), 0, 1, 1), both)
                  .total()
                  .getDouble();
      assertThat(sum).isCloseTo(expected, within(1e-9));
    }
  }

  private static Predictions part(Predictions whole, int image) {
    return new Predictions(
        Ops.narrow(whole.tokenLogits(), 0, image, 1),
        Ops.narrow(whole.boxRegression(), 0, image, 1),
        Ops.narrow(whole.centerness(), 0, image, 1));
  }

  @Test
  void tokensBeyondTheCaptionAreRefused() {
    List<List<TargetBox>> objects =
        List.of(List.of(), List.of(new TargetBox(0, 0, 9, 9, List.of(TOKENS))));
    assertThatThrownBy(() -> Targets.of(ANCHORS, objects, TOKENS))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("object 0 of image 1 has token 5, allowed are 0 to 4");
    assertThatThrownBy(() -> new TargetBox(0, 0, Float.NaN, 9, List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
