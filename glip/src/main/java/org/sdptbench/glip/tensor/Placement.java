package org.sdptbench.glip.tensor;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.Buffer;

/**
 * The one place that makes arrays, and knows the device that all arrays of this process are on:
 * {@code cpu}, {@code cuda} or {@code cuda:N}, as the system property {@code sdptbench.device}
 * says. What kernels make is where their arguments are.
 */
final class Placement {
  private static final String CPU = "cpu";
  private static final String DEVICE = System.getProperty("sdptbench.device", CPU);

  private Placement() {}

  /** An array with the contents of a buffer. */
  static NDArray copy(Buffer values, DataType type, Shape shape) {
    NDArray javaBacked = Script.manager().create(values, shape, type);
    // A copy made by torch: the original lives in a buffer that Java may free at any moment.
    NDArray copy = javaBacked.duplicate();
    javaBacked.close();
    return placed(copy);
  }

  /** An array filled with one value. */
  static NDArray filled(double value, DataType type, Shape shape) {
    return placed(Script.manager().full(shape, (float) value, type));
  }

  /** An array that was made on the CPU, on the device; nobody else has it. */
  private static NDArray placed(NDArray made) {
    if (DEVICE.equals(CPU)) {
      return made;
    }
    NDArray placed = Script.call("place", made, DEVICE);
    made.close();
    return placed;
  }
}
