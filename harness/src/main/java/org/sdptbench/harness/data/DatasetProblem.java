package org.sdptbench.harness.data;

import java.nio.file.Path;

/**
 * One thing wrong with a data set.
 *
 * @param file the file that is wrong
 * @param place where in the file, e.g. {@code /annotations/17/bbox (line 1)}; empty for the whole
 * @param found what is there
 * @param allowed what may be there
 */
public record DatasetProblem(Path file, String place, String found, String allowed) {

  @Override
  public String toString() {
    return "%s%s: found %s; allowed: %s"
        .formatted(file, place.isEmpty() ? "" : ", " + place, found, allowed);
  }
}
