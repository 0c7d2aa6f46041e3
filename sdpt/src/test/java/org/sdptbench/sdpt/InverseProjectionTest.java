package org.sdptbench.sdpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.sdptbench.glip.golden.RandomArrays.normal;

import ai.djl.ndarray.NDArray;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.tensor.GradientCheck;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;

class InverseProjectionTest {
  @Test
  void undoesTheProjectionOfLatentPoints() {
    try (Scope scope = new Scope()) {
      NDArray weight = normal(1, 16, 5);
      NDArray bias = normal(2, 16);
      NDArray x = normal(3, 2, 4, 5);
      try (InverseProjection inverse = InverseProjection.of(weight, bias)) {
        assertThat(inverse.apply(Ops.linear(x, weight, bias)).toDoubleArray())
            .containsExactly(x.toDoubleArray(), offset(1e-12));
      }
    }
  }

  /** Fusion → latent → fusion is the orthogonal projection onto W's columns, not the identity. */
  @Test
  void losesWhatIsOrthogonalToTheColumns() {
    try (Scope scope = new Scope()) {
      NDArray weight = normal(1, 16, 5);
      NDArray bias = normal(2, 16);
      NDArray points = normal(3, 7, 16);
      try (InverseProjection inverse = InverseProjection.of(weight, bias)) {
        NDArray once = Ops.linear(inverse.apply(points), weight, bias);
        NDArray twice = Ops.linear(inverse.apply(once), weight, bias);
        assertThat(twice.toDoubleArray()).containsExactly(once.toDoubleArray(), offset(1e-12));
        NDArray lost = Ops.sub(points, once);
        for (double inner : Ops.matmul(lost, weight).toDoubleArray()) {
          assertThat(inner).isCloseTo(0, offset(1e-12));
        }
        assertThat(Ops.sum(Ops.mul(lost, lost)).toDoubleArray()[0]).isGreaterThan(1);
      }
    }
  }

  @Test
  void isDifferentiableInThePoints() {
    try (Scope scope = new Scope();
        InverseProjection inverse = InverseProjection.of(normal(1, 9, 4), normal(2, 9))) {
      GradientCheck.check(in -> inverse.apply(in.get(0)), 3, new long[] {2, 3, 9});
    }
  }

  @Test
  void outlivesTheScopeItWasMadeIn() {
    InverseProjection inverse;
    try (Scope scope = new Scope()) {
      inverse = InverseProjection.of(normal(1, 9, 4), normal(2, 9));
    }
    try (Scope scope = new Scope();
        inverse) {
      assertThat(inverse.matrix().getShape().getShape()).containsExactly(9, 4);
      assertThat(inverse.apply(normal(3, 9)).getShape().getShape()).containsExactly(4);
    }
  }
}
