package org.sdptbench.reports.content;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.sdptbench.reports.record.PublishedValue;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.table.TextTable;

/** The settings in force: of training where all runs agree, and per method where they do not. */
final class Settings {

  private static final String UNSET = "unset";

  private final Map<String, List<RunRecord>> byRow = new LinkedHashMap<>();
  private final SortedMap<String, SortedSet<String>> recipe;

  Settings(ReportPlan plan, Map<String, RunRecord> runs) {
    for (Spec spec : plan.specs()) {
      for (PlannedCell cell : spec.cells()) {
        RunRecord run = runs.get(cell.cell());
        if (run != null) {
          byRow.computeIfAbsent(cell.row(), k -> new ArrayList<>()).add(run);
        }
      }
    }
    recipe = values(byRow.values().stream().flatMap(List::stream).map(RunRecord::recipe).toList());
    // A run without training has no such setting, which says nothing against the others' one value.
    recipe.values().forEach(found -> found.remove(UNSET));
  }

  TextTable recipe() {
    return new TextTable(
        "recipe",
        "Training settings that are the same in every run that has them",
        List.of("setting", "value"),
        recipe.entrySet().stream()
            .filter(entry -> entry.getValue().size() == 1)
            .map(entry -> List.of(entry.getKey(), entry.getValue().first()))
            .toList());
  }

  TextTable methods() {
    List<List<String>> rows = new ArrayList<>();
    byRow.forEach(
        (row, runs) ->
            rows.add(
                List.of(
                    row,
                    runs.stream()
                        .map(run -> run.method().name())
                        .distinct()
                        .collect(Collectors.joining(" | ")),
                    words(values(runs.stream().map(run -> run.method().settings()).toList())),
                    words(differing(values(runs.stream().map(RunRecord::recipe).toList()))))));
    return new TextTable(
        "methods",
        "Methods and their settings; several values of one setting belong to different tasks",
        List.of("label", "method", "settings", "training, where methods or tasks differ"),
        rows);
  }

  /** Where published values come from. */
  static TextTable sources(List<PublishedValue> values) {
    return new TextTable(
        "published",
        "Sources of published values",
        List.of("method", "model", "source"),
        values.stream()
            .map(value -> List.of(value.method(), value.model(), value.source()))
            .distinct()
            .toList());
  }

  private SortedMap<String, SortedSet<String>> differing(SortedMap<String, SortedSet<String>> all) {
    SortedMap<String, SortedSet<String>> some = new TreeMap<>(all);
    some.keySet()
        .removeIf(key -> recipe.getOrDefault(key, Collections.emptySortedSet()).size() == 1);
    return some;
  }

  private static SortedMap<String, SortedSet<String>> values(List<SortedMap<String, Object>> maps) {
    SortedMap<String, SortedSet<String>> values = new TreeMap<>();
    SortedSet<String> keys = new TreeSet<>();
    maps.forEach(map -> keys.addAll(map.keySet()));
    for (String key : keys) {
      SortedSet<String> found = new TreeSet<>();
      maps.forEach(map -> found.add(map.containsKey(key) ? map.get(key).toString() : UNSET));
      values.put(key, found);
    }
    return values;
  }

  private static String words(SortedMap<String, SortedSet<String>> settings) {
    return settings.entrySet().stream()
        .map(entry -> entry.getKey() + " = " + String.join(" | ", entry.getValue()))
        .collect(Collectors.joining("; "));
  }
}
