package org.sdptbench.sdpt;

import org.sdptbench.glip.tensor.Init;

/**
 * Starts of the tokens (public code, fuse_helper.py L244–260).
 *
 * <p>Tokens are an array [1, k, E], for which PyTorch counts fan in = k·E and fan out = 1·E: the
 * second size counts as inputs, the first as outputs, the third as a receptive field.
 */
enum TokenInit {
  UNIFORM,
  NORMAL,
  SPARSE,
  XAVIER_UNIFORM,
  XAVIER_NORMAL,
  KAIMING_UNIFORM,
  KAIMING_NORMAL,
  ZEROS;

  /** The gain that PyTorch gives a ReLU. */
  private static final double RELU = Math.sqrt(2);

  /** The start of an array [1, k, E]. */
  Init of(int k, int fusionDim) {
    long fanIn = (long) k * fusionDim;
    long fanOut = fusionDim;
    return switch (this) {
      case UNIFORM -> new Init.Uniform(1);
      case NORMAL -> new Init.Normal(1);
      case SPARSE -> new Init.Sparse(fusionDim, 0.5, 0.01);
      case XAVIER_UNIFORM -> Init.xavierUniform(fanIn, fanOut, RELU);
      case XAVIER_NORMAL -> Init.xavierNormal(fanIn, fanOut);
      case KAIMING_UNIFORM -> Init.kaimingUniform(fanIn, 0);
      case KAIMING_NORMAL -> Init.kaimingNormal(fanIn, 0);
      case ZEROS -> Init.ZEROS;
    };
  }
}
