package org.sdptbench.harness.slurm;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.sdptbench.reports.file.WholeFile;

/**
 * The jobs of one call, in the file {@code jobs} of its folder: who looks later, from anywhere,
 * knows by it what to ask {@code squeue} for. It is written anew after each job, so that one that
 * was submitted just before the end of the process is known too.
 */
public final class Submission {
  private static final String FILE = "jobs";
  private static final Pattern JOB = Pattern.compile("\\d{1,12}");

  /** Most jobs of one file that are believed. */
  private static final int MOST = 10_000;

  private final Path folder;
  private final List<String> jobs = new ArrayList<>();

  /**
   * Nothing is submitted yet.
   *
   * @param folder folder of the call, which need not exist yet
   */
  public Submission(Path folder) {
    this.folder = folder;
  }

  /** A job was submitted. */
  public void add(String job) throws IOException {
    jobs.add(job);
    WholeFile.write(Files.createDirectories(folder).resolve(FILE), String.join("\n", jobs) + "\n");
  }

  /** The jobs so far. */
  public List<String> jobs() {
    return List.copyOf(jobs);
  }

  /**
   * The jobs of all calls.
   *
   * @param folder the folder in which the calls have theirs; it need not exist
   */
  public static List<String> all(Path folder) throws IOException {
    if (!Files.isDirectory(folder)) {
      return List.of();
    }
    List<String> all = new ArrayList<>();
    try (Stream<Path> calls = Files.list(folder)) {
      for (Path call : calls.sorted().toList()) {
        Path file = call.resolve(FILE);
        if (Files.isRegularFile(file)) {
          try (Stream<String> lines = Files.lines(file)) {
            lines.limit(MOST).filter(line -> JOB.matcher(line).matches()).forEach(all::add);
          }
        }
      }
    }
    return all;
  }
}
