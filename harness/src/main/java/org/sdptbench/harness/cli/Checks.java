package org.sdptbench.harness.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;

/** Checks that several commands make of their options, before anything is done. */
final class Checks {
  /** Most worker processes. */
  static final int MOST_WORKERS = 1024;

  private Checks() {}

  /** That a number, if it is given, lies in its range. */
  static void range(
      String option, @Nullable Integer value, int least, int most, Problems problems) {
    if (value != null && (value < least || value > most)) {
      problems.add(
          Problem.of(
              Location.argument(option),
              "found " + value,
              "a whole number from %s to %s".formatted(least, most)));
    }
  }

  /** That files can be written into a folder, which need not exist yet. */
  static void writable(String option, Path folder, Problems problems) {
    Location where = Location.argument(option + " " + folder);
    Path nearest = folder.toAbsolutePath().normalize();
    while (!Files.exists(nearest) && nearest.getParent() != null) {
      nearest = nearest.getParent();
    }
    boolean itself = nearest.equals(folder.toAbsolutePath().normalize());
    if (!Files.isDirectory(nearest)) {
      problems.add(Problem.of(where, itself ? "a file" : nearest + " is a file", "a folder"));
    } else if (!Files.isWritable(nearest)) {
      problems.add(
          Problem.of(where, "no right to write in " + nearest, "a folder that can be written"));
    }
  }

  /** That what is read from as a folder is one, if it exists. */
  static void folder(String option, Path folder, Problems problems) {
    if (Files.exists(folder) && !Files.isDirectory(folder)) {
      problems.add(Problem.of(Location.argument(option + " " + folder), "a file", "a folder"));
    }
  }
}
