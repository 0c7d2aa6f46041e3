package org.sdptbench.glip.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.sdptbench.glip.file.FileKind;

/**
 * Reads and writes safetensors: eight bytes with the little-endian length of a JSON header, the
 * header, then the tensors' bytes without gaps.
 *
 * @see <a href="https://github.com/huggingface/safetensors#format">The format</a>
 */
public final class SafeTensors {

  /** Length of the number in front of the header. */
  private static final int PREFIX_BYTES = 8;

  /** The format's own limit for a header. */
  private static final long MAX_HEADER_BYTES = 100_000_000;

  private SafeTensors() {}

  /**
   * Opens a file. Tensors are views of the memory-mapped file, in the order of its header, so the
   * file must not be changed in place as long as they are in use; {@link #write} never does.
   *
   * @throws WeightFormatException if the file does not follow the format
   * @throws IOException if it cannot be read
   */
  public static TensorFile read(Path path) throws IOException {
    String source = path.toString();
    try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
      SafeTensorsHeader header = readHeader(source, channel);
      long dataStart = channel.size() - header.dataBytes();
      MappedRegion data = MappedRegion.of(channel, dataStart, header.dataBytes());
      Map<String, RawTensor> tensors = new LinkedHashMap<>();
      for (SafeTensorsHeader.Entry entry : header.entries()) {
        ByteBuffer bytes = data.slice(entry.begin(), entry.end() - entry.begin());
        tensors.put(entry.name(), new RawTensor(entry.dtype(), entry.shape(), bytes));
      }
      return new TensorFile(source, tensors, header.metadata());
    }
  }

  private static SafeTensorsHeader readHeader(String source, FileChannel channel)
      throws IOException {
    long fileBytes = channel.size();
    if (fileBytes < PREFIX_BYTES) {
      throw new WeightFormatException(
          source,
          "found %s, a safetensors file has at least 8 bytes"
              .formatted(fileBytes == 0 ? "an empty file" : fileBytes + " bytes"));
    }
    long headerBytes = readFully(channel, 0, PREFIX_BYTES).getLong();
    long allowed = Math.min(MAX_HEADER_BYTES, fileBytes - PREFIX_BYTES);
    if (headerBytes < 2 || headerBytes > allowed) {
      byte[] head = readFully(channel, 0, (int) Math.min(fileBytes, FileKind.HEAD)).array();
      Optional<String> kind = FileKind.of(head);
      if (kind.isPresent()) {
        throw new WeightFormatException(source, "found %s, no safetensors".formatted(kind.get()));
      }
      throw new WeightFormatException(
          source,
          "header length is %s, allowed are 2 to %s in this file of %s bytes"
              .formatted(Long.toUnsignedString(headerBytes), allowed, fileBytes));
    }
    ByteBuffer header = readFully(channel, PREFIX_BYTES, (int) headerBytes);
    return SafeTensorsHeader.parse(source, header, fileBytes - PREFIX_BYTES - headerBytes);
  }

  private static ByteBuffer readFully(FileChannel channel, long position, int length)
      throws IOException {
    ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new IOException("file became shorter while it was read");
      }
    }
    return buffer.flip();
  }

  /**
   * Writes a file under a temporary name and renames it, so that a reader sees the old file or the
   * whole new one. The same input gives the same bytes: the header lists tensors in the map's order
   * and metadata sorted by key; the data is ordered by decreasing element size, which aligns it.
   *
   * @throws IllegalArgumentException if a name is empty or {@code __metadata__}
   */
  public static void write(Path path, Map<String, RawTensor> tensors, Map<String, String> metadata)
      throws IOException {
    Path target = path.toAbsolutePath();
    List<Map.Entry<String, RawTensor>> dataOrder = dataOrder(tensors);
    byte[] header = header(tensors, metadata);

    Path directory = target.resolveSibling("");
    Files.createDirectories(directory);
    Path temporary =
        directory.resolve(".%s.%s.tmp".formatted(target.getFileName(), UUID.randomUUID()));
    try {
      try (FileChannel channel =
          FileChannel.open(temporary, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        ByteBuffer prefix = ByteBuffer.allocate(PREFIX_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        writeFully(channel, prefix.putLong(header.length).flip());
        writeFully(channel, ByteBuffer.wrap(header));
        for (Map.Entry<String, RawTensor> entry : dataOrder) {
          writeFully(channel, entry.getValue().data());
        }
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } finally {
      Files.deleteIfExists(temporary);
    }
  }

  /** Size in bytes of the file that {@link #write(Path, Map, Map)} makes of the same input. */
  public static long byteSize(Map<String, RawTensor> tensors, Map<String, String> metadata) {
    long data = tensors.values().stream().mapToLong(RawTensor::byteSize).sum();
    return PREFIX_BYTES + header(tensors, metadata).length + data;
  }

  private static List<Map.Entry<String, RawTensor>> dataOrder(Map<String, RawTensor> tensors) {
    return tensors.entrySet().stream()
        .sorted(Comparator.comparingInt(entry -> -entry.getValue().dtype().bytes()))
        .toList();
  }

  private static byte[] header(Map<String, RawTensor> tensors, Map<String, String> metadata) {
    Map<String, Long> offsets = new LinkedHashMap<>();
    long end = 0;
    for (Map.Entry<String, RawTensor> entry : dataOrder(tensors)) {
      offsets.put(entry.getKey(), end);
      end += entry.getValue().byteSize();
    }
    return SafeTensorsHeader.encode(tensors, offsets, metadata);
  }

  /**
   * Like {@link #write(Path, Map, Map)}, with every floating-point tensor cast to one type.
   *
   * @param floatingType {@link DType#F32} or {@link DType#F16}
   * @throws IllegalArgumentException if a value is too large for the type; names the tensor
   */
  public static void write(
      Path path, Map<String, RawTensor> tensors, Map<String, String> metadata, DType floatingType)
      throws IOException {
    Map<String, RawTensor> cast = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) -> {
          try {
            cast.put(name, tensor.dtype().isFloating() ? tensor.cast(floatingType) : tensor);
          } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(
                "%s: tensor '%s': %s".formatted(path, name, e.getMessage()), e);
          }
        });
    write(path, cast, metadata);
  }

  private static void writeFully(FileChannel channel, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      channel.write(bytes);
    }
  }
}
