package org.sdptbench.glip.weights;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.file.FileKind;

/**
 * The container of a checkpoint, opened: the object that was pickled, and where its storages lie.
 *
 * @param root the pickled object, see {@link TorchUnpickler#load(String, java.io.InputStream)}
 * @param storageStarts storage key to the position of its first byte in the file; every storage
 *     lies inside the file
 */
record TorchArchive(@Nullable Object root, Map<String, Long> storageStarts) {

  /** The most a pickle may have: with an optimizer's state, GLIP-L's has less than one megabyte. */
  private static final int MAX_PICKLE_BYTES = 8 << 20;

  /** The first pickle of a stream: {@code 0x1950a86a20f9469cfc6c} at protocol 2. */
  private static final byte[] STREAM_MAGIC = {
    (byte) 0x80,
    2,
    (byte) 0x8a,
    10,
    0x6c,
    (byte) 0xfc,
    (byte) 0x9c,
    0x46,
    (byte) 0xf9,
    0x20,
    0x6a,
    (byte) 0xa8,
    0x50,
    0x19,
    '.'
  };

  /** Opens a file of either format, told apart by its first bytes. */
  static TorchArchive open(Path path, FileChannel channel, MappedRegion file) throws IOException {
    String source = path.toString();
    byte[] start = new byte[(int) Math.min(file.size(), STREAM_MAGIC.length)];
    file.slice(0, start.length).get(start);
    if (start.length >= 4 && start[0] == 'P' && start[1] == 'K') {
      return zip(source, channel, file);
    }
    if (Arrays.equals(start, STREAM_MAGIC)) {
      return stream(source, file);
    }
    throw new WeightFormatException(
        source,
        "neither a zip archive nor a stream of torch.save: it "
            + FileKind.of(path)
                .map("is "::concat)
                .orElseGet(() -> "starts with " + HexFormat.of().formatHex(start)));
  }

  /**
   * PyTorch 1.6 and later: an archive of stored members {@code PREFIX/data.pkl} and {@code
   * PREFIX/data/KEY}. The prefix is the stem of the name the file was first saved under.
   */
  private static TorchArchive zip(String source, FileChannel channel, MappedRegion file)
      throws IOException {
    try (ZipFile zip = ZipFile.builder().setSeekableByteChannel(channel).get()) {
      Map<String, ZipArchiveEntry> members = new HashMap<>();
      for (ZipArchiveEntry member : Collections.list(zip.getEntries())) {
        if (members.put(member.getName(), member) != null) {
          throw new WeightFormatException(source, "two members '" + member.getName() + "'");
        }
      }
      String pickleName = pickleName(source, members.keySet());
      String prefix = pickleName.substring(0, pickleName.length() - "data.pkl".length());
      checkByteOrder(source, file, members.get(prefix + "byteorder"));

      long pickleStart = start(source, file, member(source, members, pickleName));
      long pickleBytes = member(source, members, pickleName).getSize();
      if (pickleBytes > MAX_PICKLE_BYTES) {
        throw new WeightFormatException(
            source,
            "member '%s' has %s bytes, allowed are %s"
                .formatted(pickleName, pickleBytes, MAX_PICKLE_BYTES));
      }
      TorchUnpickler unpickler = new TorchUnpickler();
      ByteBuffer pickle = file.slice(pickleStart, pickleBytes);
      Object root = unpickler.load(source, new RegionInputStream(pickle));

      Map<String, Long> starts = new LinkedHashMap<>();
      for (TorchStorage storage : unpickler.storages().values()) {
        ZipArchiveEntry member = member(source, members, prefix + "data/" + storage.key());
        if (member.getSize() != storage.bytes()) {
          throw new WeightFormatException(
              source,
              "member '%s' has %s bytes, its storage of %s %s needs %s"
                  .formatted(
                      member.getName(),
                      member.getSize(),
                      storage.elements(),
                      storage.dtype(),
                      storage.bytes()));
        }
        starts.put(storage.key(), start(source, file, member));
      }
      return new TorchArchive(root, starts);
    } catch (WeightFormatException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new WeightFormatException(source, "damaged zip archive: " + e.getMessage(), e);
    }
  }

