package org.sdptbench.glip.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.glip.golden.OriginalArrays;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;

/** Prompts in windows as VPT's own block has them (KMnP/vpt 4410440), plain and shifted. */
class VptOriginalTest {
  @ParameterizedTest
  @ValueSource(ints = {0, 1})
  void aBlockAgrees(int shift) {
    OriginalArrays original =
        new OriginalArrays(VptOriginalTest.class, "vpt-shift%s.json".formatted(shift));
    SwinBlock block = new SwinBlock("b.", 0, shift, 4, 2, new SwinKernels.Windows(3, shift), 0);
    Layout layout = new Layout();
    block.declare(layout);
    try (Scope scope = new Scope();
        Params params = original.params(layout, name -> name.substring(2))) {
      SwinBlock.State after =
          block.forward(
              new Pass(params, Adaptation.none()),
              new SwinBlock.State(original.get("x"), original.get("prompts")));
      assertThat(after.map().toDoubleArray()).containsExactly(original.values("map"), within(1e-9));
      assertThat(Objects.requireNonNull(after.tokens()).toDoubleArray())
          .containsExactly(original.values("tokens"), within(1e-9));
    }
  }
}
