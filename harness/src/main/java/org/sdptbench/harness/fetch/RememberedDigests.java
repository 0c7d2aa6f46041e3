package org.sdptbench.harness.fetch;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JsonEncoding;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.StringJoiner;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.digest.Sha256;

/**
 * What the SHA-256 of large files was when they were last read in whole, beside them in {@code
 * ROOT/.sdptbench/read.json}. A file that has another size or time of change than then counts as
 * unknown, so that a memory that is wrong costs time and nothing else.
 *
 * <pre>{@code
 * RememberedDigests memory = new RememberedDigests(root);
 * String digest = memory.of(file, progress); // read in whole, unless that was done before
 *
 * Optional<String> known = memory.known(other); // the same in steps, for many files
 * memory.put(other, digestOfOther);
 * memory.flush();
 * }</pre>
 *
 * <p>A memory fails nobody: one that cannot be read is empty, and one that cannot be written is
 * gone when the process ends. Several threads and processes may use one.
 */
public final class RememberedDigests {
  /** A file younger than this may change once more without looking changed. */
  private static final Duration YOUNG = Duration.ofSeconds(2);

  /** Most files of a memory: those of COCO, LVIS, VOC and ODinW are about 330,000. */
  private static final int MOST_FILES = 1_500_000;

  /** Room for as many with names of a hundred letters. */
  private static final long MOST_BYTES = 512L << 20;

  private static final Pattern SHA256 = Pattern.compile("[0-9a-f]{64}");

  private static final String UNIX = "unix";
  private static final JsonMapper JSON =
      JsonMapper.builder().disable(SerializationFeature.FLUSH_AFTER_WRITE_VALUE).build();

  private final Path root;
  private final Path place;
  private final SortedMap<String, Seen> seen;
  private final SortedMap<String, Seen> added = new TreeMap<>();
  private final Map<String, String> asked = new HashMap<>();

  /**
   * A file as it was read.
   *
   * @param state its size and times
   * @param sha256 its digest
   * @param found what else was found in it; absent if nothing was looked for
   */
  @JsonInclude(JsonInclude.Include.NON_NULL)
  private record Seen(String state, String sha256, @Nullable String found) {
    /** The same with one text for all files in which the same was found. */
    Seen sharing(Map<String, String> words) {
      return found == null
          ? this
          : new Seen(state, sha256, words.computeIfAbsent(found, word -> word));
    }
  }

  /**
   * The memory of a folder.
   *
   * @param root the folder; it need not exist
   */
  public RememberedDigests(Path root) {
    this(root, root, "read");
  }

  /**
   * A memory that lies in one folder and is of the files of another.
   *
   * @param data the folder that holds it
   * @param root the folder of the files
   * @param name what it is called there
   */
  public RememberedDigests(Path data, Path root, String name) {
    this.root = root.toAbsolutePath().normalize();
    this.place = data.toAbsolutePath().resolve(DataFolder.STATE).resolve(name + ".json");
    this.seen = read();
  }

  /**
   * The digest of a file: the known one, or what reading it gives, which is remembered.
   *
   * @param progress told while it is read
   * @throws IOException if it cannot be read
   */
  public String of(Path file, ReadProgress progress) throws IOException {
    Optional<String> known = known(file);
    if (known.isPresent()) {
      return known.get();
    }
    String digest;
    try (InputStream in = new ObservedInputStream(file, progress)) {
      digest = Sha256.of(in);
    }
    put(file, digest);
    flush();
    return digest;
  }

  /**
   * The digest of a file, if it is as it was when the digest was taken.
   *
   * @param file a file below the folder; of others nothing is known
   */
  public Optional<String> known(Path file) {
    return seen(file).map(Seen::sha256);
  }

  /**
   * The same, if that was found in the file too which {@link #put(Path, String, String)} was told.
   */
  public Optional<String> known(Path file, String found) {
    return seen(file).filter(last -> found.equals(last.found)).map(Seen::sha256);
  }

  private Optional<Seen> seen(Path file) {
    Optional<String> name = name(file);
    Optional<String> state = state(file);
    if (name.isEmpty() || state.isEmpty()) {
      return Optional.empty();
    }
    synchronized (this) {
      asked.put(name.get(), state.get());
      return Optional.ofNullable(added.getOrDefault(name.get(), seen.get(name.get())))
          .filter(last -> last.state.equals(state.get()));
    }
  }

  /**
   * Remembers the digest of a file, unless the file changed since {@link #known} was asked of it,
   * or so lately that another change might go unseen.
   *
   * @param sha256 64 hexadecimal digits
   */
  public void put(Path file, String sha256) {
    remember(file, sha256, null);
  }

  /**
   * Remembers the digest of a file with what else was found in it, as {@link #put(Path, String)}.
   *
   * @param found a short text, such as the size of an image
   */
  public void put(Path file, String sha256, String found) {
    remember(file, sha256, found);
  }

