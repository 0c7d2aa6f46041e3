package org.sdptbench.harness.run;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.SortedMap;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.reports.record.RunRecord;

/**
 * Published cells that are run again to see whether the same comes out.
 *
 * @param cells the cells, by ascending id
 * @param candidates number of cells that they were drawn from: those of a plan with a published
 *     record of a run that ended as it always will
 */
public record VerificationSample(List<Cell> cells, int candidates) {
  private static final long SEED = 3;

  /** Copies. */
  public VerificationSample {
    cells = List.copyOf(cells);
  }

  /**
   * Draws cells at random, the same ones on every call. At least one of them trains something, if
   * any published one does.
   *
   * @param planned cells that can be run
   * @param published records by the id of their cell
   * @param size number of cells to draw, at least 1
   */
  public static VerificationSample of(
      List<Cell> planned, SortedMap<String, RunRecord> published, int size) {
    List<Cell> candidates = new ArrayList<>();
    for (Cell cell : planned) {
      RunRecord record = published.get(cell.id());
      if (record != null && record.outcome().isFinal()) {
        candidates.add(cell);
      }
    }
    candidates.sort(Comparator.comparing(Cell::id));
    Collections.shuffle(candidates, new Random(SEED));
    List<Cell> drawn = new ArrayList<>(candidates.subList(0, Math.min(size, candidates.size())));
    if (drawn.stream().noneMatch(cell -> trains(cell, published))) {
      candidates.stream()
          .filter(cell -> trains(cell, published))
          .findFirst()
          .ifPresent(cell -> drawn.set(drawn.size() - 1, cell));
    }
    drawn.sort(Comparator.comparing(Cell::id));
    return new VerificationSample(drawn, candidates.size());
  }

  private static boolean trains(Cell cell, SortedMap<String, RunRecord> published) {
    RunRecord record = published.get(cell.id());
    Long parameters = record == null ? null : record.cost().trainableParameters();
    return parameters != null && parameters > 0;
  }
}
