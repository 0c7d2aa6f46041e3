package org.sdptbench.glip.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.sdptbench.glip.weights.RawTensor;
import org.sdptbench.glip.weights.SafeTensors;
import org.sdptbench.glip.weights.TensorFile;

/**
 * One golden set: {@code X.json} with the keys {@code set}, {@code config} and {@code tensors}, and
 * {@code X.safetensors} beside it, which is opened when a tensor is first asked for.
 *
 * <p>Names: {@code in.*} inputs, {@code out.*} outputs, {@code out.dbg.*} intermediates, {@code
 * grad.in.*} and {@code grad.<weight>} gradients of the loss that {@code doc} describes; everything
 * else is a weight under its official state-dict name.
 *
 * @param name what the JSON calls the set
 * @param json the whole JSON
 * @param path the safetensors file
 */
public record GoldenSet(String name, JsonNode json, Path path) {

  /** The settings with which the set was made. */
  public JsonNode config() {
    return json.get("config");
  }

  /** The names of the tensors, in the order of the JSON. */
  public List<String> names() {
    List<String> names = new ArrayList<>();
    json.get("tensors").fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** The names that {@code condition} holds for, in the order of the JSON. */
  public List<String> names(Predicate<String> condition) {
    return names().stream().filter(condition).toList();
  }

  /** The names of the weights: of everything that is no input, output or gradient. */
  public List<String> weightNames() {
    return names(n -> !n.startsWith("in.") && !n.startsWith("out.") && !n.startsWith("grad."));
  }

  /** Whether the set has a tensor of this name. */
  public boolean has(String tensor) {
    return json.get("tensors").has(tensor);
  }

  /** The shape that the JSON gives for a tensor. */
  public long[] shape(String tensor) {
    JsonNode shape = json.get("tensors").path(tensor).path(1);
    if (!shape.isArray()) {
      throw new IllegalArgumentException("golden set %s has no '%s'".formatted(name, tensor));
    }
    return IntStream.range(0, shape.size()).mapToLong(i -> shape.get(i).longValue()).toArray();
  }

  /** All tensors; memory-mapped, opened anew by each call. */
  public TensorFile tensors() {
    try {
      return SafeTensors.read(path);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A tensor by its name. */
  public RawTensor tensor(String tensor) {
    return tensors().get(tensor);
  }

  /** A tensor's elements as floats, row-major. */
  public float[] floats(String tensor) {
    return tensor(tensor).toFloats();
  }

  /** An integer tensor's elements, row-major. */
  public long[] longs(String tensor) {
    return tensor(tensor).toLongs();
  }

  /** The name, for the display names of parameterized tests. */
  @Override
  public String toString() {
    return name;
  }
}
