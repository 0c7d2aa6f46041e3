package org.sdptbench.glip.weights;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * A tensor as PyTorch pickles it: a strided view of a storage. Offset and strides count elements.
 * The constructor checks that the view lies inside its storage.
 */
final class TorchTensor {

  private final TorchStorage storage;
  private final long offset;
  private final long[] shape;
  private final long[] stride;
  private final int bytes;

  /**
   * Creates a view.
   *
   * @throws IllegalArgumentException if it reaches beyond its storage, or has more elements than
   *     the storage: no state dict holds expanded tensors, and a few bytes could claim gigabytes
   */
  TorchTensor(TorchStorage storage, long offset, long[] shape, long[] stride) {
    this.storage = storage;
    this.offset = offset;
    this.shape = shape.clone();
    this.stride = stride.clone();
    this.bytes = RawTensor.byteSize(storage.dtype(), shape);
    long elements = bytes / storage.dtype().bytes();
    if (shape.length != stride.length
        || offset < 0
        || elements > storage.elements()
        || (elements > 0 && !insideStorage())) {
      throw new IllegalArgumentException(
          "shape %s, strides %s, offset %s do not fit into storage '%s' of %s elements"
              .formatted(
                  Arrays.toString(shape),
                  Arrays.toString(stride),
                  offset,
                  storage.key(),
                  storage.elements()));
    }
  }

  private boolean insideStorage() {
    // Every term is at most elements() of the storage before it is added, so nothing overflows.
    long room = storage.elements() - 1 - offset;
    for (int d = 0; d < shape.length && room >= 0; d++) {
      long steps = shape[d] - 1;
      if (stride[d] < 0 || (steps > 0 && stride[d] > room / steps)) {
        return false;
      }
      room -= steps * stride[d];
    }
    return room >= 0;
  }

  /** The storage behind this view. */
  TorchStorage storage() {
    return storage;
  }

  /** Number of bytes of the elements. */
  int bytes() {
    return bytes;
  }

  /** Whether the elements lie in row-major order without gaps. */
  boolean isContiguous() {
    long expected = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      if (shape[d] != 1 && stride[d] != expected) {
        return bytes == 0;
      }
      expected *= shape[d];
    }
    return true;
  }

  /**
   * The tensor itself: its bytes in the file if it is contiguous, else packed in row-major order
   * when they are asked for.
   *
   * @param file the file's bytes
   * @param storageStart where the storage starts in it
   * @throws IllegalArgumentException if the elements are spread over more than 1 GiB
   */
  RawTensor resolve(FileRegion file, long storageStart) {
    int width = storage.dtype().bytes();
    long start = storageStart + offset * width;
    if (isContiguous()) {
      return new RawTensor(storage.dtype(), shape, file.part(bytes == 0 ? 0 : start, bytes));
    }
    long span = 1;
    for (int d = 0; d < shape.length; d++) {
      span += (shape[d] - 1) * stride[d];
    }
    if (span > RawTensor.MAX_BYTES / width) {
      throw new IllegalArgumentException(
          "its elements are spread over %s, allowed are %s bytes"
              .formatted(span, RawTensor.MAX_BYTES));
    }
    FileRegion spread = file.part(start, span * width);
    return new RawTensor(storage.dtype(), shape, () -> packed(spread.map()));
  }

  private ByteBuffer packed(ByteBuffer source) {
    int width = storage.dtype().bytes();
    ByteBuffer packed = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    long[] index = new long[shape.length];
    while (packed.hasRemaining()) {
      long element = 0;
      for (int d = 0; d < shape.length; d++) {
        element += index[d] * stride[d];
      }
      packed.put(source.slice((int) element * width, width));
      for (int d = shape.length - 1; d >= 0 && ++index[d] == shape[d]; d--) {
        index[d] = 0;
      }
    }
    return packed.flip();
  }
}
