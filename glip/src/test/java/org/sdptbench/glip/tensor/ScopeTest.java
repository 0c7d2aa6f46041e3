package org.sdptbench.glip.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class ScopeTest {
  private static NDArray one() {
    return Ops.of(new float[] {1}, 1);
  }

  private static void assertDead(NDArray array) {
    assertThatThrownBy(array::toFloatArray).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatIsHandedOverLivesAsLongAsTheScopeAround() {
    NDArray given;
    NDArray own;
    try (Scope outer = new Scope()) {
      try (Scope inner = new Scope()) {
        own = one();
        given = inner.handOver(Ops.add(own, one()));
      }
      assertDead(own);
      assertThat(given.toFloatArray()).containsExactly(2);
    }
    assertDead(given);
  }

  @Test
  void whatIsHandedOverByTheOutermostScopeLivesUntilClosed() {
    NDArray given;
    try (Scope scope = new Scope()) {
      given = scope.handOver(one());
    }
    assertThat(given.toFloatArray()).containsExactly(1);
    given.close();
    assertDead(given);
  }

  @Test
  void keptArraysLeaveAllScopes() {
    NDArray kept;
    try (Scope outer = new Scope()) {
      try (Scope inner = new Scope()) {
        kept = Scope.keep(one());
      }
    }
    assertThat(kept.toFloatArray()).containsExactly(1);
    kept.close();
  }

  /** Backward needs the values of arrays whose scope is gone. */
  @Test
  void gradientsReachThroughAScope() {
    try (GradMode on = GradMode.on();
        Scope outer = new Scope()) {
      NDArray leaf = Ops.of(new float[] {3}, 1);
      Gradients.require(leaf, true);
      NDArray square;
      try (Scope inner = new Scope()) {
        NDArray exp = Ops.exp(leaf);
        square = inner.handOver(Ops.mul(exp, exp));
      }
      Gradients.backward(Ops.sum(square));
      assertThat(Objects.requireNonNull(Gradients.of(leaf)).toFloatArray()[0])
          .isEqualTo((float) (2 * Math.exp(6)), within(1e-3f));
    }
  }
}
