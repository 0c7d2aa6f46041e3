package org.sdptbench.glip.head;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.UnaryOperator;
import org.sdptbench.glip.golden.GoldenAssert;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;

/** Weights, inputs and gradients of a golden set as arrays. */
record GoldenModule(GoldenSet set, Params params) implements AutoCloseable {

  /** The weights that a module declares, under their own names, collecting gradients. */
  static GoldenModule of(GoldenSet set, Layout layout) {
    Params params = Params.from(layout, spec -> array(set, spec.name()));
    params.requireGradients(true);
    return new GoldenModule(set, params);
  }

  /** A tensor of a set. */
  static NDArray array(GoldenSet set, String name) {
    return Ops.of(set.floats(name), set.shape(name));
  }

  /** A tensor of a set that collects gradients. */
  static NDArray leaf(GoldenSet set, String name) {
    NDArray array = array(set, name);
    Gradients.require(array, true);
    return array;
  }

  Pass pass() {
    return new Pass(params, Adaptation.none());
  }

  NDArray leaf(String name) {
    return leaf(set, name);
  }

  /** Asserts that the gradients of all weights agree with {@code grad.<name>}. */
  void weightGradientsAgree() {
    for (String name : params.names()) {
      gradientAgrees(set, "grad." + name, params.get(name), UnaryOperator.identity());
    }
  }

  /** Asserts that the gradient of a leaf agrees. */
  static void gradientAgrees(
      GoldenSet set, String tensor, NDArray leaf, UnaryOperator<NDArray> view) {
    NDArray gradient = Gradients.of(leaf);
    if (gradient == null) {
      throw new AssertionError(set + ": no gradient reached " + tensor);
    }
    GoldenAssert.close(set, tensor, view.apply(gradient).toFloatArray(), GoldenAssert.GRAD_RTOL);
  }

  /** Sum over all arrays of their products with the fixed cotangents. */
  static NDArray loss(List<NDArray> outputs, List<NDArray> cotangents) {
    NDArray loss = Ops.sum(Ops.mul(outputs.get(0), cotangents.get(0)));
    for (int i = 1; i < outputs.size(); i++) {
      loss = Ops.add(loss, Ops.sum(Ops.mul(outputs.get(i), cotangents.get(i))));
    }
    return loss;
  }

  @Override
  public void close() {
    params.close();
  }
}
