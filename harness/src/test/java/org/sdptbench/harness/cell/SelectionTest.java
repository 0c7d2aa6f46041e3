package org.sdptbench.harness.cell;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.train.FineTuner.Next;

class SelectionTest {
  private static final String NAME = "w";

  private static Recipe.Validation recipe(boolean keepBest, OptionalInt patience, int stop) {
    return new Recipe.Validation(1, 0, 0, keepBest, patience, stop);
  }

  private static Params params() {
    return Params.from(
        new Layout().add(NAME, Init.kaimingUniform(1, 0), 1), spec -> Ops.of(new float[] {0}, 1));
  }

  /** What follows from APs in turn; the parameter is the number of the validation. */
  private static List<Next> run(Selection selection, Params params, double... aps) {
    List<Next> next = new ArrayList<>();
    try (Scope scope = new Scope()) {
      for (double ap : aps) {
        try (Params now =
            Params.from(params.layout(), spec -> Ops.of(new float[] {next.size() + 1}, 1))) {
          params.assign(now);
        }
        next.add(selection.validated(ap));
      }
    }
    return next;
  }

  @Test
  void theBestParametersAreKeptAndOfEqualOnesTheLater() {
    try (Params params = params();
        Selection selection = new Selection(recipe(true, OptionalInt.empty(), 0), params)) {
      assertThat(run(selection, params, 0.1, 0.3, 0.2, 0.3, 0.25, Double.NaN))
          .containsOnly(Next.GO_ON);
      selection.finish();
      assertThat(params.get(NAME).toFloatArray()).containsExactly(4);
    }
  }

  @Test
  void theLastParametersAreKeptUnlessTheBestAreAskedFor() {
    try (Params params = params();
        Selection selection = new Selection(recipe(false, OptionalInt.empty(), 0), params)) {
      run(selection, params, 0.3, 0.2, 0.1);
      selection.finish();
      assertThat(params.get(NAME).toFloatArray()).containsExactly(3);
    }
  }

  @Test
  void trainingEndsAfterSoManyValidationsWithoutAGain() {
    try (Params params = params();
        Selection selection = new Selection(recipe(true, OptionalInt.empty(), 2), params)) {
      assertThat(run(selection, params, 0.2, 0.1, 0.2, 0.1, 0.15))
          .containsExactly(Next.GO_ON, Next.GO_ON, Next.GO_ON, Next.GO_ON, Next.END);
      selection.finish();
      assertThat(params.get(NAME).toFloatArray()).containsExactly(3);
    }
  }

  /**
   * As ReduceLROnPlateau with patience 1 in mode max: equal is no gain, nor is a hair's breadth.
   */
  @Test
  void theRateDropsAfterMoreValidationsWithoutAGainThanPatienceBears() {
    try (Params params = params();
        Selection selection = new Selection(recipe(false, OptionalInt.of(1), 0), params)) {
      assertThat(run(selection, params, 0.2, 0.2, 0.200001, 0.1, 0.1, 0.3, 0.3))
          .containsExactly(
              Next.GO_ON,
              Next.GO_ON,
              Next.SLOW_DOWN,
              Next.GO_ON,
              Next.SLOW_DOWN,
              Next.GO_ON,
              Next.GO_ON);
    }
  }
}
