package org.sdptbench.glip.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.LongConsumer;
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

  /**
   * The most a header may have: that of GLIP-L has 150 kB. The format allows 100 MB, which can
   * become gigabytes of JSON in memory.
   */
  private static final long MAX_HEADER_BYTES = 8 << 20;

  private SafeTensors() {}

  /**
   * Opens a file. Tensors come in the order of its header, their values from the file when they are
   * asked for, so it must not be changed in place as long as they are in use; {@link #write} never
   * does.
   *
   * @throws WeightFormatException if the file does not follow the format
   * @throws IOException if it cannot be read
   */
  public static TensorFile read(Path path) throws IOException {
    String source = path.toString();
    FileRegion file = FileRegion.open(path);
    SafeTensorsHeader header = readHeader(source, file);
    FileRegion data = file.part(file.size() - header.dataBytes(), header.dataBytes());
    Map<String, RawTensor> tensors = new LinkedHashMap<>();
    for (SafeTensorsHeader.Entry entry : header.entries()) {
      FileRegion bytes = data.part(entry.begin(), entry.end() - entry.begin());
      tensors.put(entry.name(), new RawTensor(entry.dtype(), entry.shape(), bytes));
    }
    return new TensorFile(source, tensors, header.metadata());
  }

  private static SafeTensorsHeader readHeader(String source, FileRegion file) throws IOException {
    if (file.size() < PREFIX_BYTES) {
      throw new WeightFormatException(
          source,
          "found %s, a safetensors file has at least 8 bytes"
              .formatted(file.size() == 0 ? "an empty file" : file.size() + " bytes"));
    }
    long headerBytes = file.part(0, PREFIX_BYTES).bytes().getLong();
    long rest = file.size() - PREFIX_BYTES;
    long allowed = Math.min(MAX_HEADER_BYTES, rest);
    if (headerBytes < 2 || headerBytes > allowed) {
      byte[] head = file.part(0, Math.min(file.size(), FileKind.HEAD)).bytes().array();
      Optional<String> kind = FileKind.of(head);
      if (kind.isPresent()) {
        throw new WeightFormatException(source, "found %s, no safetensors".formatted(kind.get()));
      }
      throw new WeightFormatException(
          source,
          "header length is %s, allowed are 2 to %s in this file of %s bytes"
              .formatted(Long.toUnsignedString(headerBytes), allowed, file.size()));
    }
    return SafeTensorsHeader.parse(
        source, file.part(PREFIX_BYTES, headerBytes).bytes(), rest - headerBytes);
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
    write(path, tensors, metadata, written -> {});
  }

  /**
   * Writes a file as {@link #write(Path, Map, Map)} does.
   *
   * @param progress told how many bytes of tensors have been written, now and then
   * @throws FileSystemException if the file cannot be written; it names the file
   * @throws IOException if tensors cannot be read
   */
  public static void write(
      Path path,
      Map<String, RawTensor> tensors,
      Map<String, String> metadata,
      LongConsumer progress)
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
        writeFully(channel, target, prefix.putLong(header.length).flip());
        writeFully(channel, target, ByteBuffer.wrap(header));
        for (Map.Entry<String, RawTensor> entry : dataOrder) {
          entry.getValue().each(bytes -> writeFully(channel, target, bytes));
          progress.accept(channel.position() - PREFIX_BYTES - header.length);
        }
        channel.force(true);
      }
      Files.move(
          temporary, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    } catch (FileSystemException e) {
      String reason =
          e instanceof NoSuchFileException
              ? "its folder takes no files"
              : e instanceof AccessDeniedException
                  ? "no right to write there"
                  : e.getReason() == null ? e.getClass().getSimpleName() : e.getReason();
      throw (FileSystemException)
          new FileSystemException(path.toString(), null, "cannot be written: " + reason)
              .initCause(e);
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
    write(path, cast(path, tensors, floatingType), metadata);
  }

  /**
   * Tensors with every floating-point one cast to a type when its values are asked for, which
   * throws an {@link IllegalArgumentException} if one is too large; it names the tensor.
   *
   * @param source what it calls their origin
   * @param floatingType {@link DType#F32} or {@link DType#F16}
   */
  public static Map<String, RawTensor> cast(
      Path source, Map<String, RawTensor> tensors, DType floatingType) {
    Map<String, RawTensor> cast = new LinkedHashMap<>();
    tensors.forEach(
        (name, tensor) ->
            cast.put(
                name,
                tensor.dtype().isFloating()
                    ? new RawTensor(
                        floatingType,
                        tensor.shape(),
                        () -> cast(source, name, tensor, floatingType).data())
                    : tensor));
    return cast;
  }

  private static RawTensor cast(Path path, String name, RawTensor tensor, DType type)
      throws IOException {
    try {
      return tensor.cast(type);
    } catch (UncheckedIOException e) {
      throw new IOException("%s: %s".formatted(path, e.getMessage()), e);
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "%s: tensor '%s': %s".formatted(path, name, e.getMessage()), e);
    }
  }

  /** A failure of the target is told apart from one of a source that is read meanwhile. */
  private static void writeFully(FileChannel channel, Path target, ByteBuffer bytes)
      throws FileSystemException {
    try {
      while (bytes.hasRemaining()) {
        channel.write(bytes);
      }
    } catch (IOException e) {
      throw (FileSystemException)
          new FileSystemException(target.toString(), null, e.getMessage()).initCause(e);
    }
  }
}
