package org.sdptbench.reports.html;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.RunRecord;

/**
 * The planned cells of a report, run or not, each once, by their place in the plan. A cell that
 * several specs share may have a row label in each.
 */
final class RunIndex {

  private final Map<String, Integer> places = new LinkedHashMap<>();
  private final List<Entry> entries = new ArrayList<>();

  /**
   * A planned cell.
   *
   * @param planned the cell as the first spec plans it
   * @param rows the labels of its rows, in the order of the specs
   * @param run what it left behind; null if nothing readable
   */
  record Entry(PlannedCell planned, Set<String> rows, @Nullable RunRecord run) {}

  RunIndex(ReportContent content) {
    Map<String, RunRecord> runs = content.runsByCell();
    for (Spec spec : content.plan().specs()) {
      for (PlannedCell cell : spec.cells()) {
        Integer place = places.putIfAbsent(cell.cell(), entries.size());
        if (place == null) {
          entries.add(new Entry(cell, new LinkedHashSet<>(), runs.get(cell.cell())));
        }
        int own = Objects.requireNonNull(places.get(cell.cell()));
        entries.get(own).rows().add(cell.row());
      }
    }
  }

  List<Entry> entries() {
    return entries;
  }

  /** Indexes of cells as ranges in rising order, e.g. {@code 3-17 20}. */
  String ranges(Collection<String> cells) {
    List<Integer> sorted =
        cells.stream().map(places::get).filter(Objects::nonNull).distinct().sorted().toList();
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < sorted.size(); ) {
      int end = i;
      while (end + 1 < sorted.size() && sorted.get(end + 1) == sorted.get(end) + 1) {
        end++;
      }
      text.append(text.isEmpty() ? "" : " ").append(sorted.get(i));
      if (end > i) {
        text.append('-').append(sorted.get(end));
      }
      i = end + 1;
    }
    return text.toString();
  }
}
