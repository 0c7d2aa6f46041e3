package org.sdptbench.glip.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.channels.FileChannel.MapMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/**
 * Part of a file, of any size, whose bytes are read when they are asked for. Read and not mapped: a
 * mapped checkpoint counts as memory of the process, and one that is cut short meanwhile ends it.
 *
 * <p>The file stays open as long as one of its regions is in use, deleted or not; Java closes the
 * channel once none can be reached.
 */
final class FileRegion {
  /** Most bytes that {@link #each} gives at once. */
  private static final int CHUNK = 1 << 16;

  private final FileChannel channel;
  private final long start;
  private final long size;

  private FileRegion(FileChannel channel, long start, long size) {
    this.channel = channel;
    this.start = start;
    this.size = size;
  }

  /** Takes bytes, from position to limit. */
  interface Consumer {
    /** The next bytes; the buffer is used again. */
    void take(ByteBuffer bytes) throws IOException;
  }

  /**
   * The whole of a file.
   *
   * @throws IOException if it cannot be opened, or is a folder
   */
  static FileRegion open(Path path) throws IOException {
    if (Files.isDirectory(path)) {
      throw new WeightFormatException(path.toString(), "found a folder, needed is a file");
    }
    if (Files.exists(path) && !Files.isRegularFile(path)) { // a pipe would be waited for
      throw new WeightFormatException(
          path.toString(), "found a pipe or device, needed is a file on a disk");
    }
    FileChannel channel = FileChannel.open(path, StandardOpenOption.READ);
    return new FileRegion(channel, 0, channel.size());
  }

  /** Number of bytes. */
  long size() {
    return size;
  }

  /**
   * {@code length} bytes from {@code offset} on.
   *
   * @throws IllegalArgumentException if they are not all inside the region
   */
  FileRegion part(long offset, long length) {
    if (offset < 0 || length < 0 || offset > size - length) {
      throw new IllegalArgumentException(
          "%s bytes at %s of a region of %s".formatted(length, offset, size));
    }
    return new FileRegion(channel, start + offset, length);
  }

  /**
   * Reads all of it.
   *
   * @throws IllegalArgumentException if it does not fit into an array
   */
  ByteBuffer bytes() throws IOException {
    if (size > Integer.MAX_VALUE - Long.BYTES) {
      throw new IllegalArgumentException("%s bytes do not fit into an array".formatted(size));
    }
    ByteBuffer bytes = ByteBuffer.allocate((int) size).order(ByteOrder.LITTLE_ENDIAN);
    readInto(bytes);
    return bytes.flip();
  }

  /** Reads all of it into a buffer, from its position on. */
  void readInto(ByteBuffer target) throws IOException {
    ByteBuffer room = target.slice(target.position(), Math.toIntExact(size));
    fill(room, 0);
    target.position(target.position() + room.capacity());
  }

  /** Reads all of it, a piece at a time. */
  void each(Consumer consumer) throws IOException {
    ByteBuffer chunk = ByteBuffer.allocate((int) Math.min(CHUNK, size));
    for (long offset = 0; offset < size; offset += chunk.limit()) {
      chunk.clear().limit((int) Math.min(CHUNK, size - offset));
      fill(chunk, offset);
      consumer.take(chunk.flip());
    }
  }

  /** Maps it, for reading it back and forth. */
  ByteBuffer map() throws IOException {
    return channel.map(MapMode.READ_ONLY, start, size).order(ByteOrder.LITTLE_ENDIAN);
  }

  private void fill(ByteBuffer target, long offset) throws IOException {
    while (target.hasRemaining()) {
      if (channel.read(target, start + offset + target.position()) < 0) {
        throw new IOException("the file became shorter while it was read");
      }
    }
  }
}