  private void remember(Path file, String sha256, @Nullable String found) {
    Optional<String> name = name(file);
    Optional<String> state = state(file);
    if (name.isEmpty() || state.isEmpty() || isYoung(file)) {
      return;
    }
    synchronized (this) {
      if (asked.getOrDefault(name.get(), state.get()).equals(state.get())) {
        added.put(name.get(), new Seen(state.get(), sha256, found));
      }
    }
  }

  /** Writes what is new, if that is possible. */
  public synchronized void flush() {
    if (added.isEmpty()) {
      return;
    }
    SortedMap<String, Seen> all = read(); // others may have added to it
    all.putAll(added);
    forget(all);
    try {
      Files.createDirectories(place.getParent());
      Path temporary =
          place.resolveSibling("%s.%s.tmp".formatted(place.getFileName(), UUID.randomUUID()));
      try {
        write(temporary, all);
        Files.move(
            temporary, place, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
      } finally {
        Files.deleteIfExists(temporary);
      }
      seen.clear();
      seen.putAll(all);
      added.clear();
    } catch (IOException e) {
      // A folder that is not ours to write: the files are read again next time.
    }
  }

  /** Leaves out as many as are too many, those that were just added last. */
  private void forget(SortedMap<String, Seen> all) {
    int many = all.size() - MOST_FILES;
    if (many > 0) {
      List<String> old =
          all.keySet().stream().filter(name -> !added.containsKey(name)).limit(many).toList();
      all.keySet().removeAll(Set.copyOf(old));
    }
  }

  /** A line for each file, one after the other: together they may be larger than the heap. */
  private static void write(Path file, SortedMap<String, Seen> all) throws IOException {
    try (JsonGenerator out = JSON.getFactory().createGenerator(file.toFile(), JsonEncoding.UTF8)) {
      out.writeStartObject();
      for (Map.Entry<String, Seen> entry : all.entrySet()) {
        out.writeRaw('\n');
        out.writeFieldName(entry.getKey());
        JSON.writeValue(out, entry.getValue());
      }
      out.writeEndObject();
    }
  }

  private SortedMap<String, Seen> read() {
    SortedMap<String, Seen> all = new TreeMap<>();
    Map<String, String> words = new HashMap<>(); // many images have the same size
    try {
      if (Files.isRegularFile(place) && Files.size(place) <= MOST_BYTES) {
        try (JsonParser in = JSON.getFactory().createParser(place.toFile())) {
          if (in.nextToken() != JsonToken.START_OBJECT) {
            return all;
          }
          for (String name = in.nextFieldName(); name != null; name = in.nextFieldName()) {
            in.nextToken();
            Seen one = JSON.readValue(in, Seen.class);
            if (all.size() < MOST_FILES && !isDamaged(one)) {
              all.put(name, one.sharing(words));
            }
          }
          if (in.currentToken() != JsonToken.END_OBJECT) {
            return new TreeMap<>();
          }
        }
      }
      return all;
    } catch (IOException | RuntimeException e) {
      return new TreeMap<>(); // as good as none
    }
  }

  private static boolean isDamaged(@Nullable Seen seen) {
    return seen == null
        || seen.state == null
        || seen.sha256 == null
        || !SHA256.matcher(seen.sha256).matches();
  }

  private Optional<String> name(Path file) {
    Path absolute = file.toAbsolutePath().normalize();
    return absolute.startsWith(root)
        ? Optional.of(root.relativize(absolute).toString().replace('\\', '/'))
        : Optional.empty();
  }

  /**
   * Size and times; where there is one, also the time that a copy cannot set (as {@code cp -p} does
   * the other).
   */
  private static Optional<String> state(Path file) {
    boolean unix = file.getFileSystem().supportedFileAttributeViews().contains(UNIX);
    try {
      Map<String, Object> found =
          Files.readAttributes(
              file, unix ? "unix:size,lastModifiedTime,ctime" : "size,lastModifiedTime");
      StringJoiner state = new StringJoiner(" ");
      state.add(String.valueOf(found.get("size")));
      for (String time :
          unix ? List.of("lastModifiedTime", "ctime") : List.of("lastModifiedTime")) {
        FileTime at = (FileTime) Objects.requireNonNull(found.get(time));
        state.add(String.valueOf(at.to(TimeUnit.NANOSECONDS)));
      }
      return Optional.of(state.toString());
    } catch (IOException | UnsupportedOperationException e) {
      return Optional.empty();
    }
  }

  private static boolean isYoung(Path file) {
    try {
      Duration age = Duration.between(Files.getLastModifiedTime(file).toInstant(), Instant.now());
      return age.abs().compareTo(YOUNG) < 0;
    } catch (IOException e) {
      return true;
    }
  }
}
