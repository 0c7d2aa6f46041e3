package org.sdptbench.harness.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.tensor.Ops;

/** Arrays in a file of this process, by ids. The file goes when it is closed. */
final class ArrayFile implements AutoCloseable {
  private final FileChannel channel;
  private final Map<Long, List<Place>> places = new HashMap<>();
  private long end;

  private record Place(long position, int bytes, DataType type, Shape shape) {}

  private ArrayFile(FileChannel channel) {
    this.channel = channel;
  }

  /** A new file in a folder, which is made. */
  static ArrayFile in(Path folder) throws IOException {
    Files.createDirectories(folder);
    return new ArrayFile(
        FileChannel.open(
            Files.createTempFile(folder, "features", ".bin"),
            StandardOpenOption.READ,
            StandardOpenOption.WRITE,
            StandardOpenOption.DELETE_ON_CLOSE));
  }

  /** Bytes so far. */
  long size() {
    return end;
  }

  /**
   * Adds arrays.
   *
   * @throws IOException if they cannot be written; what was there before stays
   */
  void put(long id, List<NDArray> arrays) throws IOException {
    List<Place> added = new ArrayList<>();
    long position = end;
    for (NDArray array : arrays) {
      ByteBuffer bytes = Ops.contiguous(array).toByteBuffer();
      added.add(new Place(position, bytes.remaining(), array.getDataType(), array.getShape()));
      while (bytes.hasRemaining()) {
        position += channel.write(bytes, position);
      }
    }
    places.put(id, added);
    end = position;
  }

  /** Whether there are arrays of an id. */
  boolean has(long id) {
    return places.containsKey(id);
  }

  /** The arrays of an id, made anew; empty if it has none. */
  Optional<List<NDArray>> get(long id) throws IOException {
    @Nullable List<Place> found = places.get(id);
    if (found == null) {
      return Optional.empty();
    }
    List<NDArray> arrays = new ArrayList<>();
    for (Place place : found) {
      ByteBuffer bytes = ByteBuffer.allocateDirect(place.bytes).order(ByteOrder.nativeOrder());
      while (bytes.hasRemaining()) {
        if (channel.read(bytes, place.position + bytes.position()) < 0) {
          throw new EOFException("the file of features ends early");
        }
      }
      arrays.add(Ops.of(bytes.flip(), place.type, place.shape.getShape()));
    }
    return Optional.of(arrays);
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
