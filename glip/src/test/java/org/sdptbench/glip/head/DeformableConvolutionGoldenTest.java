package org.sdptbench.glip.head;

import static org.sdptbench.glip.golden.GoldenAssert.ATOL;
import static org.sdptbench.glip.golden.GoldenAssert.UNIT_RTOL;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.golden.GoldenAssert;
import org.sdptbench.glip.golden.GoldenKind;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Precision;
import org.sdptbench.glip.tensor.Scope;

class DeformableConvolutionGoldenTest {
  private static final String OFFSET = "in.offset.";

  static List<GoldenSet> sets() {
    return GoldenKind.DEFORMABLE_CONVOLUTION.sets();
  }

  @ParameterizedTest
  @MethodSource("sets")
  void outputsAndGradientsAgree(GoldenSet set) {
    for (String offsetName : set.names(name -> name.startsWith(OFFSET))) {
      String which = offsetName.substring(OFFSET.length());
      try (GradMode on = GradMode.on();
          Scope scope = new Scope()) {
        NDArray x = Leaves.leaf(set, "in.x");
        NDArray offset = Leaves.leaf(set, offsetName);
        NDArray mask = Leaves.leaf(set, "in.mask." + which);
        NDArray weight = Leaves.leaf(set, "in.weight");
        NDArray bias = Leaves.leaf(set, "in.bias");
        long[] out = set.shape("out.y." + which);
        int stride = Math.toIntExact((set.shape("in.x")[2] + out[2] - 1) / out[2]);
        NDArray y =
            DeformableConvolution.apply(x, offset, mask, weight, bias, stride, Precision.FLOAT32);
        GoldenAssert.close(set, "out.y." + which, y.toFloatArray(), UNIT_RTOL);
        Gradients.backward(Ops.sum(Ops.mul(y, Leaves.leaf(set, "in.R." + which))));
        Leaves.gradientAgrees(set, "grad.x." + which, x, ATOL);
        Leaves.gradientAgrees(set, "grad.offset." + which, offset, ATOL);
        Leaves.gradientAgrees(set, "grad.mask." + which, mask, ATOL);
        Leaves.gradientAgrees(set, "grad.weight." + which, weight, ATOL);
        Leaves.gradientAgrees(set, "grad.bias." + which, bias, ATOL);
      }
    }
  }
}
