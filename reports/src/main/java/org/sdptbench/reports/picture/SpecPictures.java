package org.sdptbench.reports.picture;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.table.Cell.State;

/**
 * The pictures of a spec: of each row on each task those of its first seed that left any.
 *
 * @param views by task and row, in the order of the plan
 */
record SpecPictures(Map<Task, Map<String, View>> views) {

  /** What a row has to show on a task. */
  sealed interface View {
    /**
     * Pictures.
     *
     * @param pictures by file
     * @param seed of which run they are
     */
    record Of(Map<String, Picture> pictures, long seed) implements View {}

    /**
     * No pictures.
     *
     * @param why in a few words
     */
    record Without(String why) implements View {}
  }

  /**
   * A picture that some rows share.
   *
   * @param task what it was taken on
   * @param picture as the first of these rows has it
   */
  record Shared(Task task, Picture picture) {
    /** {@code picto-odinw13/Aquarium, 3 shots, image 7-0a1b2c3d}. */
    String heading() {
      String file = String.valueOf(Path.of(picture.file()).getFileName());
      return "%s, image %s".formatted(task.label(), file.replaceFirst("\\.[a-z]+$", ""));
    }
  }

  static SpecPictures of(Spec spec, Map<String, RunRecord> runs) {
    Map<Task, Map<String, View>> views = new LinkedHashMap<>();
    for (PlannedCell cell : spec.cells()) {
      Map<String, View> rows = views.computeIfAbsent(cell.task(), task -> new LinkedHashMap<>());
      View known = rows.get(cell.row());
      if (known == null || known instanceof View.Without) {
        View next = view(Optional.ofNullable(runs.get(cell.cell())));
        // Of several reasons the first one stays.
        rows.put(cell.row(), known == null || next instanceof View.Of ? next : known);
      }
    }
    return new SpecPictures(views);
  }

  private static View view(Optional<RunRecord> run) {
    if (run.isEmpty()) {
      return new View.Without(State.NOT_RUN.text());
    } else if (run.get().outcome() != Outcome.COMPLETED) {
      return new View.Without(State.of(List.of(run.get().outcome())).text());
    }
    Map<String, Picture> pictures = new LinkedHashMap<>();
    run.get().results().pictures().forEach(picture -> pictures.put(picture.file(), picture));
    return pictures.isEmpty()
        ? new View.Without("no pictures kept")
        : new View.Of(pictures, run.get().seed());
  }

  /**
   * Some pictures: the first of each task, then the second of each, and so on, by task.
   *
   * @param wanted which count
   * @param most how many at most
   */
  List<Shared> pick(Predicate<Picture> wanted, int most) {
    Map<Task, List<Shared>> all = new LinkedHashMap<>();
    views.forEach(
        (task, rows) -> {
          Map<String, Shared> byFile = new LinkedHashMap<>();
          pictures(rows)
              .filter(wanted)
              .forEach(picture -> byFile.putIfAbsent(picture.file(), new Shared(task, picture)));
          all.put(task, List.copyOf(byFile.values()));
        });
    int longest = all.values().stream().mapToInt(List::size).max().orElse(0);
    List<Shared> turns = new ArrayList<>();
    for (int i = 0; i < longest; i++) {
      for (List<Shared> ofTask : all.values()) {
        if (i < ofTask.size()) {
          turns.add(ofTask.get(i));
        }
      }
    }
    List<Shared> chosen = turns.stream().limit(most).toList();
    return all.values().stream().flatMap(List::stream).filter(chosen::contains).toList();
  }

  /** The rows on the task of a picture. */
  Map<String, View> rows(Shared shared) {
    return views.getOrDefault(shared.task(), Map.of());
  }

  /** The picture of the same image in each row that has it. */
  Stream<Picture> all(Shared shared) {
    return pictures(rows(shared)).filter(p -> p.file().equals(shared.picture().file()));
  }

  private static Stream<Picture> pictures(Map<String, View> rows) {
    return rows.values().stream()
        .flatMap(view -> view instanceof View.Of of ? of.pictures.values().stream() : Stream.of());
  }

  /** Seeds of the runs that are shown. */
  SortedSet<Long> seeds() {
    SortedSet<Long> seeds = new TreeSet<>();
    views
        .values()
        .forEach(
            rows ->
                rows.values()
                    .forEach(
                        view -> {
                          if (view instanceof View.Of of) {
                            seeds.add(of.seed);
                          }
                        }));
    return seeds;
  }
}
