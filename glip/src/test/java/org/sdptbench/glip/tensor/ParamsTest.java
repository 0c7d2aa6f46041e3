package org.sdptbench.glip.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.junit.jupiter.api.Test;

class ParamsTest {
  /** Copies: what is trained shares no memory with the backbone. */
  @Test
  void rowsOfAMatrixStartAsCopies() {
    Layout matrix = new Layout().add("words", new Init.Normal(1), 5, 2);
    Layout layout = new Layout().add("context", new Init.Rows("words", List.of(4, 0, 4)), 3, 2);
    try (Scope scope = new Scope();
        Params backbone = Params.initialise(matrix, 1);
        Params params = Params.initialise(layout, 1, backbone)) {
      float[] words = backbone.get("words").toFloatArray();
      float[] expected = {words[8], words[9], words[0], words[1], words[8], words[9]};
      assertThat(params.get("context").toFloatArray()).containsExactly(expected);
      Ops.assign(params.get("context"), Ops.full(0, DataType.FLOAT32, 3, 2));
      assertThat(backbone.get("words").toFloatArray()).containsExactly(words);
    }
  }
}
