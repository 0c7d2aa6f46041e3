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
   */
  public static Params read(Layout layout, TensorFile file, Predicate<String> tolerated)
      throws StateDictMismatchException {
    TensorFile tensors = select(layout, file, tolerated);
    return Params.from(
        layout,
        spec -> {
          RawTensor raw = tensors.get(spec.name());
          return Ops.of(raw.toFloats(), raw.shape());
        });
  }

  /**
   * The tensors of a layout, by names and shapes alone; no value is read.
   *
   * @param tolerated names that the file may have beyond the layout
   * @throws StateDictMismatchException naming all missing, extra and mis-shaped tensors
   */
  public static TensorFile select(Layout layout, TensorFile file, Predicate<String> tolerated)
      throws StateDictMismatchException {
    Map<String, long[]> expected =
        layout.specs().stream()
            .collect(
                Collectors.toMap(
                    ParamSpec::name,
                    spec -> spec.shape().getShape(),
                    (a, b) -> a,
                    LinkedHashMap::new));
    return new StateDict(expected, tolerated).select(file);
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
