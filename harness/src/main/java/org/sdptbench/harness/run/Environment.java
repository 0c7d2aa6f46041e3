package org.sdptbench.harness.run;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Collections;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sdptbench.reports.record.RunRecord;

/** What a process can say of where it runs. */
public final class Environment {
  private static final Pattern JAR = Pattern.compile("(.+?)-(\\d[\\w.+-]*)\\.jar");

  private Environment() {}

  /**
   * State of the code.
   *
   * @param commit commit id, or {@code unknown}
   * @param dirty whether files differ from the commit
   */
  public record Code(String commit, boolean dirty) {
    /** Neither is known. */
    public static final Code UNKNOWN = new Code("unknown", false);
  }

  /** State of the code in a folder, asked of git; unknown without git or outside a repository. */
  public static Code code(Path folder) {
    try {
      if (!Files.exists(folder.resolve(".git"))) {
        return Code.UNKNOWN;
      }
      String commit = git(folder, "rev-parse", "HEAD").strip();
      boolean dirty = !git(folder, "status", "--porcelain", "--untracked-files=no").isBlank();
      return new Code(commit, dirty);
    } catch (IOException e) {
      return Code.UNKNOWN;
    }
  }

  /**
   * Where a run comes from that starts now, in this process.
   *
   * @param digests SHA-256 of data and weights by name
   * @param tensorThreads threads for tensor arithmetic
   */
  public static RunRecord.Provenance provenance(
      Code code, SortedMap<String, String> digests, int tensorThreads) {
    return new RunRecord.Provenance(
        code.commit(),
        code.dirty(),
        machine(),
        System.getProperty("java.vm.name") + " " + Runtime.version(),
        libraries(System.getProperty("java.class.path", "")),
        digests,
        tensorThreads,
        Instant.now().toString());
  }

  /** Threads that the tensor library of this process uses, by its environment variable. */
  public static int tensorThreads() {
    String threads = System.getenv().getOrDefault("OMP_NUM_THREADS", "");
    return threads.matches("\\d{1,4}")
        ? Integer.parseInt(threads)
        : Runtime.getRuntime().availableProcessors();
  }

  /** Peak resident memory of this process in bytes, where the system tells (Linux). */
  public static OptionalLong peakMemoryBytes() {
    return firstMatch(Path.of("/proc/self/status"), Pattern.compile("VmHWM:\\s+(\\d+) kB"))
        .mapToLong(kib -> Long.parseLong(kib) * 1024)
        .findFirst();
  }

  /**
   * Memory that processes can still be given, in bytes, where the system tells (Linux): of the
   * machine, or what is left to this control group, as in a container, if that is less.
   */
  public static OptionalLong availableMemoryBytes() {
    OptionalLong machine =
        firstMatch(Path.of("/proc/meminfo"), Pattern.compile("MemAvailable:\\s+(\\d+) kB"))
            .mapToLong(kib -> Long.parseLong(kib) * 1024)
            .findFirst();
    Path group = Path.of("/sys/fs/cgroup");
    OptionalLong limit = bytes(group.resolve("memory.max"));
    OptionalLong used = bytes(group.resolve("memory.current"));
    if (limit.isEmpty() || used.isEmpty()) {
      return machine;
    }
    // Pages of files count as used and are given up for memory.
    long files =
        firstMatch(group.resolve("memory.stat"), Pattern.compile("^inactive_file (\\d{1,18})$"))
            .mapToLong(Long::parseLong)
            .findFirst()
            .orElse(0);
    long left = Math.max(0, limit.getAsLong() - used.getAsLong() + files);
    return OptionalLong.of(Math.min(left, machine.orElse(Long.MAX_VALUE)));
  }

  /**
   * Memory of the machine in bytes, or of this control group if that may use less; where the system
   * tells (Linux).
   */
  public static OptionalLong totalMemoryBytes() {
    OptionalLong machine =
        firstMatch(Path.of("/proc/meminfo"), Pattern.compile("MemTotal:\\s+(\\d+) kB"))
            .mapToLong(kib -> Long.parseLong(kib) * 1024)
            .findFirst();
    OptionalLong limit = bytes(Path.of("/sys/fs/cgroup/memory.max"));
    return machine.isPresent() && limit.isPresent()
        ? OptionalLong.of(Math.min(machine.getAsLong(), limit.getAsLong()))
        : machine;
  }

  private static OptionalLong bytes(Path file) {
    return firstMatch(file, Pattern.compile("^(\\d{1,18})$"))
        .mapToLong(Long::parseLong)
        .findFirst();
  }

  static SortedMap<String, String> libraries(String classPath) {
    SortedMap<String, String> libraries = new TreeMap<>();
    for (String element : classPath.split(Pattern.quote(File.pathSeparator), -1)) {
      Matcher matcher = JAR.matcher(element.substring(element.lastIndexOf(File.separatorChar) + 1));
      if (matcher.matches()) {
        libraries.put(matcher.group(1), matcher.group(2));
      }
    }
    return Collections.unmodifiableSortedMap(libraries);
  }

  private static String machine() {
    String processor =
        firstMatch(Path.of("/proc/cpuinfo"), Pattern.compile("model name\\s*:\\s*(.+)"))
            .findFirst()
            .orElse("unknown processor");
    return "%s %s, %s, %s threads"
        .formatted(
            System.getProperty("os.name"),
            System.getProperty("os.arch"),
            processor,
            Runtime.getRuntime().availableProcessors());
  }

  private static Stream<String> firstMatch(Path file, Pattern pattern) {
    try {
      return Files.readAllLines(file).stream()
          .map(pattern::matcher)
          .filter(Matcher::find)
          .map(m -> m.group(1))
          .limit(1);
    } catch (IOException e) {
      return Stream.empty(); // not Linux
    }
  }

  private static String git(Path folder, String... arguments) throws IOException {
    Process git =
        new ProcessBuilder(
                Stream.concat(Stream.of("git", "-C", folder.toString()), Stream.of(arguments))
                    .toList())
            .redirectError(ProcessBuilder.Redirect.DISCARD)
            .start();
    try {
      String output = new String(git.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      if (!git.waitFor(10, TimeUnit.SECONDS) || git.exitValue() != 0) {
        throw new IOException("git " + String.join(" ", arguments) + " failed");
      }
      return output;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      git.destroy();
    }
  }
}
