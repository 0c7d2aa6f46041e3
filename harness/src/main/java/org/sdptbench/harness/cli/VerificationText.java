package org.sdptbench.harness.cli;

import java.io.PrintWriter;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.RecordDifferences;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.run.VerificationSample;
import org.sdptbench.reports.record.RunRecord;

/** Says of cells that were run again what differs from their published records. */
final class VerificationText {
  private final PrintWriter out;

  VerificationText(PrintWriter out) {
    this.out = out;
  }

  /**
   * Prints each cell, what differs in it, and where the machines differ.
   *
   * @param published records by the id of their cell, of all cells of the sample
   * @param again what came out here
   * @param tolerance what results may differ by; empty: as {@link RecordDifferences#tolerance} says
   * @return whether every cell ran again and none differs
   */
  boolean print(
      VerificationSample sample,
      SortedMap<String, RunRecord> published,
      RunStore again,
      OptionalDouble tolerance) {
    int same = 0;
    int different = 0;
    int notRun = 0;
    Map<String, Set<String>> origins = new TreeMap<>();
    for (Cell cell : sample.cells()) {
      RunRecord was = Objects.requireNonNull(published.get(cell.id()), "a published record");
      String name = "%s %s".formatted(cell.id().substring(0, 12), cell.describe());
      if (again.get(cell.id()) instanceof RunStore.Entry.Present present) {
        RunRecord is = present.record();
        double allowed = tolerance.orElse(RecordDifferences.tolerance(was, is));
        RecordDifferences differences = RecordDifferences.between(was, is, allowed);
        boolean exact = RecordDifferences.between(was, is).isNone();
        String inWords = exact ? "the same" : "the same within %s".formatted(allowed);
        differences
            .origin()
            .forEach(line -> origins.computeIfAbsent(line, l -> new TreeSet<>()).add(cell.id()));
        out.printf("%s: %s%n", name, differences.isNone() ? inWords : "differs");
        differences.results().forEach(line -> out.printf("  %s%n", line));
        if (differences.isNone()) {
          same++;
        } else {
          different++;
        }
      } else {
        out.printf("%s: not run%n", name);
        notRun++;
      }
    }
    if (!origins.isEmpty()) {
      out.println("The runs were not made in the same place:");
      origins.forEach((line, cells) -> out.printf("  %s (%s cells)%n", line, cells.size()));
    }
    out.printf("Verified: %s cells the same, %s differ, %s not run.%n", same, different, notRun);
    return different == 0 && notRun == 0;
  }
}
