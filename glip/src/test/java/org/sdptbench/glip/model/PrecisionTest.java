package org.sdptbench.glip.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Regularisation;
import org.sdptbench.glip.peft.Tuning;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Precision;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;

class PrecisionTest {
  /** Half the distance of neighbouring bfloat16 numbers in proportion to their size, and a bit. */
  private static final double ROUNDING = 1.01 / 256;

  private static Pass pass(Params weights, Adaptation adaptation, Precision precision) {
    return new Pass(weights, adaptation, Regularisation.NONE, precision);
  }

  /** To the nearest bfloat16, ties to even. */
  private static double rounded(float value) {
    int bits = Float.floatToIntBits(value);
    return Float.intBitsToFloat((bits + 0x7fff + ((bits >>> 16) & 1)) & 0xffff0000);
  }

  /** A linear layer by its definition: factors rounded, the sum rounded. */
  @Test
  void roundsTheFactorsOfAProduct() {
    int in = 40;
    int out = 3;
    Layout layout = new Layout().linear("layer", in, out, new Init.Normal(1));
    try (Scope scope = new Scope();
        Params layer = Params.initialise(layout, 3)) {
      NDArray x = Ops.castLike(RandomArrays.normal(5, 2, in), Ops.full(0, DataType.FLOAT32, 1));
      float[] found =
          pass(layer, Adaptation.none(), Precision.BFLOAT16).linear("layer", x).toFloatArray();
      float[] values = x.toFloatArray();
      float[] weight = layer.get("layer.weight").toFloatArray();
      float[] bias = layer.get("layer.bias").toFloatArray();
      for (int i = 0; i < found.length; i++) {
        int row = i / out;
        int o = i % out;
        double sum = rounded(bias[o]);
        for (int j = 0; j < in; j++) {
          sum += rounded(values[row * in + j]) * rounded(weight[o * in + j]);
        }
        assertThat((double) found[i])
            .isCloseTo(sum, within(ROUNDING * Math.abs(sum)))
            .isEqualTo(rounded(found[i]));
      }
    }
  }

  /**
   * The whole model, and the gradients of layers of all its parts, the first included: other
   * numbers, as far apart as rounding in forty layers of random weights makes them. A wrong sign,
   * or a graph that is cut, would be far below.
   */
  @Test
  void staysNearFloat32() {
    List<String> names =
        List.of(
            "backbone.body.patch_embed.proj.weight",
            "backbone.body.layers.1.blocks.0.mlp.fc2.weight",
            "backbone.fpn.fpn_inner3.weight",
            "language_backbone.body.model.encoder.layer.0.output.dense.weight",
            "rpn.head.dyhead_tower.0.b_attn.attn.v_proj.weight",
            "rpn.head.dyhead_tower.2.DyConv.1.conv.weight",
            "rpn.head.dyhead_tower.4.attention.output.dense.bias");
    try (TinyGlip tiny = TinyGlip.random(1);
        Params trained =
            Params.initialise(tiny.glip().layout().copiesOf(names::contains), 1, tiny.weights())) {
      double exact = gradients(tiny, trained, Precision.FLOAT32);
      List<double[]> expected = taken(trained);
      double half = gradients(tiny, trained, Precision.BFLOAT16);
      List<double[]> found = taken(trained);
      assertThat(half).isNotEqualTo(exact).isCloseTo(exact, within(0.02 * exact));
      for (int i = 0; i < names.size(); i++) {
        assertThat(cosine(found.get(i), expected.get(i))).as(names.get(i)).isGreaterThan(0.9);
      }
    }
  }

  private static double gradients(TinyGlip tiny, Params trained, Precision precision) {
    trained.requireGradients(true);
    try (GradMode on = GradMode.on();
        Scope scope = new Scope()) {
      NDArray loss = tiny.loss(pass(tiny.weights(), Tuning.of(trained), precision));
      Gradients.backward(loss);
      return loss.getDouble();
    }
  }

  private static List<double[]> taken(Params trained) {
    return trained.names().stream()
        .map(trained::get)
        .map(
            array -> {
              double[] gradient = Objects.requireNonNull(Gradients.of(array)).toDoubleArray();
              Gradients.clear(array);
              return gradient;
            })
        .toList();
  }

  private static double cosine(double[] a, double[] b) {
    double ab = 0;
    double aa = 0;
    double bb = 0;
    for (int i = 0; i < a.length; i++) {
      ab += a[i] * b[i];
      aa += a[i] * a[i];
      bb += b[i] * b[i];
    }
    return ab / Math.sqrt(aa * bb);
  }
}
