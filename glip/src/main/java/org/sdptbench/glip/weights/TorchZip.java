package org.sdptbench.glip.weights;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;
import org.jspecify.annotations.Nullable;

/**
 * A checkpoint of PyTorch 1.6 and later: an archive of stored members {@code PREFIX/data.pkl} and
 * {@code PREFIX/data/KEY}. The prefix is the stem of the name the file was first saved under.
 */
final class TorchZip implements TorchArchive {
  private final String source;
  private final FileRegion file;
  private final boolean checked;
  private final Map<String, ZipArchiveEntry> members;
  private final String prefix;
  private final Set<String> right = new HashSet<>();
  private final @Nullable Object root;

  private TorchZip(
      String source, FileRegion file, boolean checked, Map<String, ZipArchiveEntry> members)
      throws IOException {
    this.source = source;
    this.file = file;
    this.checked = checked;
    this.members = members;
    String pickleName = pickleName(members.keySet());
    this.prefix = pickleName.substring(0, pickleName.length() - "data.pkl".length());
    checkByteOrder(members.get(prefix + "byteorder"));
    ZipArchiveEntry pickle = member(pickleName);
    checkStored(pickle);
    if (pickle.getSize() > MAX_PICKLE_BYTES) {
      throw new WeightFormatException(
          source,
          "member '%s' has %s bytes, allowed are %s"
              .formatted(pickleName, pickle.getSize(), MAX_PICKLE_BYTES));
    }
    this.root = new TorchUnpickler().load(source, new RegionInputStream(content(pickle).bytes()));
  }

  static TorchZip open(String source, FileRegion file, boolean checked) throws IOException {
    try (ZipFile zip = ZipFile.builder().setSeekableByteChannel(new DirectoryChannel(file)).get()) {
      Map<String, ZipArchiveEntry> members = new HashMap<>();
      for (ZipArchiveEntry member : Collections.list(zip.getEntries())) {
        if (members.put(member.getName(), member) != null) {
          throw new WeightFormatException(source, "two members '" + member.getName() + "'");
        }
      }
      return new TorchZip(source, file, checked, members);
    } catch (WeightFormatException e) {
      throw e;
    } catch (IOException | RuntimeException e) {
      throw new WeightFormatException(
          source, "damaged zip archive, or a part of one: " + reason(e), e);
    }
  }

  private static @Nullable String reason(Throwable e) {
    Throwable cause = e.getCause();
    return cause == null ? e.getMessage() : reason(cause);
  }

  @Override
  public @Nullable Object root() {
    return root;
  }

  @Override
  public long start(TorchStorage storage) throws IOException {
    ZipArchiveEntry member = member(prefix + "data/" + storage.key());
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
    content(member);
    return member.getDataOffset();
  }

  private String pickleName(Collection<String> names) throws WeightFormatException {
    List<String> found =
        names.stream().filter(name -> name.matches("[^/]+/data\\.pkl")).sorted().limit(10).toList();
    if (found.size() != 1) {
      throw new WeightFormatException(
          source,
          "a zip archive, and no checkpoint: found %s, needed is one NAME/data.pkl as torch.save leaves it"
              .formatted(found.isEmpty() ? "no data.pkl" : found));
    }
    return found.get(0);
  }

  private ZipArchiveEntry member(String name) throws WeightFormatException {
    ZipArchiveEntry member = members.get(name);
    if (member == null) {
      throw new WeightFormatException(source, "no member '" + name + "'");
    }
    return member;
  }

  private void checkStored(ZipArchiveEntry member) throws WeightFormatException {
    if (member.getMethod() != ZipArchiveEntry.STORED
        || member.getGeneralPurposeBit().usesEncryption()) {
      throw new WeightFormatException(
          source,
          "member '%s' is compressed or encrypted, torch.save stores".formatted(member.getName()));
    }
  }

  /** A member's bytes; it must be stored as it is, lie inside the file, and be undamaged. */
  private FileRegion content(ZipArchiveEntry member) throws IOException {
    checkStored(member);
    long start = member.getDataOffset();
    if (start < 0 || member.getSize() < 0 || start > file.size() - member.getSize()) {
      throw new WeightFormatException(
          source,
          "member '%s': %s bytes at %s of a file of %s"
              .formatted(member.getName(), member.getSize(), start, file.size()));
    }
    FileRegion content = file.part(start, member.getSize());
    if (checked && right.add(member.getName())) {
      CRC32 sum = new CRC32();
      content.each(sum::update);
      if (sum.getValue() != member.getCrc()) {
        throw new WeightFormatException(
            source,
            String.format(
                Locale.ROOT,
                "member '%s' is damaged: its CRC-32 is %08x, the archive says %08x",
                member.getName(),
                sum.getValue(),
                member.getCrc()));
      }
    }
    return content;
  }

  private void checkByteOrder(@Nullable ZipArchiveEntry member) throws IOException {
    if (member == null) {
      return;
    }
    FileRegion content = content(member);
    byte[] order = new byte[(int) Math.min(content.size(), 16)];
    content.part(0, order.length).bytes().get(order);
    String text = new String(order, StandardCharsets.US_ASCII).strip();
    if (!text.equals("little")) {
      throw new WeightFormatException(
          source, "byte order is '%s', allowed is little".formatted(text));
    }
  }
}
