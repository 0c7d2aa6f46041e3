package org.sdptbench.glip.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.util.ArrayList;
import java.util.List;

/**
 * A read-only memory map of part of a file, of any size. A buffer ends at 2 GiB and a mapping costs
 * an entry of a limited kernel table, so the region is mapped in overlapping windows: every slice
 * of up to 1 GiB lies inside a single one.
 */
final class MappedRegion {

  private static final long STRIDE = 1L << 30;

  private final List<ByteBuffer> windows;
  private final long size;

  private MappedRegion(List<ByteBuffer> windows, long size) {
    this.windows = windows;
    this.size = size;
  }

  /**
   * Maps {@code size} bytes from {@code start}; they must exist. The channel may be closed then.
   */
  static MappedRegion of(FileChannel channel, long start, long size) throws IOException {
    if (start < 0 || size < 0 || start > channel.size() - size) {
      throw new IllegalArgumentException(
          "region of %s bytes at %s of a file of %s".formatted(size, start, channel.size()));
    }
    List<ByteBuffer> windows = new ArrayList<>();
    for (long offset = 0; offset < size; offset += STRIDE) {
      long length = Math.min(size - offset, Integer.MAX_VALUE);
      windows.add(channel.map(MapMode.READ_ONLY, start + offset, length));
    }
    return new MappedRegion(windows, size);
  }

  /** Number of bytes. */
  long size() {
    return size;
  }

  /**
   * A view of {@code length} bytes, at most 1 GiB, that start at {@code offset} of the region.
   *
   * @throws IllegalArgumentException if they are too many, or not all inside the region
   */
  ByteBuffer slice(long offset, long length) {
    if (offset < 0 || length < 0 || length > STRIDE || offset > size - length) {
      throw new IllegalArgumentException(
          "%s bytes at %s of a region of %s, of which at most %s make a slice"
              .formatted(length, offset, size, STRIDE));
    }
    if (length == 0) {
      return ByteBuffer.allocate(0);
    }
    ByteBuffer window = windows.get((int) (offset / STRIDE));
    return window.slice((int) (offset % STRIDE), (int) length);
  }
}
