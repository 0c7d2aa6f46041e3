package org.sdptbench.glip.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class AdamWTest {
  @Test
  void followsTheDocumentedUpdate() {
    double rate = 0.1;
    double decay = 0.2;
    Layout layout = new Layout().add("w", new Init.Constant(0.5), 1);
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        Params params = Params.initialise(layout, 1);
        AdamW optimiser = unclipped(params, decay)) {
      params.requireGradients(true);
      double w = 0.5;
      double m = 0;
      double v = 0;
      for (int step = 1; step <= 5; step++) {
        NDArray leaf = params.get("w");
        Gradients.backward(Ops.sum(Ops.pow(leaf, 3)));
        optimiser.step(rate, List.of());
        double g = 3 * w * w;
        w -= rate * decay * w;
        m = 0.9 * m + 0.1 * g;
        v = 0.999 * v + 0.001 * g * g;
        w -=
            rate
                * (m / (1 - Math.pow(0.9, step)))
                / (Math.sqrt(v / (1 - Math.pow(0.999, step))) + 1e-8);
        assertThat(leaf.getFloat(0)).isCloseTo((float) w, within(1e-6f));
      }
    }
  }

  @Test
  void clipsTheGlobalNorm() {
    Layout layout = new Layout().add("a", Init.ZEROS, 1).add("b", Init.ZEROS, 1);
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        Params params = Params.initialise(layout, 1);
        AdamW optimiser =
            new AdamW(params, name -> new AdamW.Group(1, 0), AdamW.Settings.clippedAt(1))) {
      params.requireGradients(true);
      NDArray loss = Ops.sum(Ops.add(Ops.mul(params.get("a"), 3), Ops.mul(params.get("b"), 4)));
      Gradients.backward(loss);
      assertThat(optimiser.step(0.1, List.of())).isCloseTo(5, within(1e-6));
      assertThat(optimiser.state())
          .hasEntrySatisfying(
              "a.exp_avg", m -> assertThat(m.getFloat(0)).isCloseTo(0.06f, within(1e-6f)))
          .hasEntrySatisfying(
              "b.exp_avg", m -> assertThat(m.getFloat(0)).isCloseTo(0.08f, within(1e-6f)));
    }
  }

  @Test
  void sumsTheGradientsOfReplicas() {
    Layout layout = new Layout().add("w", new Init.Constant(2), 1);
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        Params params = Params.initialise(layout, 1);
        AdamW optimiser = unclipped(params, 0)) {
      Params first = params.replica();
      Params second = params.replica();
      Gradients.backward(Ops.sum(Ops.mul(first.get("w"), 2)));
      Gradients.backward(Ops.sum(Ops.mul(second.get("w"), 3)));
      assertThat(optimiser.step(0.5, List.of(first, second))).isCloseTo(5, within(1e-6));
      assertThat(first.get("w").getFloat(0)).isCloseTo(1.5f, within(1e-6f));
    }
  }

  @Test
  void leavesAloneWhatNoBackwardPassHasReached() {
    Layout layout =
        new Layout().add("reached", new Init.Constant(2), 1).add("other", new Init.Constant(3), 1);
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        Params params = Params.initialise(layout, 1);
        AdamW optimiser = unclipped(params, 0.5)) {
      params.requireGradients(true);
      for (int step = 0; step < 2; step++) {
        Gradients.backward(Ops.sum(Ops.mul(params.get("reached"), 2)));
        optimiser.step(0.1, List.of());
      }
      assertThat(params.get("reached").getFloat(0)).isLessThan(2);
      assertThat(params.get("other").getFloat(0)).isEqualTo(3);
      assertThat(optimiser.state())
          .hasEntrySatisfying(
              "other.step", step -> assertThat(step.toLongArray()).containsExactly(0));
    }
  }

  /** With b = 0.9 and 0.999: m = 0.09 g and v = 0.000999 g² after a step with g and one with 0. */
  @Test
  void whatWasReachedBeforeGoesOnByItsMomentum() {
    Layout layout = new Layout().add("w", new Init.Constant(2), 1);
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        Params params = Params.initialise(layout, 1);
        AdamW optimiser = unclipped(params, 0)) {
      params.requireGradients(true);
      Gradients.backward(Ops.sum(Ops.mul(params.get("w"), 4)));
      optimiser.step(0.1, List.of());
      assertThat(params.get("w").getFloat(0)).isCloseTo(1.9f, within(1e-6f));
      optimiser.step(0.1, List.of());
      double moved = 0.1 * (0.09 / (1 - 0.9 * 0.9)) / Math.sqrt(0.000999 / (1 - 0.999 * 0.999));
      assertThat(params.get("w").getFloat(0)).isCloseTo((float) (1.9 - moved), within(1e-6f));
    }
  }

  /**
   * A table of 5,000 rows against its first 3,000 and the other 2,000, which are updated whole: the
   * same bits, whichever rows the gradients reach, also after the state was saved and restored.
   */
  @ParameterizedTest
  @ValueSource(doubles = {0, 0.2})
  void rowsOfALargeTableMoveAsThoseOfASmallOne(double decay) {
    Layout large = new Layout().add("a", new Init.Normal(0.02), 5000, 32);
    Layout small =
        new Layout().add("a", new Init.Normal(0.02), 3000, 32).add("b", Init.ZEROS, 2000, 32);
    long[][] reached = {{7, 4998, 7}, {7, 3000}, {2999}, {}, {4998}};
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        Params table = Params.initialise(large, 1);
        Params parts = Params.initialise(small, 1);
        AdamW first = unclipped(table, decay);
        AdamW second = unclipped(table, decay);
        AdamW reference = unclipped(parts, decay)) {
      Ops.assign(parts.get("a"), Ops.narrow(table.get("a"), 0, 0, 3000));
      Ops.assign(parts.get("b"), Ops.narrow(table.get("a"), 0, 3000, 2000));
      table.requireGradients(true);
      parts.requireGradients(true);
      AdamW optimiser = first;
      for (int step = 0; step < reached.length; step++) {
        if (step == 3) {
          second.restore(first.state());
          optimiser = second;
        }
        NDArray ids = Ops.of(reached[step], reached[step].length);
        NDArray whole = Ops.cat(List.of(Ops.mul(parts.get("a"), 1), Ops.mul(parts.get("b"), 1)), 0);
        Gradients.backward(Ops.sum(Ops.pow(Ops.indexSelect(table.get("a"), 0, ids), 3)));
        Gradients.backward(Ops.sum(Ops.pow(Ops.indexSelect(whole, 0, ids), 3)));
        optimiser.step(0.1, List.of());
        reference.step(0.1, List.of());
        NDArray expected = Ops.cat(List.of(parts.get("a"), parts.get("b")), 0);
        assertThat(table.get("a").toFloatArray()).containsExactly(expected.toFloatArray());
      }
    }
  }

  private static AdamW unclipped(Params params, double decay) {
    return new AdamW(
        params,
        name -> new AdamW.Group(1, decay),
        AdamW.Settings.clippedAt(Double.POSITIVE_INFINITY));
  }
}
