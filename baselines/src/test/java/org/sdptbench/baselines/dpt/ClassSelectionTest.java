package org.sdptbench.baselines.dpt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;

class ClassSelectionTest {
  private static long[] chosen(int limit, NDArray scores) {
    return new ClassSelection(limit).of(scores).toLongArray();
  }

  @Test
  void takesTheHighestOfEachImageInTheCaptionsOrder() {
    try (Scope scope = new Scope()) {
      NDArray scores = Ops.of(new double[] {3, -1, 5, 4, 0, 2, -7, -6}, 2, 4);
      assertThat(chosen(2, scores)).containsExactly(2, 3, 0, 1);
      assertThat(chosen(3, scores)).containsExactly(0, 2, 3, 0, 1, 3);
    }
  }

  @Test
  void takesTheFirstOfEqualOnesAndAllIfThereAreLess() {
    try (Scope scope = new Scope()) {
      NDArray scores = Ops.of(new float[] {1, 2, 2, 2}, 1, 4);
      assertThat(chosen(2, scores)).containsExactly(1, 2);
      assertThat(chosen(10, scores)).containsExactly(0, 1, 2, 3);
    }
  }

  @Test
  void selectsThePromptsOfEachImage() {
    try (Scope scope = new Scope()) {
      NDArray prompts = RandomArrays.normal(3, 2, 3, 2);
      double[] all = prompts.toDoubleArray();
      NDArray chosen = Ops.of(new long[] {0, 2, 1, 2}, 2, 2);
      assertThat(ClassSelection.select(prompts, chosen).toDoubleArray())
          .containsExactly(all[0], all[1], all[4], all[5], all[8], all[9], all[10], all[11]);
    }
  }
}
