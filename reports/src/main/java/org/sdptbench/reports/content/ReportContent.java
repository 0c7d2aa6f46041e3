package org.sdptbench.reports.content;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sdptbench.reports.chart.Charts;
import org.sdptbench.reports.chart.Figure;
import org.sdptbench.reports.chart.MethodStyles;
import org.sdptbench.reports.claim.EvaluatedClaim;
import org.sdptbench.reports.claim.EvaluatedClaims;
import org.sdptbench.reports.record.PublishedValue;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecords;
import org.sdptbench.reports.record.RunRecords.Skipped;
import org.sdptbench.reports.table.ComparisonTables;
import org.sdptbench.reports.table.SpecResults;
import org.sdptbench.reports.table.Table;
import org.sdptbench.reports.table.TextTable;

/**
 * All that a report says, before any format.
 *
 * @param plan what was planned
 * @param tally how the runs ended
 * @param claims what the runs say of the plan's claims
 * @param sections one per spec
 * @param methods the methods and their settings
 * @param recipe the settings of training that all runs share
 * @param problems runs that failed, crashed, diverged or were stopped
 * @param notRun planned cells without a readable record
 * @param provenance where the runs came from
 * @param skipped files that were not read
 * @param runs the records of the plan's cells, each once, in the order of the plan
 * @param others number of records that were read and are of no cell of the plan
 */
public record ReportContent(
    ReportPlan plan,
    Tally tally,
    List<EvaluatedClaim> claims,
    List<Section> sections,
    TextTable methods,
    TextTable recipe,
    TextTable problems,
    TextTable notRun,
    TextTable provenance,
    List<Skipped> skipped,
    List<RunRecord> runs,
    int others) {

  /**
   * What a report says of one spec.
   *
   * @param spec the spec
   * @param facts what the tables show, in sentences
   * @param tables its tables, the main one first
   * @param charts its charts
   * @param curves its training curves, one chart per task
   */
  public record Section(
      Spec spec, List<String> facts, List<Table> tables, List<Figure> charts, List<Figure> curves) {

    /** What of the paper it reproduces, in brackets; nothing where the spec does not say. */
    public Optional<String> reproduces() {
      return Optional.ofNullable(spec.reproduces()).map("(Reproduces: %s.)"::formatted);
    }
  }

  /** Arranges the records of a plan. */
  public static ReportContent of(ReportPlan plan, RunRecords records) {
    Map<String, RunRecord> byCell = records.byCell();
    MethodStyles styles = new MethodStyles(plan);
    List<PlannedCell> cells = plan.specs().stream().flatMap(spec -> spec.cells().stream()).toList();
    List<RunRecord> runs =
        cells.stream()
            .map(PlannedCell::cell)
            .distinct()
            .map(byCell::get)
            .filter(Objects::nonNull)
            .toList();
    List<Section> sections =
        plan.specs().stream()
            .map(spec -> section(new SpecResults(spec, byCell), plan.published(), styles))
            .toList();
    checkFileNames(sections);
    Settings settings = new Settings(plan, byCell);
    return new ReportContent(
        plan,
        Tally.of(cells, byCell, records.skipped()),
        EvaluatedClaims.of(plan, byCell),
        sections,
        settings.methods(),
        settings.recipe(),
        Gaps.problems(plan, byCell),
        Gaps.notRun(plan, byCell),
        ProvenanceTable.of(runs),
        records.skipped(),
        runs,
        byCell.size() - runs.size());
  }

  /** What the numbers of the scale say, and what not. */
  public String scale() {
    return "Scale “%s”: %s".formatted(plan.scale(), plan.scaleInWords());
  }

  /**
   * What was changed of the specs, if anything was, how the runs ended, and how many records are
   * left out, if any are; a sentence each.
   */
  public List<String> state() {
    List<String> state = new ArrayList<>();
    plan.changesInWords().ifPresent(state::add);
    state.addAll(plan.notes());
    state.add(tally.sentence());
    if (others > 0) {
      state.add(
          others == 1
              ? "1 more record in the folder of runs is of no cell of this plan and is left out."
              : others
                  + " more records in the folder of runs are of no cell of this plan and are left"
                  + " out.");
    }
    return List.copyOf(state);
  }

  /** The essentials of the provenance as it is told at a glance: what, and all its values. */
  public List<List<String>> glance() {
    return ProvenanceTable.inShort(provenance);
  }

  /** The sections that have training curves. */
  public List<Section> withCurves() {
    return sections.stream().filter(section -> !section.curves().isEmpty()).toList();
  }

  /** The cells of {@link #notRun} with a line per row and task, and its seeds. */
  public TextTable notRunByTask() {
    return Gaps.notRunByTask(plan, runsByCell());
  }

  /** The files of planned cells that were not read. */
  public List<Skipped> unreadable() {
    Set<String> planned =
        plan.specs().stream()
            .flatMap(spec -> spec.cells().stream())
            .map(PlannedCell::cell)
            .collect(Collectors.toSet());
    return skipped.stream().filter(file -> planned.contains(file.stem())).toList();
  }

  /** The files that were skipped, and why. */
  public TextTable skippedFiles() {
    return Gaps.skipped(skipped);
  }

  /** Where published values come from; nothing where none are shown. */
  public Optional<TextTable> publishedSources() {
    return plan.published().isEmpty()
        ? Optional.empty()
        : Optional.of(Settings.sources(plan.published()));
  }

  /** {@link #runs} by the id of their cell. */
  public Map<String, RunRecord> runsByCell() {
    Map<String, RunRecord> byCell = new LinkedHashMap<>();
    runs.forEach(run -> byCell.put(run.cell(), run));
    return byCell;
  }

  /** All tables of measured values. */
  public List<Table> tables() {
    return sections.stream().flatMap(section -> section.tables().stream()).toList();
  }

  /** All charts of the report. */
  public List<Figure> figures() {
    return sections.stream()
        .flatMap(section -> Stream.concat(section.charts().stream(), section.curves().stream()))
        .toList();
  }

  private static Section section(
      SpecResults results, List<PublishedValue> published, MethodStyles styles) {
    Charts charts = Charts.of(results, styles);
    return new Section(
        results.spec(),
        Facts.of(results),
        ComparisonTables.of(results, published),
        charts.figures(),
        charts.curves());
  }

  /** File systems may not tell upper from lower case. */
  private static void checkFileNames(List<Section> sections) {
    Set<String> seen = new HashSet<>();
    ReportPlan.RESERVED_NAMES.forEach(name -> seen.add("tables/" + name));
    sections.stream()
        .flatMap(
            section ->
                Stream.of(
                        section.tables().stream().map(table -> "tables/" + table.name()),
                        section.charts().stream().map(figure -> "charts/" + figure.name()),
                        section.curves().stream().map(figure -> "charts/" + figure.name()))
                    .flatMap(names -> names))
        .filter(name -> !seen.add(name.toLowerCase(Locale.ROOT)))
        .findFirst()
        .ifPresent(
            name -> {
              throw new IllegalArgumentException(
                  "two parts of the report would be written to the same file "
                      + name
                      + "; specs, suites and data sets need names that differ in letters or digits");
            });
  }
}
