package org.sdptbench.glip.head;

import static org.sdptbench.glip.golden.GoldenAssert.UNIT_RTOL;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.golden.GoldenAssert;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.golden.GoldenSets;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Scope;

class DeformableConvolutionGoldenTest {
  private static final String OFFSET = "in.offset.";

  static List<GoldenSet> sets() {
    return GoldenSets.matching(
        set -> set.has("in.weight") && !set.names(name -> name.startsWith(OFFSET)).isEmpty());
  }

  @ParameterizedTest
  @MethodSource("sets")
  void outputsAndGradientsAgree(GoldenSet set) {
    for (String offsetName : set.names(name -> name.startsWith(OFFSET))) {
      String which = offsetName.substring(OFFSET.length());
      try (GradMode on = GradMode.on();
          Scope scope = new Scope()) {
        NDArray x = GoldenModule.leaf(set, "in.x");
        NDArray offset = GoldenModule.leaf(set, offsetName);
        NDArray mask = GoldenModule.leaf(set, "in.mask." + which);
        NDArray weight = GoldenModule.leaf(set, "in.weight");
        NDArray bias = GoldenModule.leaf(set, "in.bias");
        long[] out = set.shape("out.y." + which);
        int stride = Math.toIntExact((set.shape("in.x")[2] + out[2] - 1) / out[2]);
        NDArray y = DeformableConvolution.apply(x, offset, mask, weight, bias, stride);
        GoldenAssert.close(set, "out.y." + which, y.toFloatArray(), UNIT_RTOL);
        Gradients.backward(
            GoldenModule.loss(List.of(y), List.of(GoldenModule.array(set, "in.R." + which))));
        agrees(set, "x", which, x);
        agrees(set, "offset", which, offset);
        agrees(set, "mask", which, mask);
        agrees(set, "weight", which, weight);
        agrees(set, "bias", which, bias);
      }
    }
  }

  private static void agrees(GoldenSet set, String what, String which, NDArray leaf) {
    GoldenModule.gradientAgrees(set, "grad." + what + "." + which, leaf, UnaryOperator.identity());
  }
}
