package org.sdptbench.baselines.lora;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.sdptbench.baselines.PlainNumbers;
import org.sdptbench.glip.golden.OriginalArrays;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;

/** A layer of microsoft/LoRA c4593f0, of rank 2 with alpha 6. */
class LoraOriginalTest {
  @Test
  void aLayerAgrees() {
    OriginalArrays original = new OriginalArrays(PlainNumbers.class, "originals/lora.json");
    Layout layout =
        new Layout().add("site.lora_A", Init.ZEROS, 2, 5).add("site.lora_B", Init.ZEROS, 4, 2);
    try (Scope scope = new Scope();
        Params params = original.params(layout, name -> name.substring("site.".length()))) {
      NDArray x = original.get("x");
      NDArray plain = Ops.linear(x, original.get("weight"), original.get("bias"));
      assertThat(LoraAdaptation.of(params, 3).linear("site", x, plain).toDoubleArray())
          .containsExactly(original.values("y"), within(1e-12));
    }
  }
}
