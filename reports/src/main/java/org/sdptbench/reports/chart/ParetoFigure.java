package org.sdptbench.reports.chart;

import java.awt.BasicStroke;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.XYSeries.XYSeriesRenderStyle;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.stats.Interval;
import org.sdptbench.reports.table.Cell;
import org.sdptbench.reports.table.Cell.State;
import org.sdptbench.reports.table.Quantity;
import org.sdptbench.reports.table.SpecResults;
import org.sdptbench.reports.table.SpecResults.Suite;
import org.sdptbench.reports.table.TextTable;

/**
 * A metric against the number of trained parameters. The axis of parameters is logarithmic and has
 * no zero, so a method that trains nothing is a dashed line across.
 */
final class ParetoFigure {

  private static final BasicStroke DASHED =
      new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, new float[] {5, 4}, 0);

  private static final int WIDTH = 680;
  private static final int HEIGHT = 340;
  private static final double ROOM_FOR_AXIS = 290;

  private ParetoFigure() {}

  /** A method's place in the chart. */
  private record Point(String row, double parameters, Cell cell) {
    Measured measure() {
      return Measured.of(cell);
    }

    double value() {
      return measure().value();
    }
  }

  /** Returns the chart of a suite's metric; nothing where no trained method has a value. */
  static Optional<Figure> of(SpecResults results, Suite suite, String metric, MethodStyles styles) {
    List<Point> points = new ArrayList<>();
    Map<String, Cell> all = new LinkedHashMap<>();
    for (String row : results.rows()) {
      Cell parameters = results.cost(row, RunRecord.Cost::trainableParameters);
      Cell value = results.average(row, suite, metric);
      all.put(row, value);
      if (value.state() == State.VALUE && parameters.state() == State.VALUE) {
        points.add(new Point(row, Objects.requireNonNull(parameters.value()), value));
      }
    }
    List<Point> trained = points.stream().filter(p -> p.parameters() > 0).toList();
    if (trained.isEmpty()) {
      return Optional.empty();
    }
    String what = FigureText.average(suite, metric);
    String name = FigureText.fileName(results, "pareto", suite.fileName(), metric);
    String caption =
        what
            + " against trained parameters (log scale). Bars are 95 % intervals over seeds; a"
            + " method with a single seed has none, one that leaves the chart is cut. The grey line"
            + " joins the methods that no method with as few parameters surpasses. Dashed: methods"
            + " that train nothing."
            + FigureText.without(all);
    XYChart chart = draw(points, trained, what, styles);
    return Optional.of(new Figure(name, caption, chart, data(name, what, points)));
  }

  private static XYChart draw(
      List<Point> points, List<Point> trained, String what, MethodStyles styles) {
    XYChart chart =
        PlainChart.of(
            WIDTH,
            HEIGHT,
            "trained parameters (log scale)",
            Lettering.PLAIN.fit(what, ROOM_FOR_AXIS));
    double xMin = decade(trained.stream().mapToDouble(Point::parameters).min().orElseThrow(), -1);
    double xMax = decade(trained.stream().mapToDouble(Point::parameters).max().orElseThrow(), 1);
    Scale.Range range = Scale.range(points.stream().map(Point::measure).toList(), 0.02);
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setXAxisLogarithmicDecadeOnly(true);
    chart.getStyler().setXAxisMin(xMin);
    chart.getStyler().setXAxisMax(xMax);
    chart.getStyler().setYAxisMin(range.low());
    chart.getStyler().setYAxisMax(range.high());
    chart.setCustomXAxisTickLabelsFormatter(PlainChart::count);
    chart.setCustomYAxisTickLabelsFormatter(v -> PlainChart.count(Math.rint(1000 * v) / 10));

    List<PointLabels.Segment> lines = new ArrayList<>();
    front(points, trained, xMin, xMax)
        .ifPresent(
            line -> {
              PlainChart.line(chart, line[0], line[1], PlainChart.QUIET, new BasicStroke(0.9f));
              for (int i = 1; i < line[0].length; i++) {
                lines.add(
                    new PointLabels.Segment(
                        line[0][i - 1], line[1][i - 1], line[0][i], line[1][i]));
              }
            });
    List<PointLabels.Point> labels = new ArrayList<>();
    for (Point point : points) {
      MethodStyles.Style style = styles.of(point.row());
      if (point.parameters() == 0) {
        double[] x = {xMin, xMax};
        double[] y = {point.value(), point.value()};
        PlainChart.line(chart, x, y, style.color(), DASHED);
        lines.add(new PointLabels.Segment(xMin, point.value(), xMax, point.value()));
        String text = "%s  %s".formatted(point.row(), Quantity.METRIC.format(point.value()));
        double y0 = point.value();
        labels.add(new PointLabels.Point(text, xMin, y0, y0, y0, style.ink()));
      } else {
        double[] x = {point.parameters()};
        double[] y = {point.value()};
        Interval interval = point.measure().interval();
        XYSeries series = PlainChart.series(chart, x, y, interval);
        series.setXYSeriesRenderStyle(XYSeriesRenderStyle.Scatter);
        series.setMarker(style.mark());
        series.setMarkerColor(style.color());
        series.setLineColor(style.color());
        labels.add(
            new PointLabels.Point(
                point.row(),
                point.parameters(),
                point.measure().low(),
                point.value(),
                point.measure().high(),
                style.ink()));
      }
    }
    chart.getStyler().setErrorBarsColorSeriesColor(true);
    chart.addAnnotation(new PointLabels(labels, lines));
    return chart;
  }

  /**
   * The staircase under which every method lies: at each number of parameters, the best value
   * reached with at most as many.
   */
  private static Optional<double[][]> front(
      List<Point> points, List<Point> trained, double xMin, double xMax) {
    double best =
        points.stream()
            .filter(p -> p.parameters() == 0)
            .mapToDouble(Point::value)
            .max()
            .orElse(Double.NEGATIVE_INFINITY);
    List<double[]> corners = new ArrayList<>();
    if (Double.isFinite(best)) {
      corners.add(new double[] {xMin, best});
    }
    for (Point point :
        trained.stream()
            .sorted(
                Comparator.comparingDouble(Point::parameters)
                    .thenComparing(Comparator.comparingDouble(Point::value).reversed()))
            .toList()) {
      if (point.value() > best) {
        if (Double.isFinite(best)) {
          corners.add(new double[] {point.parameters(), best});
        }
        best = point.value();
        corners.add(new double[] {point.parameters(), best});
      }
    }
    corners.add(new double[] {xMax, best});
    return corners.size() < 3
        ? Optional.empty()
        : Optional.of(
            new double[][] {
              corners.stream().mapToDouble(c -> c[0]).toArray(),
              corners.stream().mapToDouble(c -> c[1]).toArray()
            });
  }

  private static double decade(double value, int direction) {
    double log = Math.log10(value);
    return Math.pow(10, direction < 0 ? Math.floor(log - 0.05) : Math.ceil(log + 0.05));
  }

  private static TextTable data(String name, String what, List<Point> points) {
    List<String> header = new ArrayList<>(List.of("method", "trained_parameters"));
    header.addAll(Measured.HEADER);
    List<List<String>> rows = new ArrayList<>();
    for (Point point : points) {
      List<String> line = new ArrayList<>(List.of(point.row()));
      line.add(Long.toString(Math.round(point.parameters())));
      line.addAll(Measured.fields(point.cell()));
      rows.add(line);
    }
    return new TextTable(name, what, header, rows);
  }
}
