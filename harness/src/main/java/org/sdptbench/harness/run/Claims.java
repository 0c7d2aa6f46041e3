package org.sdptbench.harness.run;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.function.LongSupplier;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.run.Presence.Owner;
import org.sdptbench.reports.file.ProcessId;
import org.sdptbench.reports.file.WholeFile;

/**
 * Who runs which cell of a store: a file {@code ab/abcd….claim-0} with the name of a {@link
 * Presence}. It is made in one step that fails where it is there ({@link WholeFile#putIfAbsent}),
 * so that of many processes on many machines one gets the cell.
 *
 * <p>A claim of a process that is gone is not removed but outbid: whoever makes {@code .claim-1}
 * first has the cell, and so on. So nobody ever removes what is another's, and two who find a dead
 * process at the same moment cannot both get what it had. A process is gone if this machine knows
 * so, or if the number of its presence did not grow for {@link #SILENCE}, measured here by a clock
 * that nobody sets. One that was only stopped so long, and goes on, finds its cell run by another;
 * then the first record wins.
 *
 * <p>Safe for use by several threads.
 */
public final class Claims {
  /**
   * After so long without a beat a process counts as gone: nine beats, and more than NFS caches.
   */
  public static final Duration SILENCE = Duration.ofSeconds(90);

  private static final Pattern NAME = Pattern.compile("([0-9a-f]{64})\\.claim-(\\d{1,6})");

  private final Path root;
  private final Presence own;
  private final LongSupplier nanos;
  private final Duration silence;
  private final Map<String, Beat> beats = new HashMap<>();

  /** What a presence said when it last said another thing than before. */
  private record Beat(String text, long since) {}

  /**
   * The claims of a store.
   *
   * @param root folder of the store
   * @param own this process's presence there
   * @param nanos the clock, as {@link System#nanoTime}
   * @param silence after which a process counts as gone
   */
  public Claims(Path root, Presence own, LongSupplier nanos, Duration silence) {
    this.root = root;
    this.own = own;
    this.nanos = nanos;
    this.silence = silence;
  }

  /** What asking for a cell gives. */
  public sealed interface Answer {
    /**
     * It is this process's until it is given back.
     *
     * @param claim gives it back
     */
    record Granted(Claim claim) implements Answer {}

    /**
     * Another process has it.
     *
     * @param owner that one
     */
    record Held(Owner owner) implements Answer {}
  }

  /** That a cell is this process's. */
  public static final class Claim implements AutoCloseable {
    private final Path folder;
    private final String cell;
    private final int number;

    private Claim(Path folder, String cell, int number) {
      this.folder = folder;
      this.cell = cell;
      this.number = number;
    }

    /** Gives the cell back. The lower claims, which count for nothing any more, go first. */
    @Override
    public void close() throws IOException {
      for (int i = 0; i <= number; i++) {
        Files.deleteIfExists(folder.resolve(name(cell, i)));
      }
    }
  }

  /**
   * Asks for a cell. Whoever gets it looks whether its record is there by now.
   *
   * @throws IOException if the store cannot be written
   */
  public Answer ask(String cell) throws IOException {
    Path folder = Files.createDirectories(RunStore.folder(root, cell));
    while (true) {
      OptionalInt last = last(folder, cell);
      if (last.isPresent()) {
        Path claim = folder.resolve(name(cell, last.getAsInt()));
        String holder = read(claim);
        if (!Files.exists(claim)) {
          continue; // given back meanwhile
        }
        @Nullable Owner living = living(holder);
        if (living != null) {
          return new Answer.Held(living);
        }
      }
      int number = last.orElse(-1) + 1;
      if (make(folder.resolve(name(cell, number)))) {
        Claim claim = new Claim(folder, cell, number);
        Optional<Owner> living = below(folder, cell, number);
        if (living.isEmpty()) {
          return new Answer.Granted(claim);
        }
        Files.deleteIfExists(folder.resolve(name(cell, number)));
        return new Answer.Held(living.get());
      }
    }
  }

  /**
   * Who has made a lower claim since this process looked, after all earlier ones were given back.
   */
  private Optional<Owner> below(Path folder, String cell, int number) throws IOException {
    for (int i = 0; i < number; i++) {
      Path claim = folder.resolve(name(cell, i));
      String holder = read(claim);
      @Nullable Owner owner = Files.exists(claim) ? living(holder) : null;
      if (owner != null) {
        return Optional.of(owner);
      }
    }
    return Optional.empty();
  }

  private boolean make(Path claim) throws IOException {
    Path beside = WholeFile.temporary(claim);
    try {
      WholeFile.write(beside, own.name());
      return WholeFile.putIfAbsent(beside, claim);
    } finally {
      Files.deleteIfExists(beside);
    }
  }

  private static OptionalInt last(Path folder, String cell) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files
          .map(file -> NAME.matcher(file.getFileName().toString()))
          .filter(Matcher::matches)
          .filter(name -> name.group(1).equals(cell))
          .mapToInt(name -> Integer.parseInt(name.group(2)))
          .max();
    }
  }

  /** The process of a presence, or null if it is gone. */
  private synchronized @Nullable Owner living(String name) throws IOException {
    ProcessId process = Presence.process(name).orElse(null);
    if (process != null && process.isGone()) {
      return null;
    }
    String text = read(Presence.file(root, name.isEmpty() ? "none" : name));
    if (name.equals(own.name())) {
      return Presence.owner(name, text);
    }
    Beat before = beats.get(name);
    if (before == null || !before.text().equals(text)) {
      beats.put(name, new Beat(text, nanos.getAsLong()));
    } else if (nanos.getAsLong() - before.since() >= silence.toNanos()) {
      return null;
    }
    return Presence.owner(name, text);
  }

  /** Whether a process whose presence this is may still live. */
  boolean mayLive(String presence) throws IOException {
    return living(presence) != null;
  }

  /** The presence that a file is a claim of; null if it is none. */
  static @Nullable String holder(Path file) throws IOException {
    return NAME.matcher(String.valueOf(file.getFileName())).matches() ? read(file) : null;
  }

  /** A short text; empty if the file is not there. */
  private static String read(Path file) throws IOException {
    try {
      String text = Files.readString(file);
      return text.length() > 1000 ? "" : text;
    } catch (NoSuchFileException e) {
      return "";
    }
  }

  private static String name(String cell, int number) {
    return cell + ".claim-" + number;
  }
}
