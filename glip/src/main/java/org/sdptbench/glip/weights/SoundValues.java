package org.sdptbench.glip.weights;

import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Whether a model can compute with what a file holds. Values that are not finite, or so large that
 * the first product leaves float32, make every score NaN: a detector that finds nothing, and says
 * nothing.
 */
final class SoundValues {
  /**
   * The largest magnitude. Weights of trained models are below a thousand; squares of this, summed
   * over any layer, are still within float32 (3.4e38), while one square of 3e38 is not.
   */
  static final float MOST = 1e16f;

  private static final int PRINTED = 5;
  private static final int CHUNK = 1 << 14;

  private final String source;
  private final float[] chunk = new float[CHUNK];
  private final List<String> unsound = new ArrayList<>();
  private int tensors;

  /** A check of the tensors of a file. */
  SoundValues(String source) {
    this.source = source;
  }

  /** Looks at the values of a tensor, from the buffer's position to its limit. */
  void look(String name, FloatBuffer values) {
    tensors++;
    FloatBuffer left = values.duplicate();
    long first = -1;
    float firstValue = 0;
    int count = 0;
    while (left.hasRemaining()) {
      int start = left.position() - values.position();
      int length = Math.min(chunk.length, left.remaining());
      left.get(chunk, 0, length);
      int unsoundAt = firstUnsound(chunk, length);
      if (unsoundAt >= 0) {
        if (first < 0) {
          first = start + unsoundAt;
          firstValue = chunk[unsoundAt];
        }
        for (int i = unsoundAt; i < length; i++) {
          count += isSound(chunk[i]) ? 0 : 1;
        }
      }
    }
    if (count > 0) {
      unsound.add(
          "'%s' (%s of %s values, the first %s at %s)"
              .formatted(name, count, values.remaining(), firstValue, first));
    }
  }

  /** A loop with nothing else in it: all weights of GLIP-mini take 9 ms, 22 in a cold process. */
  private static int firstUnsound(float[] values, int length) {
    for (int i = 0; i < length; i++) {
      if (!isSound(values[i])) {
        return i;
      }
    }
    return -1;
  }

  private static boolean isSound(float value) {
    return Math.abs(value) <= MOST; // not so for NaN
  }

  /**
   * Ends the check.
   *
   * @throws WeightFormatException if there were such values; names the tensors
   */
  void throwIfUnsound() throws WeightFormatException {
    if (!unsound.isEmpty()) {
      throw new WeightFormatException(
          source,
          "%s of %s tensors have values that are no weights: %s; allowed are numbers of at most 1e16"
              .formatted(unsound.size(), tensors, listed(unsound)));
    }
  }

  /**
   * Checks the types of tensors.
   *
   * @throws WeightFormatException if one is of integers; names all
   */
  static void checkTypes(TensorFile file) throws WeightFormatException {
    List<String> integers = new ArrayList<>();
    for (Map.Entry<String, RawTensor> tensor : file.tensors().entrySet()) {
      if (!tensor.getValue().dtype().isFloating()) {
        integers.add("'%s' (%s)".formatted(tensor.getKey(), tensor.getValue()));
      }
    }
    if (!integers.isEmpty()) {
      throw new WeightFormatException(
          file.source(),
          "%s of %s tensors are of integers: %s; allowed are F64, F32, F16 and BF16"
              .formatted(integers.size(), file.tensors().size(), listed(integers)));
    }
  }

  private static String listed(List<String> names) {
    String list = String.join(", ", names.subList(0, Math.min(PRINTED, names.size())));
    return names.size() <= PRINTED
        ? list
        : "%s and %s more".formatted(list, names.size() - PRINTED);
  }
}
