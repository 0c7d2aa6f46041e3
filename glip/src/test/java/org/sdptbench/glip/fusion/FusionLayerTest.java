package org.sdptbench.glip.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.sdptbench.glip.golden.RandomArrays.joined;
import static org.sdptbench.glip.golden.RandomArrays.normal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.FusionTokens;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.GradientCheck;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;

class FusionLayerTest {
  private static final long[][] SIZES = {{3, 2}, {2, 1}, {1, 1}};

  private final FusionLayer layer = new FusionLayer("f.", 1, 4, 6, 8, 2, 0.5);

  private Params params() {
    Layout layout = new Layout();
    layer.declare(layout);
    try (Params drawn = Params.initialise(layout, 3)) {
      return drawn.to(DataType.FLOAT64);
    }
  }

  private static NDArray mask() {
    return Ops.of(new long[] {1, 1, 0, 1, 1, 1}, 2, 3);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3})
  void gradientsAgreeWithCentralDifferencesForAnyNumberOfLevels(int levels) {
    try (Scope scope = new Scope();
        Params params = params()) {
      long[][] shapes = new long[levels + 1][];
      for (int i = 0; i < levels; i++) {
        shapes[i] = new long[] {2, 4, SIZES[i][0], SIZES[i][1]};
      }
      shapes[levels] = new long[] {2, 3, 6};
      GradientCheck.check(
          in -> {
            FusionInput fused =
                layer.forward(
                    new Pass(params, Adaptation.none()),
                    new FusionInput(in.subList(0, levels), in.get(levels), mask()));
            List<NDArray> outputs = new ArrayList<>(fused.levels());
            outputs.add(fused.text());
            return joined(outputs);
          },
          8,
          shapes);
    }
  }

  /** Levels are one sequence: cutting it elsewhere changes the shapes only. */
  @Test
  void levelsAreOneSequence() {
    try (Scope scope = new Scope();
        Params params = params()) {
      NDArray whole = normal(1, 2, 4, 3, 2);
      NDArray text = normal(2, 2, 3, 6);
      Pass pass = new Pass(params, Adaptation.none());
      FusionInput one = layer.forward(pass, new FusionInput(List.of(whole), text, mask()));
      FusionInput two =
          layer.forward(
              pass,
              new FusionInput(
                  List.of(Ops.narrow(whole, 2, 0, 1), Ops.narrow(whole, 2, 1, 2)), text, mask()));
      assertThat(Ops.cat(two.levels(), 2).toDoubleArray())
          .containsExactly(one.levels().get(0).toDoubleArray(), offset(1e-13));
      assertThat(two.text().toDoubleArray())
          .containsExactly(one.text().toDoubleArray(), offset(1e-13));
    }
  }

  /** Padding takes part in nothing that is kept, so captions may be cut to their tokens. */
  @Test
  void paddingOfTheTextDoesNotMatter() {
    try (Scope scope = new Scope();
        Params params = params()) {
      Pass pass = new Pass(params, Adaptation.none());
      NDArray level = normal(1, 2, 4, 3, 2);
      NDArray text = normal(2, 2, 3, 6);
      NDArray ones = Ops.of(new long[] {1, 1, 1, 1, 1, 1}, 2, 3);
      NDArray longer = Ops.cat(List.of(text, normal(3, 2, 4, 6)), 1);
      NDArray mask = Ops.cat(List.of(ones, Ops.of(new long[8], 2, 4)), 1);
      FusionInput cut = layer.forward(pass, new FusionInput(List.of(level), text, ones));
      FusionInput padded = layer.forward(pass, new FusionInput(List.of(level), longer, mask));
      assertThat(padded.levels().get(0).toDoubleArray())
          .containsExactly(cut.levels().get(0).toDoubleArray(), offset(1e-13));
      assertThat(Ops.narrow(padded.text(), 1, 0, 3).toDoubleArray())
          .containsExactly(cut.text().toDoubleArray(), offset(1e-13));
    }
  }

  @Test
  void asksTheAdaptationByItsIndex() {
    try (Scope scope = new Scope();
        Params params = params()) {
      FusionInput input =
          new FusionInput(List.of(normal(1, 2, 4, 3, 2)), normal(2, 2, 3, 6), mask());
      FusionTokens tokens = new FusionTokens.Latent(normal(3, 1, 4), normal(4, 1, 6), true);
      double[] plain =
          layer.forward(new Pass(params, Adaptation.none()), input).text().toDoubleArray();
      for (int at = 0; at < 3; at++) {
        int place = at;
        Adaptation adaptation =
            new TokenAdaptation(i -> i == place ? Optional.of(tokens) : Optional.empty());
        double[] adapted =
            layer.forward(new Pass(params, adaptation), input).text().toDoubleArray();
        if (place == 1) {
          assertThat(adapted).isNotEqualTo(plain);
        } else {
          assertThat(adapted).isEqualTo(plain);
        }
      }
    }
  }

  @Test
  void mapsShowEachLevelWithoutTheTokens() {
    try (Scope scope = new Scope();
        Params params = params()) {
      FusionInput input =
          new FusionInput(
              List.of(normal(1, 2, 4, 3, 2), normal(5, 2, 4, 2, 1)), normal(2, 2, 3, 6), mask());
      FusionTokens tokens = new FusionTokens.Latent(normal(3, 1, 4), normal(4, 1, 6), true);
      List<NDArray> plain = layer.textToImage(new Pass(params, Adaptation.none()), input);
      assertThat(plain.get(0).getShape().getShape()).containsExactly(2, 2, 3, 3, 2);
      assertThat(plain.get(1).getShape().getShape()).containsExactly(2, 2, 3, 2, 1);
      assertThat(mass(plain)).isCloseTo(2 * 2 * 3, offset(1e-12));
      List<NDArray> adapted =
          layer.textToImage(new Pass(params, new TokenAdaptation(i -> Optional.of(tokens))), input);
      assertThat(adapted.get(0).getShape()).isEqualTo(plain.get(0).getShape());
      assertThat(mass(adapted)).isLessThan(2 * 2 * 3);
    }
  }

  private static double mass(List<NDArray> maps) {
    return maps.stream().mapToDouble(map -> Ops.sum(map).toDoubleArray()[0]).sum();
  }
}
