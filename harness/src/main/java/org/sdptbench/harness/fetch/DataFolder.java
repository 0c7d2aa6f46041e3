package org.sdptbench.harness.fetch;

import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sdptbench.glip.digest.Sha256;

/**
 * A folder with official files, and what is remembered of them.
 *
 * @param root the folder
 */
public record DataFolder(Path root) {
  /** The folder in which something is remembered. */
  static final String STATE = ".sdptbench";

  private static final JsonMapper JSON =
      JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

  /** Far above a line for each file of the lock. */
  private static final long MOST_BYTES = 1 << 20;

  /** How far a file has come. */
  public enum State {
    /** Nothing of it is there. */
    MISSING,
    /** A part of it is there; fetching goes on. */
    PARTIAL,
    /** It is there, of the right size as far as that is known. */
    PRESENT,
    /** It is there and of another size than it should be. */
    WRONG_SIZE,
    /** The archive was unpacked, and is gone itself. */
    UNPACKED
  }

  /** Where a file lies, or will. */
  public Path place(RemoteFile file) {
    return root.resolve(file.path());
  }

  /** What a download writes to. */
  Path part(RemoteFile file) {
    Path place = place(file);
    return place.resolveSibling(place.getFileName() + ".part");
  }

  /** Where the download remembers what it is a part of. */
  Path partTag(RemoteFile file) {
    Path place = place(file);
    return place.resolveSibling(place.getFileName() + ".part.tag");
  }

  /** A folder for what is not finished, on the same file system. */
  Path scratch() {
    return root.resolve(STATE).resolve("scratch");
  }

  /**
   * How far a file has come; its content is not looked at.
   *
   * @throws IOException if the folder cannot be read
   */
  public State state(RemoteFile file) throws IOException {
    Path place = place(file);
    if (Files.isRegularFile(place)) {
      boolean right = file.bytes().isEmpty() || file.bytes().getAsLong() == Files.size(place);
      return right ? State.PRESENT : State.WRONG_SIZE;
    }
    if (file.unpack().isPresent() && isUnpacked(file)) {
      return State.UNPACKED;
    }
    return Files.isRegularFile(part(file)) ? State.PARTIAL : State.MISSING;
  }

  /** Whether a download of a file was begun and not ended. */
  public boolean isBegun(RemoteFile file) {
    return Files.isRegularFile(part(file)) && !Files.exists(place(file));
  }

  /** The digest that a file must have: the published one, or the one that was first seen here. */
  public Optional<String> expected(RemoteFile file) throws IOException {
    return file.sha256().isPresent()
        ? file.sha256()
        : Optional.ofNullable(remembered("digests").get(file.path()));
  }

  /**
   * Checks a file against the digest that it must have, if there is one yet.
   *
   * @param content where the content lies now
   * @return the digest
   * @throws IOException if it is another one; the message says both
   */
  public String verify(RemoteFile file, Path content) throws IOException {
    String found;
    try (InputStream in = Files.newInputStream(content)) {
      found = Sha256.of(in);
    }
    Optional<String> expected = expected(file);
    if (expected.isPresent() && !expected.get().equals(found)) {
      throw new IOException(
          "%s: SHA-256 is %s, %s is %s"
              .formatted(
                  content,
                  found,
                  file.sha256().isPresent()
                      ? "published"
                      : "recorded in %s when first seen".formatted(memory("digests")),
                  expected.get()));
    }
    return found;
  }

  /** Remembers the digest of a file in its place, so that using it does not read it once more. */
  void remember(RemoteFile file, String digest) {
    RememberedDigests digests = new RememberedDigests(root);
    digests.put(place(file), digest);
    digests.flush();
  }

  /** Remembers the digest of a file that nobody has published, and that proved to be of use. */
  void record(RemoteFile file, String digest) throws IOException {
    if (file.sha256().isEmpty()) {
      remember("digests", file.path(), digest);
    }
  }

  /** Whether what an archive has to hold is there, whoever put it there. */
  public boolean holdsContents(RemoteFile file) {
    Path target = root.resolve(file.unpack().orElse(""));
    return !file.contents().isEmpty()
        && file.contents().stream().map(target::resolve).allMatch(Files::exists);
  }

  /** Whether an archive was unpacked, and what it held is still there as far as a look tells. */
  boolean isUnpacked(RemoteFile file) throws IOException {
    String sample = remembered("unpacked").get(file.path());
    Path target = root.resolve(file.unpack().orElse(""));
    return sample != null
        && Files.exists(root.resolve(sample))
        && file.contents().stream().map(target::resolve).allMatch(Files::exists);
  }

  /**
   * Remembers that an archive was unpacked.
   *
   * @param sample one of the files that it held
   */
  void unpacked(RemoteFile file, Path sample) throws IOException {
    remember(
        "unpacked", file.path(), root.toAbsolutePath().normalize().relativize(sample).toString());
  }

  private Path memory(String what) {
    return root.resolve(STATE).resolve(what + ".json");
  }

  private SortedMap<String, String> remembered(String what) throws IOException {
    Path file = memory(what);
    if (!Files.isRegularFile(file)) {
      return new TreeMap<>();
    }
    long size = Files.size(file);
    if (size > MOST_BYTES) {
      throw damaged(file, "%s bytes, more than %s".formatted(size, MOST_BYTES));
    }
    try {
      SortedMap<String, String> found =
          JSON.readValue(file.toFile(), new TypeReference<TreeMap<String, String>>() {});
      if (found == null || found.containsValue(null)) {
        throw damaged(file, "null where a text should be");
      }
      return found;
    } catch (JacksonException e) {
      throw damaged(file, e.getOriginalMessage());
    }
  }

  private static IOException damaged(Path file, String what) {
    return new IOException(
        "%s: damaged (%s); move it away, then files that nobody has published digests of are recorded anew"
            .formatted(file, what.lines().findFirst().orElse("")));
  }

  private void remember(String what, String path, String value) throws IOException {
    SortedMap<String, String> all = remembered(what);
    all.put(path, value);
    Path file = memory(what);
    Files.createDirectories(file.getParent());
    Path temporary = file.resolveSibling(file.getFileName() + ".tmp");
    Files.write(temporary, JSON.writeValueAsBytes(all));
    Files.move(
        temporary, file, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
  }
}
