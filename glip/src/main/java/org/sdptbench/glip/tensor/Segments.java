package org.sdptbench.glip.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * A network cut into segments, of which only one at a time has its graph in memory: activation
 * checkpointing (Chen et al., "Training Deep Nets with Sublinear Memory Cost", 2016). The forward
 * pass keeps what lies between segments; the backward pass computes each segment once more.
 *
 * <p>Gradients are those of the whole network up to the order in which the parts of a sum are
 * added. Segments must give the same each time, random parts included, and see no array that
 * requires gradients but their input and parameters.
 *
 * @param segments from arrays to arrays, in order; those between two segments may be of any type
 * @param loss from what the last segment gives to a scalar
 */
public record Segments(
    List<UnaryOperator<List<NDArray>>> segments, Function<List<NDArray>, NDArray> loss) {

  /** Defensive copy. */
  public Segments {
    segments = List.copyOf(segments);
  }

  /**
   * Computes the loss and, if it is finite, adds its derivatives to the gradients of the
   * parameters.
   *
   * @param input what enters the first segment; collects no gradients
   * @return the loss
   */
  public double backward(List<NDArray> input) {
    try (Scope scope = new Scope()) {
      List<List<NDArray>> inputs = new ArrayList<>();
      List<NDArray> state = input;
      for (UnaryOperator<List<NDArray>> segment : segments) {
        inputs.add(state);
        try (GradMode off = GradMode.off();
            Scope inner = new Scope()) {
          state = inner.handOver(unaliased(segment.apply(state), state));
        }
      }
      List<@Nullable NDArray> gradients;
      double value;
      try (GradMode on = GradMode.on();
          Scope inner = new Scope()) {
        List<NDArray> leaves = segments.isEmpty() ? state : leaves(state);
        NDArray result = loss.apply(leaves);
        value = Ops.value(result);
        if (!Double.isFinite(value)) {
          return value;
        }
        Gradients.backward(result);
        gradients = handOver(inner, leaves);
      }
      for (int i = segments.size() - 1; i >= 0; i--) {
        try (GradMode on = GradMode.on();
            Scope inner = new Scope()) {
          List<NDArray> leaves = i == 0 ? inputs.get(0) : leaves(inputs.get(i));
          NDArray product = product(segments.get(i).apply(leaves), gradients);
          gradients.forEach(Segments::close);
          Gradients.backward(product);
          gradients = i == 0 ? List.of() : handOver(inner, leaves);
        }
      }
      return value;
    }
  }

  /** What a segment hands through belongs to where it came from. */
  private static List<NDArray> unaliased(List<NDArray> arrays, List<NDArray> input) {
    return arrays.stream()
        .map(array -> input.stream().anyMatch(own -> own == array) ? Ops.detach(array) : array)
        .toList();
  }

  private static List<NDArray> leaves(List<NDArray> arrays) {
    return arrays.stream()
        .map(array -> array.getDataType().isFloating() ? Gradients.leafOn(array) : array)
        .toList();
  }

  private static List<@Nullable NDArray> handOver(Scope scope, List<NDArray> leaves) {
    List<@Nullable NDArray> gradients = new ArrayList<>();
    for (NDArray leaf : leaves) {
      NDArray gradient = leaf.getDataType().isFloating() ? Gradients.of(leaf) : null;
      gradients.add(gradient == null ? null : scope.handOver(gradient));
    }
    return Collections.unmodifiableList(gradients);
  }

  /** The sum of the products of outputs and gradients, whose derivatives are those of the loss. */
  private static NDArray product(List<NDArray> outputs, List<@Nullable NDArray> gradients) {
    // A leaf, so that there is something to derive by even where no output depends on anything that
    // is trained; DJL cannot say whether an array that is no leaf does.
    NDArray sum = Gradients.leafOn(Ops.full(0, DataType.FLOAT32));
    for (int i = 0; i < outputs.size(); i++) {
      NDArray gradient = gradients.get(i);
      if (gradient != null) {
        sum = Ops.add(sum, Ops.sum(Ops.mul(outputs.get(i), gradient)));
      }
    }
    return sum;
  }

  private static void close(@Nullable NDArray array) {
    if (array != null) {
      array.close();
    }
  }
}
