package org.sdptbench.glip.golden;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;

/**
 * A module with the weights of a golden set, run forward and backward.
 *
 * <p>Inputs and weights collect gradients; the loss is the sum of the outputs times the set's fixed
 * cotangents {@code in.R*}.
 */
public final class GoldenModule implements AutoCloseable {
  private final GoldenSet set;
  private final Params params;
  private final Map<String, NDArray> leaves = new LinkedHashMap<>();
  private final List<NDArray> products = new ArrayList<>();

  /** The parameters that {@code layout} declares, from the set. */
  public GoldenModule(GoldenSet set, Layout layout) {
    this.set = set;
    this.params = Params.from(layout, spec -> read(spec.name()));
    params.requireGradients(true);
  }

  /** The weights. */
  public Params params() {
    return params;
  }

  /** A pass over the weights. */
  public Pass pass(Adaptation adaptation) {
    return new Pass(params, adaptation);
  }

  /** A tensor of the set, without gradient; integers as int64. */
  public NDArray read(String tensor) {
    long[] shape = set.shape(tensor);
    return set.tensor(tensor).dtype().isFloating()
        ? Ops.of(set.floats(tensor), shape)
        : Ops.of(set.longs(tensor), shape);
  }

  /** A tensor of the set that collects a gradient, always the same for the same name. */
  public NDArray leaf(String tensor) {
    return leaves.computeIfAbsent(
        tensor,
        name -> {
          NDArray leaf = read(name);
          Gradients.require(leaf, true);
          return leaf;
        });
  }

  /** Compares an output and adds its product with a cotangent to the loss. */
  public void output(String tensor, String cotangent, NDArray actual) {
    output(tensor, actual);
    products.add(Ops.mul(actual, read(cotangent)));
  }

  /** Compares an output that is no part of the loss. */
  public void output(String tensor, NDArray actual) {
    GoldenAssert.close(set, tensor, floats(actual), GoldenAssert.UNIT_RTOL);
  }

  /** Runs backward and compares the gradient of every leaf and weight that the set has one for. */
  public void gradients() {
    NDArray loss = products.stream().map(Ops::sum).reduce(Ops::add).orElseThrow();
    // A sum of terms that cancel, so its error is measured on their scale, not on its own.
    double scale = products.stream().mapToDouble(GoldenModule::rootOfSquares).sum();
    GoldenAssert.close(
        set, "out.loss", floats(loss), 0, GoldenAssert.UNIT_RTOL * scale + GoldenAssert.ATOL);
    Gradients.backward(loss);
    Map<String, NDArray> all = new LinkedHashMap<>(leaves);
    params.names().forEach(name -> all.put(name, params.get(name)));
    List<String> expected = set.names(name -> name.startsWith("grad."));
    for (String gradient : expected) {
      NDArray leaf = all.get(gradient.substring("grad.".length()));
      if (leaf == null) {
        throw new AssertionError("golden set %s: no leaf for '%s'".formatted(set, gradient));
      }
      NDArray actual = Gradients.of(leaf);
      GoldenAssert.close(
          set,
          gradient,
          actual == null ? new float[Math.toIntExact(leaf.size())] : floats(actual),
          GoldenAssert.GRAD_RTOL,
          floor(gradient));
    }
  }

  /**
   * The gradient of a key's bias is 0: a softmax does not see it. What is found instead is the
   * rounding of terms as large as those in the gradient of the key's weight.
   */
  private double floor(String gradient) {
    if (!gradient.endsWith(".key.bias")) {
      return GoldenAssert.ATOL;
    }
    double largest = 0;
    for (float value : set.floats(gradient.replace(".key.bias", ".key.weight"))) {
      largest = Math.max(largest, Math.abs(value));
    }
    return GoldenAssert.ATOL * largest + GoldenAssert.ATOL;
  }

  private static double rootOfSquares(NDArray array) {
    double squares = 0;
    for (float value : array.toFloatArray()) {
      squares += (double) value * value;
    }
    return Math.sqrt(squares);
  }

  private static float[] floats(NDArray array) {
    if (array.getDataType() != DataType.FLOAT32) {
      throw new AssertionError("expected float32, found " + array.getDataType());
    }
    return array.toFloatArray();
  }

  @Override
  public void close() {
    params.close();
  }
}