  private static String pickleName(String source, Collection<String> names)
      throws WeightFormatException {
    List<String> found =
        names.stream().filter(name -> name.matches("[^/]+/data\\.pkl")).sorted().toList();
    if (found.size() != 1) {
      throw new WeightFormatException(
          source, "found members %s, needed is one NAME/data.pkl".formatted(found));
    }
    return found.get(0);
  }

  private static ZipArchiveEntry member(
      String source, Map<String, ZipArchiveEntry> members, String name)
      throws WeightFormatException {
    ZipArchiveEntry member = members.get(name);
    if (member == null) {
      throw new WeightFormatException(source, "no member '" + name + "'");
    }
    return member;
  }

  /** Where a member's bytes start; it must be stored as it is and lie inside the file. */
  private static long start(String source, MappedRegion file, ZipArchiveEntry member)
      throws WeightFormatException {
    if (member.getMethod() != ZipArchiveEntry.STORED
        || member.getGeneralPurposeBit().usesEncryption()) {
      throw new WeightFormatException(
          source,
          "member '%s' is compressed or encrypted, torch.save stores".formatted(member.getName()));
    }
    long start = member.getDataOffset();
    if (start < 0 || member.getSize() < 0 || start > file.size() - member.getSize()) {
      throw new WeightFormatException(
          source,
          "member '%s': %s bytes at %s of a file of %s"
              .formatted(member.getName(), member.getSize(), start, file.size()));
    }
    return start;
  }

  private static void checkByteOrder(
      String source, MappedRegion file, @Nullable ZipArchiveEntry member)
      throws WeightFormatException {
    if (member == null) {
      return;
    }
    int length = (int) Math.min(member.getSize(), 16);
    byte[] order = new byte[length];
    file.slice(start(source, file, member), length).get(order);
    String text = new String(order, StandardCharsets.US_ASCII).strip();
    if (!text.equals("little")) {
      throw new WeightFormatException(
          source, "byte order is '%s', allowed is little".formatted(text));
    }
  }

  /**
   * Before PyTorch 1.6: five pickles (magic, protocol, system, object, storage keys), then for each
   * key the number of elements and the elements.
   */
  private static TorchArchive stream(String source, MappedRegion file) throws IOException {
    ByteBuffer head = file.slice(0, Math.min(file.size(), MAX_PICKLE_BYTES));
    RegionInputStream input = new RegionInputStream(head);
    new TorchUnpickler().load(source, input);
    Object protocol = new TorchUnpickler().load(source, input);
    if (!(protocol instanceof Integer number) || number != 1001) {
      throw new WeightFormatException(source, "the stream's protocol is not 1001");
    }
    Object system = new TorchUnpickler().load(source, input);
    if (!(system instanceof Map<?, ?> map) || !Boolean.TRUE.equals(map.get("little_endian"))) {
      throw new WeightFormatException(source, "the stream was not written as little-endian");
    }
    TorchUnpickler unpickler = new TorchUnpickler();
    Object root = unpickler.load(source, input);
    if (!(new TorchUnpickler().load(source, input) instanceof List<?> keys)) {
      throw new WeightFormatException(source, "the stream has no list of storage keys");
    }
    Map<String, Long> starts = new LinkedHashMap<>();
    long position = input.position();
    for (Object key : keys) {
      TorchStorage storage = key instanceof String ? unpickler.storages().get(key) : null;
      if (storage == null || starts.containsKey(storage.key())) {
        throw new WeightFormatException(
            source,
            "storage key %s of the stream is unknown or comes twice".formatted(starts.size()));
      }
      if (position > file.size() - Long.BYTES) {
        throw truncated(source, storage);
      }
      long elements = file.slice(position, Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).getLong();
      position += Long.BYTES;
      if (elements != storage.elements()) {
        throw new WeightFormatException(
            source,
            "storage '%s' has %s elements, the pickle says %s"
                .formatted(storage.key(), elements, storage.elements()));
      }
      if (storage.bytes() > file.size() - position) {
        throw truncated(source, storage);
      }
      starts.put(storage.key(), position);
      position += storage.bytes();
    }
    for (TorchStorage storage : unpickler.storages().values()) {
      if (!starts.containsKey(storage.key())) {
        throw truncated(source, storage);
      }
    }
    return new TorchArchive(root, starts);
  }

  private static WeightFormatException truncated(String source, TorchStorage storage) {
    return new WeightFormatException(
        source, "the file ends before storage '%s' does".formatted(storage.key()));
  }
}
