package org.sdptbench.reports.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A process, told from all others of all machines, before and after a restart of any of them.
 *
 * <p>Where {@code /proc} is (Linux), a process of the same place can be asked for: the place is the
 * boot of the machine and the name space of process numbers, which containers have of their own,
 * and the start is counted in ticks since the boot, so that no change of a clock makes one process
 * look like another. Elsewhere nothing is ever said to be gone.
 *
 * @param place 12 hexadecimal digits that stand for machine, boot and name space
 * @param pid its number there
 * @param start when it started, in ticks since the boot
 */
public record ProcessId(String place, long pid, long start) {
  /** How {@link #text()} looks. */
  public static final Pattern TEXT = Pattern.compile("([0-9a-f]{12})-(\\d{1,12})-(\\d{1,18})");

  private static final Path PROC = Path.of("/proc");
  private static final ProcessId OWN = read();

  /** This process. */
  public static ProcessId own() {
    return OWN;
  }

  /** The process of a text that {@link #text()} gave; empty if it is another text. */
  public static Optional<ProcessId> parse(String text) {
    Matcher parts = TEXT.matcher(text);
    return parts.matches()
        ? Optional.of(
            new ProcessId(
                parts.group(1), Long.parseLong(parts.group(2)), Long.parseLong(parts.group(3))))
        : Optional.empty();
  }

  /** A text of letters, digits and hyphens, fit for a file's name. */
  public String text() {
    return "%s-%s-%s".formatted(place, pid, start);
  }

  /** Whether it has certainly ended; of a process of another place, nobody can say. */
  public boolean isGone() {
    return place.equals(OWN.place) && start(pid).filter(ticks -> ticks == start).isEmpty();
  }

  /** Whether {@link #isGone} can tell. */
  public boolean isOfThisPlace() {
    return place.equals(OWN.place);
  }

  private static ProcessId read() {
    long pid = ProcessHandle.current().pid();
    try {
      String boot = Files.readString(PROC.resolve("sys/kernel/random/boot_id")).strip();
      String space = Files.readSymbolicLink(PROC.resolve("self/ns/pid")).toString();
      Optional<Long> start = start(pid);
      if (start.isPresent()) {
        return new ProcessId(digits(boot + " " + space), pid, start.get());
      }
    } catch (IOException | UnsupportedOperationException e) {
      // not Linux, or /proc is hidden
    }
    return new ProcessId(digits(UUID.randomUUID().toString()), pid, 0);
  }

  private static String digits(String text) {
    UUID hash = UUID.nameUUIDFromBytes(text.getBytes(StandardCharsets.UTF_8));
    return hash.toString().replace("-", "").substring(0, 12);
  }

  /** Start of a process that runs; field 22 of its {@code stat}, see proc(5). */
  private static Optional<Long> start(long pid) {
    try {
      String stat = Files.readString(PROC.resolve(pid + "/stat"), StandardCharsets.ISO_8859_1);
      String[] fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ", -1); // from the third
      boolean ended = fields[0].equals("Z") || fields[0].equals("X");
      return ended ? Optional.empty() : Optional.of(Long.parseLong(fields[19]));
    } catch (IOException | RuntimeException e) {
      return Optional.empty();
    }
  }
}
