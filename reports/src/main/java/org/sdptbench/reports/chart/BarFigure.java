package org.sdptbench.reports.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.sdptbench.reports.table.Cell;
import org.sdptbench.reports.table.Cell.State;
import org.sdptbench.reports.table.SpecResults;
import org.sdptbench.reports.table.SpecResults.Suite;
import org.sdptbench.reports.table.TextTable;

/**
 * A metric per row of a spec with its interval, in the order of the plan. A mark, not a bar: the
 * axis need not begin at zero, and differences of a point can be seen.
 */
final class BarFigure {

  private BarFigure() {}

  /** Returns the chart of a suite's metric; nothing where no row has a value. */
  static Optional<Figure> of(SpecResults results, Suite suite, String metric, MethodStyles styles) {
    Map<String, Cell> cells = new LinkedHashMap<>();
    results.rows().forEach(row -> cells.put(row, results.average(row, suite, metric)));
    cells.values().removeIf(cell -> cell.state() == State.NOT_PLANNED);
    List<Measured> values =
        cells.values().stream()
            .filter(cell -> cell.state() == State.VALUE)
            .map(cell -> Measured.of(cell).times(100))
            .toList();
    if (values.isEmpty()) {
      return Optional.empty();
    }
    List<RowChart.Row> rows = new ArrayList<>();
    cells.forEach(
        (row, cell) -> {
          MethodStyles.Style style = styles.of(row);
          List<Measured> points =
              cell.state() == State.VALUE ? List.of(Measured.of(cell).times(100)) : List.of();
          rows.add(
              new RowChart.Row(
                  row,
                  RowChart.dots(points, style),
                  List.of(),
                  cell.state().text(),
                  points.isEmpty() ? "" : RowChart.words(points.get(0))));
        });
    String what = FigureText.average(suite, metric);
    Scale.Range range = Scale.range(values, 2);
    String name = FigureText.fileName(results, "bar", suite.fileName(), metric);
    return Optional.of(
        new Figure(
            name,
            what
                + ". Bars are 95 % intervals over seeds, and what stands behind a row; with a single"
                + " seed there is none. One that leaves the chart is cut.",
            new RowChart(what, range.low(), range.high(), rows, List.of()).chart(),
            data(name, what, cells)));
  }

  private static TextTable data(String name, String what, Map<String, Cell> cells) {
    List<String> header = new ArrayList<>(List.of("row"));
    header.addAll(Measured.HEADER);
    List<List<String>> rows = new ArrayList<>();
    cells.forEach(
        (row, cell) -> {
          List<String> line = new ArrayList<>(List.of(row));
          line.addAll(Measured.fields(cell));
          rows.add(line);
        });
    return new TextTable(name, what, header, rows);
  }
}
