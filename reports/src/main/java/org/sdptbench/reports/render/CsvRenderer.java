package org.sdptbench.reports.render;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.claim.ClaimTables;
import org.sdptbench.reports.content.Renderer;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.record.PublishedValue;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.stats.Interval;
import org.sdptbench.reports.table.Cell;
import org.sdptbench.reports.table.Column;
import org.sdptbench.reports.table.Quantity;
import org.sdptbench.reports.table.Table;
import org.sdptbench.reports.table.TextTable;

/**
 * {@code tables/*.csv}: one file per table with a line per table cell, values unrounded; {@code
 * runs.csv}, {@code libraries.csv}, {@code tests.csv}, {@code class-ap.csv}, {@code curves.csv} and
 * {@code bootstrap-ap.csv} with what the records hold; {@code cells.csv}, which says of which
 * experiment and row a run is; and {@code columns.csv}, which says what every column holds.
 */
public final class CsvRenderer implements Renderer {

  private static final List<String> HEADER =
      List.of(
          "row",
          "group",
          "column",
          "unit",
          "better",
          "state",
          "value",
          "ci95_low",
          "ci95_high",
          "n",
          "planned",
          "rank",
          "published",
          "cells");

  private static final List<String> CELLS_HEADER = List.of("experiment", "row", "cell");

  private static final List<String> PUBLISHED_HEADER =
      List.of("method", "model", "task", "shots", "metric", "unit", "value", "spread", "source");

  @Override
  public List<Path> render(ReportContent content, Path folder) throws IOException {
    Path tables = Files.createDirectories(folder.resolve("tables"));
    List<Path> files = new ArrayList<>();
    for (Table table : content.tables()) {
      files.add(write(tables, table.name(), HEADER, lines(table)));
    }
    for (TextTable table :
        List.of(
            content.methods(),
            content.recipe(),
            content.problems(),
            content.notRun(),
            content.provenance(),
            content.skippedFiles())) {
      files.add(write(tables, table.name(), table.header(), table.rows()));
    }
    files.add(write(tables, "columns", DataDictionary.HEADER, DataDictionary.lines()));
    files.add(write(tables, "cells", CELLS_HEADER, cells(content.plan())));
    RunsCsv runs = new RunsCsv(content.runs());
    files.add(write(tables, "runs", runs.header(), runs.rows()));
    files.add(write(tables, "libraries", RunsCsv.LIBRARIES_HEADER, runs.libraries()));
    files.add(write(tables, "tests", RunsCsv.TESTS_HEADER, runs.tests()));
    files.add(write(tables, "class-ap", RunsCsv.CLASS_AP_HEADER, runs.classAp()));
    files.add(write(tables, "curves", RunsCsv.CURVES_HEADER, runs.curves()));
    files.add(write(tables, "bootstrap-ap", runs.bootstrapHeader(), runs.bootstrap()));
    if (!content.claims().isEmpty()) {
      files.add(write(tables, "claims", ClaimTables.HEADER, ClaimTables.lines(content.claims())));
    }
    if (!content.plan().published().isEmpty()) {
      files.add(
          write(tables, "published", PUBLISHED_HEADER, published(content.plan().published())));
    }
    return files;
  }

  private static Path write(
      Path folder,
      String name,
      List<String> header,
      List<? extends List<? extends @Nullable Object>> rows)
      throws IOException {
    Path file = folder.resolve(name + ".csv");
    CsvFile.write(file, header, rows);
    return file;
  }

  private static List<List<String>> cells(ReportPlan plan) {
    return plan.specs().stream()
        .flatMap(
            spec ->
                spec.cells().stream().map(cell -> List.of(spec.name(), cell.row(), cell.cell())))
        .distinct()
        .toList();
  }

  private static List<List<@Nullable Object>> published(List<PublishedValue> values) {
    List<List<@Nullable Object>> lines = new ArrayList<>();
    for (PublishedValue value : values) {
      Integer shots = value.shots();
      List<@Nullable Object> line = new ArrayList<>();
      line.add(value.method());
      line.add(value.model());
      line.add(value.task());
      line.add(shots == null ? "none" : shots == 0 ? "all" : shots);
      line.add(value.metric());
      line.add(Quantity.METRIC.unit());
      line.add(value.value());
      line.add(value.spread());
      line.add(value.source());
      lines.add(line);
    }
    return lines;
  }

  static List<List<@Nullable Object>> lines(Table table) {
    List<List<@Nullable Object>> lines = new ArrayList<>();
    for (Table.Row row : table.rows()) {
      for (int c = 0; c < table.columns().size(); c++) {
        Column column = table.columns().get(c);
        Cell cell = row.cells().get(c);
        Interval interval = cell.interval();
        List<@Nullable Object> line = new ArrayList<>();
        line.add(row.label());
        line.add(column.group());
        line.add(column.label());
        line.add(column.quantity().unit());
        line.add(word(column.quantity().direction()));
        line.add(word(cell.state()));
        line.add(cell.value());
        line.add(interval == null ? null : interval.low());
        line.add(interval == null ? null : interval.high());
        line.add(cell.n());
        line.add(cell.planned());
        line.add(cell.rank() == Cell.Rank.NONE ? "" : word(cell.rank()));
        line.add(row.published() ? "yes" : "no");
        line.add(String.join(" ", cell.runs()));
        lines.add(line);
      }
    }
    return lines;
  }

  private static String word(Enum<?> value) {
    return value.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
