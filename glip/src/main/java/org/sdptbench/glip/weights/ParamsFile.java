package org.sdptbench.glip.weights;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;

/** Parameters from and to files. */
public final class ParamsFile {
  private ParamsFile() {}

  /**
   * The values of a layout from a file that may have what official checkpoints have beside them.
   */
  public static Params read(Layout layout, TensorFile file) throws IOException {
    return read(layout, file, StateDict::isDispensable);
  }

  /** The tensors of a layout of a file that may have what official checkpoints have beside them. */
  public static TensorFile select(Layout layout, TensorFile file)
      throws StateDictMismatchException, WeightFormatException {
    return select(layout, file, StateDict::isDispensable);
  }

  /**
   * The values of a layout, as float32, whatever floating type the file has.
   *
   * @param tolerated names that the file may have beyond the layout
   * @throws StateDictMismatchException naming all missing, extra and mis-shaped tensors
   * @throws WeightFormatException naming the tensors with values that no model computes with
   * @throws IOException if it cannot be read to its end
   */
  public static Params read(Layout layout, TensorFile file, Predicate<String> tolerated)
      throws IOException {
    TensorFile tensors = select(layout, file, tolerated);
    SoundValues check = new SoundValues(file.source());
    // Every tensor passes through one buffer: reading needs the parameters and the largest of them.
    ByteBuffer buffer = buffer(layout);
    try (Scope scope = new Scope()) { // for what was read when the rest cannot be
      Params params =
          Params.from(
              layout,
              spec -> {
                RawTensor raw = tensors.get(spec.name());
                raw.putFloats(buffer.clear());
                check.look(spec.name(), buffer.flip().asFloatBuffer());
                return Ops.of(buffer.slice(), DataType.FLOAT32, raw.shape());
              });
      try {
        check.throwIfUnsound();
      } catch (WeightFormatException e) {
        params.close();
        throw e;
      }
      return params;
    } catch (UncheckedIOException e) {
      throw new IOException("%s: %s".formatted(file.source(), e.getMessage()), e);
    }
  }

  private static ByteBuffer buffer(Layout layout) {
    long most = layout.specs().stream().mapToLong(ParamSpec::size).max().orElse(0);
    return ByteBuffer.allocateDirect(Math.toIntExact(Float.BYTES * most))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  /**
   * The tensors of a layout, by names, shapes and types alone; no value is read.
   *
   * @param tolerated names that the file may have beyond the layout
   * @throws StateDictMismatchException naming all missing, extra and mis-shaped tensors
   * @throws WeightFormatException naming all tensors that are not of a floating type
   */
  public static TensorFile select(Layout layout, TensorFile file, Predicate<String> tolerated)
      throws StateDictMismatchException, WeightFormatException {
    Map<String, long[]> expected =
        layout.specs().stream()
            .collect(
                Collectors.toMap(
                    ParamSpec::name,
                    spec -> spec.shape().getShape(),
                    (a, b) -> a,
                    LinkedHashMap::new));
    TensorFile selected = new StateDict(expected, tolerated).select(file);
    SoundValues.checkTypes(selected);
    return selected;
  }

  /** The values as tensors in the order of the layout; see {@link #tensor}. */
  public static Map<String, RawTensor> tensors(Params params) {
    Map<String, RawTensor> tensors = new LinkedHashMap<>();
    params.names().forEach(name -> tensors.put(name, tensor(params.get(name))));
    return tensors;
  }

  /**
   * A float32 array as a tensor, whose values are read each time they are asked for: to write many
   * takes Java's memory for one. It is of use as long as the array is.
   */
  public static RawTensor tensor(NDArray array) {
    long[] shape = array.getShape().getShape();
    return new RawTensor(DType.F32, shape, () -> RawTensor.of(array.toFloatArray(), shape).data());
  }
}
