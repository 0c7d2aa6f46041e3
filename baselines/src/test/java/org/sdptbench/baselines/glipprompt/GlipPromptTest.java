package org.sdptbench.baselines.glipprompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sdptbench.baselines.Adapted;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;

class GlipPromptTest {
  private static FusionInput input(NDArray text) {
    long length = text.getShape().get(1);
    return new FusionInput(
        List.of(RandomArrays.normal(1, 2, 32, 4, 4)), text, Ops.full(1, DataType.INT64, 2, length));
  }

  @Test
  void rowsAreAddedToTheTokensOfTheirPlace() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation adaptation = Adapted.of(new GlipPrompt(), model, Map.of())) {
      NDArray table = adaptation.params().get("glip_prompt.table");
      assertThat(table.getShape().getShape()).containsExactly(12, 24);
      assertThat(table.toDoubleArray()).containsOnly(0);
      double[] rows = RandomArrays.normal(2, 12, 24).toDoubleArray();
      Ops.assign(table, Ops.of(rows, 12, 24));

      FusionInput before = input(RandomArrays.normal(3, 2, 5, 24));
      FusionInput after = adaptation.beforeFusion(before);
      double[] plain = before.text().toDoubleArray();
      double[] prompted = after.text().toDoubleArray();
      for (int i = 0; i < plain.length; i++) {
        assertThat(prompted[i]).isCloseTo(plain[i] + rows[i % (5 * 24)], within(1e-15));
      }
      assertThat(after.levels()).isEqualTo(before.levels());
      assertThat(after.mask()).isSameAs(before.mask());
    }
  }

  @Test
  void captionsLongerThanTheTableAreRefused() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation adaptation = Adapted.of(new GlipPrompt(), model, Map.of())) {
      FusionInput longer = input(RandomArrays.normal(3, 2, 13, 24));
      assertThatThrownBy(() -> adaptation.beforeFusion(longer))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("13 tokens")
          .hasMessageContaining("12 rows");
    }
  }
}
