package org.sdptbench.glip.weights;

import ai.djl.ndarray.NDArray;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.glip.tensor.Params;

/** Parameters from and to files. */
public final class ParamsFile {
  private ParamsFile() {}

  /**
   * The values of a layout, as float32, whatever floating type the file has.
   *
   * @param tolerated names that the file may have beyond the layout
   * @throws StateDictMismatchException naming all missing, extra and mis-shaped tensors
   * @throws WeightFormatException naming the tensors with values that no model computes with
   */
  public static Params read(Layout layout, TensorFile file, Predicate<String> tolerated)
      throws StateDictMismatchException, WeightFormatException {
    TensorFile tensors = select(layout, file, tolerated);
    SoundValues check = new SoundValues(file.source());
    Params params =
        Params.from(
            layout,
            spec -> {
              RawTensor raw = tensors.get(spec.name());
              float[] values = raw.toFloats();
              check.look(spec.name(), values);
              return Ops.of(values, raw.shape());
            });
    try {
      check.throwIfUnsound();
    } catch (WeightFormatException e) {
      params.close();
      throw e;
    }
    return params;
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

  /** The values as tensors in the order of the layout. */
  public static Map<String, RawTensor> tensors(Params params) {
    Map<String, RawTensor> tensors = new LinkedHashMap<>();
    params.names().forEach(name -> tensors.put(name, tensor(params.get(name))));
    return tensors;
  }

  /** A float32 array as a tensor. */
  public static RawTensor tensor(NDArray array) {
    return RawTensor.of(array.toFloatArray(), array.getShape().getShape());
  }
}
