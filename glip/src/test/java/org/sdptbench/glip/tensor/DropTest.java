package org.sdptbench.glip.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.norm.Dropout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DropTest {
  private static final int MANY = 200_000;

  private static float[] ones(Drop drop, int count) {
    try (Scope scope = new Scope()) {
      return drop.values(Ops.full(1, DataType.FLOAT32, count)).toFloatArray();
    }
  }

  private static double share(float[] values) {
    int kept = 0;
    for (float value : values) {
      kept += value == 0 ? 0 : 1;
    }
    return (double) kept / values.length;
  }

  /** Five standard deviations of a share of so many independent draws. */
  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.1, 0.3, 0.5, 0.9})
  void keepsItsShareScaledToTheSameMean(double rate) {
    double bound = 5 * Math.sqrt(rate * (1 - rate) / MANY);
    for (long key : new long[] {0, 1, -1, 1L << 32, 0x123456789ABCDEFL}) {
      float[] values = ones(new Drop(rate, key), MANY);
      assertThat(share(values)).as("key %s", key).isCloseTo(1 - rate, within(bound));
      for (float value : values) {
        assertThat(value == 0 || Math.abs(value - 1 / (1 - rate)) < 1e-5 * value).isTrue();
      }
    }
  }

  /** PyTorch's own dropout beside ours: the same values, as often, within five deviations. */
  @ParameterizedTest
  @ValueSource(doubles = {0.1, 0.3, 0.5})
  void valuesGoAsInTorchsOwnLayer(double rate) {
    Engine.getInstance().setRandomSeed(3);
    try (Scope scope = new Scope()) {
      NDArray x = Ops.full(1.7, DataType.FLOAT32, MANY);
      float[] ours = new Drop(rate, 11).values(x).toFloatArray();
      float[] torchs = Dropout.dropout(x, (float) rate, true).singletonOrThrow().toFloatArray();
      double bound = 5 * Math.sqrt(2 * rate * (1 - rate) / MANY);
      assertThat(share(ours)).isCloseTo(share(torchs), within(bound));
      assertThat(kept(ours)).as("scale").isCloseTo(kept(torchs), within(1e-6f));
    }
  }

  /** The one value that is left. */
  private static float kept(float[] values) {
    float kept = 0;
    for (float value : values) {
      if (value != 0) {
        assertThat(kept == 0 || kept == value).isTrue();
        kept = value;
      }
    }
    return kept;
  }

  /**
   * With the mask that was drawn, the official formulas: {@code x * mask / (1 - p)} of nn.Dropout
   * and of timm's drop_path, {@code x * mask * mask.numel() / mask.sum()} of DropBlock2D.
   */
  @Test
  void withTheSameMaskValuesAreThoseOfTheOfficialFormulas() {
    double rate = 0.3;
    int images = 4;
    int channels = 3;
    int area = 7 * 6;
    SplittableRandom random = new SplittableRandom(5);
    float[] values = new float[images * channels * area];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (0.1 + random.nextDouble());
    }
    try (Scope scope = new Scope()) {
      NDArray ones = Ops.full(1, DataType.FLOAT32, images, channels, 7, 6);
      NDArray x = Ops.of(values, images, channels, 7, 6);
      for (int key = 0; key < 20; key++) {
        Drop drop = new Drop(rate, key);
        checkMasked(
            values,
            drop.values(x).toFloatArray(),
            drop.values(ones).toFloatArray(),
            1 / (1 - rate));
        checkMasked(
            values,
            drop.paths(x, images).toFloatArray(),
            drop.paths(ones, images).toFloatArray(),
            1 / (1 - rate));
        float[] mask = drop.squares(ones, 3).toFloatArray();
        checkMasked(values, drop.squares(x, 3).toFloatArray(), mask, 1 / share(mask));
      }
    }
  }

  private static void checkMasked(float[] x, float[] y, float[] mask, double scale) {
    for (int i = 0; i < x.length; i++) {
      double expected = mask[i] == 0 ? 0 : x[i] * scale;
      assertThat((double) y[i]).isCloseTo(expected, within(1e-5));
    }
  }

  /** Neither places next to each other nor one key's and another's know of each other. */
  @Test
  void drawsAreIndependentOfTheirNeighbours() {
    double rate = 0.5;
    double bound = 5 * Math.sqrt(0.25 / MANY);
    SplittableRandom keys = new SplittableRandom(3);
    float[] one = ones(new Drop(rate, keys.nextLong()), MANY);
    for (int other = 0; other < 60; other++) {
      float[] draws = ones(new Drop(rate, keys.nextLong()), MANY);
      int alike = 0;
      for (int i = 0; i < MANY; i++) {
        alike += one[i] == draws[i] ? 1 : 0;
      }
      assertThat((double) alike / MANY).as("key %s", other).isCloseTo(0.5, within(bound));
    }
    for (int lag : new int[] {1, 2, 3, 7, 8, 64, 256, 768, 4096}) {
      float[] draws = ones(new Drop(rate, 5), MANY + lag);
      int alike = 0;
      for (int i = 0; i < MANY; i++) {
        alike += draws[i] == draws[i + lag] ? 1 : 0;
      }
      assertThat((double) alike / MANY).as("lag %s", lag).isCloseTo(0.5, within(bound));
    }
  }

  @Test
  void theSameKeyDrawsTheSameInEveryThread() throws Exception {
    Drop drop = new Drop(0.1, 42);
    float[] expected = ones(drop, 5000);
    ExecutorService threads = Executors.newFixedThreadPool(4);
    try {
      List<Callable<float[]>> tasks = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        tasks.add(() -> ones(drop, 5000));
      }
      for (Future<float[]> found : threads.invokeAll(tasks)) {
        assertThat(found.get()).isEqualTo(expected);
      }
    } finally {
      threads.shutdownNow();
    }
  }

  @Test
  void pathsKeepOrDropAnImageAsAWhole() {
    int kept = 0;
    int draws = 400;
    for (int key = 0; key < draws; key++) {
      try (Scope scope = new Scope()) {
        NDArray x = Ops.full(1, DataType.FLOAT32, 6, 2, 3); // three windows of each of two images
        float[] y = new Drop(0.2, key).paths(x, 2).toFloatArray();
        for (int image = 0; image < 2; image++) {
          float first = y[image * 18];
          assertThat(first == 0 || first == 1.25f).isTrue();
          for (int i = 0; i < 18; i++) {
            assertThat(y[image * 18 + i]).isEqualTo(first);
          }
          kept += first == 0 ? 0 : 1;
        }
      }
    }
    assertThat(kept / (2.0 * draws)).isCloseTo(0.8, within(5 * Math.sqrt(0.16 / (2 * draws))));
  }

  /** DropBlock2D: middles at rate / 9, squares around them, what is left scaled to the same sum. */
  @Test
  void squaresGoInAllChannelsAndTheSumStays() {
    int side = 60;
    double expected = Math.pow(1 - 0.3 / 9, 9);
    double kept = 0;
    for (int key = 0; key < 20; key++) {
      try (Scope scope = new Scope()) {
        float[] y =
            new Drop(0.3, key)
                .squares(Ops.full(1, DataType.FLOAT32, 2, 3, side, side), 3)
                .toFloatArray();
        int area = side * side;
        int left = 0;
        double sum = 0;
        for (int image = 0; image < 2; image++) {
          for (int i = 0; i < area; i++) {
            float value = y[image * 3 * area + i];
            assertThat(y[(image * 3 + 1) * area + i]).isEqualTo(value);
            assertThat(y[(image * 3 + 2) * area + i]).isEqualTo(value);
            left += value == 0 ? 0 : 1;
            sum += value;
          }
        }
        assertThat(sum).isCloseTo(2.0 * area, within(0.01 * area));
        kept += left / (2.0 * area) / 20;
        assertThat(lone(y, side)).isZero();
      }
    }
    assertThat(kept).isCloseTo(expected, within(0.01));
  }

  /** Dropped places inside the map that belong to no dropped square of three. */
  private static int lone(float[] y, int side) {
    int lone = 0;
    for (int row = 2; row < side - 2; row++) {
      for (int column = 2; column < side - 2; column++) {
        lone += y[row * side + column] == 0 && !inSquare(y, side, row, column) ? 1 : 0;
      }
    }
    return lone;
  }

  private static boolean inSquare(float[] y, int side, int row, int column) {
    for (int top = row - 2; top <= row; top++) {
      for (int left = column - 2; left <= column; left++) {
        boolean all = true;
        for (int i = 0; i < 9; i++) {
          all &= y[(top + i / 3) * side + left + i % 3] == 0;
        }
        if (all) {
          return true;
        }
      }
    }
    return false;
  }

  @Test
  void gradientsGoWhereValuesGo() {
    try (Scope scope = new Scope()) {
      GradientCheck.check(a -> new Drop(0.3, 3).values(a.get(0)), 1, new long[] {4, 5});
      GradientCheck.check(a -> new Drop(0.5, 2).paths(a.get(0), 4), 1, new long[] {4, 5});
      GradientCheck.check(a -> new Drop(0.3, 9).squares(a.get(0), 3), 1, new long[] {2, 2, 5, 6});
    }
  }

  @Test
  void nothingDroppedIsTheArrayItself() {
    try (Scope scope = new Scope()) {
      NDArray x = Ops.full(1, DataType.FLOAT32, 2, 2, 4, 4);
      assertThat(Drop.NONE.values(x)).isSameAs(x);
      assertThat(Drop.NONE.paths(x, 2)).isSameAs(x);
      assertThat(Drop.NONE.squares(x, 3)).isSameAs(x);
    }
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.1, 1, Double.NaN})
  void refusesWhatIsNoShare(double rate) {
    assertThatThrownBy(() -> new Drop(rate, 0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("at least 0 and less than 1");
  }
}
