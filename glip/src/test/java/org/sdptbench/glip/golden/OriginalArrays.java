package org.sdptbench.glip.golden;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;

/**
 * Weights, inputs and outputs of a block of an original implementation, in float64, as {@code
 * baselines/src/test/originals/originals.py} wrote them.
 */
public final class OriginalArrays {
  private final Map<String, double[]> values = new HashMap<>();
  private final Map<String, long[]> shapes = new HashMap<>();

  /** Reads a file that lies beside a class. */
  public OriginalArrays(Class<?> beside, String file) {
    try (InputStream in = Objects.requireNonNull(beside.getResourceAsStream(file), file)) {
      for (Map.Entry<String, JsonNode> array : new ObjectMapper().readTree(in).properties()) {
        values.put(array.getKey(), numbers(array.getValue().path("values")));
        double[] shape = numbers(array.getValue().path("shape"));
        long[] lengths = new long[shape.length];
        for (int i = 0; i < shape.length; i++) {
          lengths[i] = (long) shape[i];
        }
        shapes.put(array.getKey(), lengths);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static double[] numbers(JsonNode list) {
    double[] numbers = new double[list.size()];
    for (int i = 0; i < numbers.length; i++) {
      numbers[i] = list.get(i).doubleValue();
    }
    return numbers;
  }

  /** The values of an array, row by row. */
  public double[] values(String name) {
    return Objects.requireNonNull(values.get(name), name).clone();
  }

  /** An array. */
  public NDArray get(String name) {
    return Ops.of(values(name), Objects.requireNonNull(shapes.get(name), name));
  }

  /** An array without its leading axes of length 1, down to a matrix. */
  public NDArray matrix(String name) {
    long[] shape = Objects.requireNonNull(shapes.get(name), name);
    return Ops.of(values(name), shape[shape.length - 2], shape[shape.length - 1]);
  }

  /** The rows [n, d] of one entry of a three-axis array. */
  public NDArray entry(String name, int index) {
    long[] shape = Objects.requireNonNull(shapes.get(name), name);
    return Ops.reshape(Ops.narrow(get(name), 0, index, 1), shape[1], shape[2]);
  }

  /** Parameters of a layout, each from the array that {@code original} names. */
  public Params params(Layout layout, UnaryOperator<String> original) {
    return Params.from(
        layout, spec -> Ops.reshape(get(original.apply(spec.name())), spec.shape().getShape()));
  }
}
