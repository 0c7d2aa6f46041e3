package org.sdptbench.glip.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.sdptbench.glip.golden.RandomArrays.normal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.GradientCheck;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;

class DyConvTest {
  private static Layout layout(DyConv dyConv) {
    Layout layout = new Layout();
    dyConv.declare(layout);
    return layout;
  }

  @ParameterizedTest
  @CsvSource({"1, false", "2, false", "3, false", "5, false", "1, true", "3, true", "5, true"})
  void keepsTheShapesOfAllLevels(int count, boolean deformable) {
    DyConv dyConv = new DyConv("tower.2.", 32, deformable);
    try (Scope scope = new Scope();
        Params params = Params.initialise(layout(dyConv), 1)) {
      List<NDArray> levels = new ArrayList<>();
      long h = 13;
      long w = 10;
      for (int i = 0; i < count; i++) {
        levels.add(Ops.castLike(normal(i, 2, 32, h, w), Ops.full(0, DataType.FLOAT32, 1)));
        h = (h + 1) / 2;
        w = (w + 1) / 2;
      }
      List<NDArray> results = dyConv.forward(new Pass(params, Adaptation.none()), levels);
      assertThat(results)
          .extracting(NDArray::getShape)
          .isEqualTo(levels.stream().map(NDArray::getShape).toList());
    }
  }

  /** The plain path has no golden set of its own: its gradients are checked in float64. */
  @Test
  void gradientsOfThePlainPathAreCentralDifferences() {
    DyConv dyConv = new DyConv("", 16, false);
    try (Scope scope = new Scope();
        Params params = Params.initialise(layout(dyConv), 4).to(DataType.FLOAT64)) {
      Pass pass = new Pass(params, Adaptation.none());
      GradientCheck.check(
          levels -> RandomArrays.joined(dyConv.forward(pass, levels)),
          1,
          new long[] {1, 16, 3, 4},
          new long[] {1, 16, 2, 2});
    }
  }

  @Test
  void thePlainPathIsTheDeformableOneWithoutOffsets() {
    DyConv plain = new DyConv("", 16, false);
    DyConv deformable = new DyConv("", 16, true);
    try (Scope scope = new Scope();
        Params params = Params.initialise(layout(deformable), 6).to(DataType.FLOAT64)) {
      // Zero offsets; a mask of σ(40) = 1 − 4e-18.
      double[] bias = IntStream.range(0, 27).mapToDouble(i -> i < 18 ? 0 : 40).toArray();
      Ops.assign(params.get("offset.weight"), Ops.zerosLike(params.get("offset.weight")));
      Ops.assign(params.get("offset.bias"), Ops.of(bias, 27));
      Pass pass = new Pass(params, Adaptation.none());
      List<NDArray> levels = List.of(normal(1, 2, 16, 5, 4), normal(2, 2, 16, 3, 2));
      List<NDArray> expected = deformable.forward(pass, levels);
      List<NDArray> actual = plain.forward(pass, levels);
      for (int i = 0; i < 2; i++) {
        assertThat(actual.get(i).toDoubleArray())
            .containsExactly(expected.get(i).toDoubleArray(), within(1e-12));
      }
    }
  }

  @Test
  void refusesLevelsThatAreNotHalves() {
    DyConv dyConv = new DyConv("", 16, false);
    try (Scope scope = new Scope();
        Params params = Params.initialise(layout(dyConv), 1)) {
      Pass pass = new Pass(params, Adaptation.none());
      assertThatThrownBy(
              () ->
                  dyConv.forward(
                      pass,
                      List.of(
                          Ops.full(0, DataType.FLOAT32, 1, 16, 8, 8),
                          Ops.full(0, DataType.FLOAT32, 1, 16, 4, 3))))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("level 1");
    }
    assertThatThrownBy(() -> new DyConv("", 24, false)).hasMessageContaining("24 channels");
  }
}
