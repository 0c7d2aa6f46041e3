package org.sdptbench.reports.record;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a report is to show: the cells that were planned, run or not, and how they are arranged.
 * Written beside the runs as {@code plan.json}.
 *
 * @param version version of this format; a reader refuses plans of another than {@link #VERSION}
 * @param title title of the report
 * @param scale scale name, e.g. {@code mini}
 * @param scaleInWords what the numbers of the scale say, and what not, in one plain sentence
 * @param changes what was changed of the specs as they are written, a line each, e.g. {@code
 *     recipe.steps = 50}; empty for nothing
 * @param notes sentences on what a reader must know of these runs, e.g. what the program does
 *     otherwise by now; empty for nothing, also in plans that were written without
 * @param specs the specs in the order of the report
 * @param published values of others to show beside ours; empty where none compare
 * @param claims what to hold against the runs; empty for none
 */
public record ReportPlan(
    int version,
    String title,
    String scale,
    String scaleInWords,
    List<String> changes,
    @Nullable List<String> notes,
    List<Spec> specs,
    List<PublishedValue> published,
    List<Claim> claims) {

  /** The version that this code writes. */
  public static final int VERSION = 3;

  /** Far above any plan; a longer file is not read. */
  private static final long MAX_BYTES = 64L << 20;

  /** Names that no spec may have: the report has tables of its own under them. */
  public static final List<String> RESERVED_NAMES =
      List.of(
          "bootstrap-ap",
          "cells",
          "claims",
          "class-ap",
          "columns",
          "curves",
          "libraries",
          "methods",
          "not-run",
          "problems",
          "provenance",
          "published",
          "recipe",
          "runs",
          "skipped",
          "tests");

  /** Checks that spec names are unique, and copies. */
  public ReportPlan {
    Objects.requireNonNull(title, "title");
    Objects.requireNonNull(scale, "scale");
    Objects.requireNonNull(scaleInWords, "scaleInWords");
    changes = List.copyOf(Objects.requireNonNull(changes, "changes"));
    notes = List.copyOf(Objects.requireNonNullElse(notes, List.of()));
    specs = List.copyOf(Objects.requireNonNull(specs, "specs"));
    published = List.copyOf(Objects.requireNonNull(published, "published"));
    claims = List.copyOf(Objects.requireNonNull(claims, "claims"));
    Set<String> names = new HashSet<>();
    for (Spec spec : specs) {
      if (!names.add(spec.name())) {
        throw new IllegalArgumentException("two specs are named '" + spec.name() + "'");
      }
    }
  }

  /** A plan of this version of unchanged specs, without published values or claims. */
  public ReportPlan(String title, String scale, String scaleInWords, List<Spec> specs) {
    this(VERSION, title, scale, scaleInWords, List.of(), List.of(), specs, List.of(), List.of());
  }

  /** The same plan with published values. */
  public ReportPlan with(List<PublishedValue> values) {
    return new ReportPlan(
        version, title, scale, scaleInWords, changes, notes, specs, values, claims);
  }

  /** The same plan with claims. */
  public ReportPlan withClaims(List<Claim> others) {
    return new ReportPlan(
        version, title, scale, scaleInWords, changes, notes, specs, published, others);
  }

  /** The same plan of specs that were changed. */
  public ReportPlan changed(List<String> others) {
    return new ReportPlan(
        version, title, scale, scaleInWords, others, notes, specs, published, claims);
  }

  @Override
  public List<String> notes() {
    return Objects.requireNonNullElse(notes, List.of());
  }

  /** The same plan with notes. */
  public ReportPlan noted(List<String> others) {
    return new ReportPlan(
        version, title, scale, scaleInWords, changes, others, specs, published, claims);
  }

  /** What was changed, in a sentence that says what follows from it; nothing if nothing was. */
  public Optional<String> changesInWords() {
    return changes.isEmpty()
        ? Optional.empty()
        : Optional.of(
            "Changed from the experiments as they are written: %s. Verdicts are about the runs as changed."
                .formatted(String.join("; ", changes)));
  }

  /**
   * One table or figure of the paper, or a question of our own.
   *
   * @param name file name without folder or extension: letters, digits, {@code -} and {@code _}
   * @param title title of its section
   * @param question what it asks, in one sentence
   * @param reproduces the table or figure of the paper, e.g. {@code Table 1}, or a word on why it
   *     is our own; printed as it stands, not at all if absent
   * @param metrics metrics to show by suite, the main one first; a suite not named shows AP
   * @param layout how its tables are arranged
   * @param cells the planned cells; their order decides the order of rows and columns
   */
  public record Spec(
      String name,
      String title,
      String question,
      @Nullable String reproduces,
      Map<String, List<String>> metrics,
      Layout layout,
      List<PlannedCell> cells) {

    /** A spec with the default layout. */
    public Spec(
        String name,
        String title,
        String question,
        @Nullable String reproduces,
        Map<String, List<String>> metrics,
        List<PlannedCell> cells) {
      this(name, title, question, reproduces, metrics, Layout.DEFAULT, cells);
    }

    /**
     * Checks and copies.
     *
     * @throws IllegalArgumentException if the name is no file name, or two cells would fall on the
     *     same row, task and seed
     */
    public Spec {
      if (!name.matches("[A-Za-z0-9_-]{1,100}")) {
        throw new IllegalArgumentException(
            "spec name '%s': allowed are letters, digits, - and _, at most 100".formatted(name));
      }
      Objects.requireNonNull(title, "title");
      Objects.requireNonNull(question, "question");
      metrics = Map.copyOf(Objects.requireNonNull(metrics, "metrics"));
      Objects.requireNonNull(layout, "layout");
      cells = List.copyOf(Objects.requireNonNull(cells, "cells"));
      Map<List<Object>, PlannedCell> seen = new HashMap<>();
      for (PlannedCell cell : cells) {
        PlannedCell other = seen.put(List.of(cell.row(), cell.task(), cell.seed()), cell);
        if (other != null) {
          throw new IllegalArgumentException(
              ("spec '%s': cells %s and %s would share the row '%s', task %s and seed %s; give them"
                      + " different row labels")
                  .formatted(
                      name, other.cell(), cell.cell(), cell.row(), cell.task(), cell.seed()));
        }
      }
    }
  }

  /**
   * A cell that was planned.
   *
   * @param cell id of the cell
   * @param row label of its table row: the method's label, with whatever else the spec varies
   * @param task what it trains and tests on
   * @param seed its seed
   */
  public record PlannedCell(String cell, String row, RunRecord.Task task, long seed) {
    /** Checks. */
    public PlannedCell {
      CellId.check(cell);
      Objects.requireNonNull(row, "row");
      Objects.requireNonNull(task, "task");
    }
  }

  /**
   * Reads a plan.
   *
   * @throws IOException if the file cannot be read, is damaged or newer; the message names it
   */
  public static ReportPlan read(Path file) throws IOException {
    try {
      return StrictJson.read(
          file,
          new StrictJson.Format<>(
              ReportPlan.class,
              ReportPlan::version,
              VERSION,
              VERSION,
              OptionalInt.empty(),
              MAX_BYTES));
    } catch (RecordFormatException e) {
      throw new RecordFormatException(file + ": " + e.getMessage(), e);
    }
  }

  /**
   * Writes the plan under a temporary name in the file's folder and renames it.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    StrictJson.write(file, StrictJson.toJson(this));
  }
}
