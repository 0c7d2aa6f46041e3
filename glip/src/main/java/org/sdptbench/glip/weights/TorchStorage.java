package org.sdptbench.glip.weights;

/**
 * A flat array that tensors of a checkpoint are views of.
 *
 * @param key its name in the file
 * @param dtype element type
 * @param elements number of elements
 */
record TorchStorage(String key, DType dtype, long elements) {

  /**
   * Checks that the size is one that a file can have.
   *
   * @throws IllegalArgumentException if the number of elements is negative or overflows in bytes
   */
  TorchStorage {
    if (elements < 0 || elements > Long.MAX_VALUE / dtype.bytes()) {
      throw new IllegalArgumentException("storage '%s' of %s elements".formatted(key, elements));
    }
  }

  /** Number of bytes. */
  long bytes() {
    return elements * dtype.bytes();
  }
}
