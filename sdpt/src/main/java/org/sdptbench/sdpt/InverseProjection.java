package org.sdptbench.sdpt;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;

/**
 * The way back from the fusion space to a latent space: the least-squares inverse of a frozen
 * linear layer x ↦ x·Wᵀ + b (SDPT, fuse_helper.py L173–179).
 *
 * <pre>P ↦ (P − b)·(Wᵀ)⁺</pre>
 *
 * <p>For W of full column rank, latent → fusion → latent is the identity. Fusion → latent → fusion
 * is not: it projects P − b orthogonally onto W's column space, whose dimension is only the width
 * of the latent space.
 *
 * <p>The official code computes the pseudo-inverse anew in every pass; W is frozen, so here it is
 * computed once, in double precision. It lives until closed, whatever scopes are open.
 */
public final class InverseProjection implements AutoCloseable {
  private final NDArray bias;
  private final NDArray inverse;

  private InverseProjection(NDArray bias, NDArray inverse) {
    this.bias = Scope.keep(bias);
    this.inverse = Scope.keep(inverse);
  }

  /**
   * The inverse of a linear layer.
   *
   * @param weight W [E, in]
   * @param bias b [E]
   */
  public static InverseProjection of(NDArray weight, NDArray bias) {
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      NDArray exact = Ops.castLike(weight, Ops.full(0, DataType.FLOAT64, 1));
      NDArray inverse = Ops.pinv(Ops.permute(exact, 1, 0));
      return new InverseProjection(Ops.copy(bias), Ops.contiguous(Ops.castLike(inverse, weight)));
    }
  }

  /**
   * Carries points of the fusion space back; differentiable.
   *
   * @param points P [..., E]
   * @return [..., in]
   */
  public NDArray apply(NDArray points) {
    return Ops.matmul(Ops.sub(points, bias), inverse);
  }

  /** (Wᵀ)⁺ [E, in], of W's type. */
  public NDArray matrix() {
    return inverse;
  }

  @Override
  public void close() {
    bias.close();
    inverse.close();
  }
}
