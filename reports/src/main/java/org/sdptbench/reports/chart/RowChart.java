package org.sdptbench.reports.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.sdptbench.reports.chart.MethodStyles.Style;
import org.sdptbench.reports.chart.Pen.Anchor;

/**
 * Rows with their label on the left and marks along a common axis below. Above it a key of the
 * marks, where a row has more than one.
 *
 * @param axis what the axis shows, with its unit
 * @param min begin of the axis
 * @param max its end
 * @param rows the rows from the top down
 * @param key what the marks mean; empty where the rows' labels say it
 */
record RowChart(String axis, double min, double max, List<Row> rows, List<Key> key) {

  private static final int WIDTH = 680;
  private static final double PITCH = 19;
  private static final int MARK = 8;
  private static final int FEW = 4;
  private static final double KEY_PITCH = 16;
  private static final double RIM = 6;
  private static final double MOST_FOR_LABELS = 0.5 * WIDTH;
  private static final double GAP = 12;

  /**
   * A row.
   *
   * @param label what stands before it
   * @param dots its marks
   * @param diverged styles of what diverged here
   * @param aside what stands in place of marks that are missing; empty if nothing does
   * @param value what stands behind the row; empty if nothing does
   */
  record Row(String label, List<Dot> dots, List<Style> diverged, String aside, String value) {}

  /**
   * A mark.
   *
   * @param value its place on the axis
   * @param low lower end of its bar
   * @param high upper end of its bar
   * @param style its looks
   */
  record Dot(double value, double low, double high, Style style) {
    String words() {
      return low < high
          ? "%s (%s to %s)".formatted(Scale.format(value), Scale.format(low), Scale.format(high))
          : Scale.format(value);
    }
  }

  /**
   * A line of the key.
   *
   * @param label what it means
   * @param style the looks; a cross where there is none
   */
  record Key(String label, @Nullable Style style) {}

  XYChart chart() {
    int keyColumns = keyColumns();
    int keyRows = key.isEmpty() ? 0 : (key.size() + keyColumns - 1) / keyColumns;
    double top = RIM + keyRows * KEY_PITCH + (keyRows > 0 ? 8 : 2);
    boolean crowded = rows.stream().anyMatch(row -> row.dots().size() > FEW);
    double pitch = crowded ? PITCH + 2 * MARK : PITCH;
    double bottom = top + rows.size() * pitch + 4;
    int height = (int) Math.ceil(bottom + 40);
    return PlainChart.drawn(WIDTH, height, pen -> paint(pen, keyColumns, top, bottom, pitch));
  }

  private void paint(Pen pen, int keyColumns, double top, double bottom, double pitch) {
    Lettering plain = Lettering.PLAIN;
    List<String> labels =
        rows.stream().map(row -> plain.fit(row.label(), MOST_FOR_LABELS)).toList();
    double left = RIM + labels.stream().mapToDouble(plain::width).max().orElse(0) + GAP;
    double behind = rows.stream().mapToDouble(row -> plain.width(row.value())).max().orElse(0);
    double right = WIDTH - RIM - (behind > 0 ? behind + GAP : 8);
    boolean crosses = rows.stream().anyMatch(row -> !row.diverged().isEmpty());
    double inset = crosses ? 4 + 9.0 * mostDiverged() : 8;
    Scale scale = Scale.linear(min, max, left + inset, right - 8);

    axis(pen, scale, left, right, top, bottom);
    key(pen, keyColumns);
    for (int i = 0; i < rows.size(); i++) {
      Row row = rows.get(i);
      double y = top + 2 + (i + 0.5) * pitch;
      pen.line(left, y, right, y, PlainChart.FAINT, 0.8f);
      pen.text(labels.get(i), left - GAP, y, Anchor.END, plain, PlainChart.INK);
      pen.text(row.value(), WIDTH - RIM, y, Anchor.END, plain, PlainChart.INK);
      if (!row.aside().isEmpty()) {
        pen.rimmed(Lettering.ASIDE.outline(row.aside(), left + 8, y), PlainChart.QUIET);
      }
      row.dots().forEach(dot -> bar(pen, scale, dot, y));
      marks(pen, scale, row, y, pitch > PITCH);
      for (int d = 0; d < row.diverged().size(); d++) {
        pen.cross(left + 6 + 9.0 * d, y, row.diverged().get(d).color());
        pen.spot(left + 6 + 9.0 * d, y, spot(row, row.diverged().get(d), "diverged"));
      }
    }
  }

  /** Above the line and below it if they would cover each other and there is room. */
  private void marks(Pen pen, Scale scale, Row row, double y, boolean room) {
    double[] levels = room ? new double[] {0, -MARK - 1, MARK + 1} : new double[] {0};
    List<double[]> taken = new ArrayList<>();
    for (Dot dot : row.dots().stream().sorted(Comparator.comparingDouble(Dot::value)).toList()) {
      double x = scale.within(dot.value());
      double best = 0;
      double most = -1;
      for (double level : levels) {
        double free =
            taken.stream()
                .mapToDouble(mark -> Math.hypot(mark[0] - x, mark[1] - level))
                .min()
                .orElse(MARK);
        if (Math.min(free, MARK + 1) > most) {
          most = Math.min(free, MARK + 1);
          best = level;
        }
      }
      taken.add(new double[] {x, best});
      pen.mark(x, y + best, dot.style(), MARK);
      pen.spot(x, y + best, spot(row, dot.style(), axis + ": " + dot.words()));
    }
  }

  private String spot(Row row, Style style, String what) {
    String method =
        key.stream()
            .filter(k -> style.equals(k.style()))
            .map(k -> k.label() + "\n")
            .findFirst()
            .orElse("");
    return method + row.label() + "\n" + what;
  }

  private int mostDiverged() {
    return rows.stream().mapToInt(row -> row.diverged().size()).max().orElse(0);
  }

  private static void bar(Pen pen, Scale scale, Dot dot, double y) {
    if (dot.low() < dot.high()) {
      pen.whisker(scale.within(dot.low()), y, scale.within(dot.high()), y, dot.style().color(), 3);
    }
  }

  private void axis(Pen pen, Scale scale, double left, double right, double top, double bottom) {
    for (double tick : scale.ticks(6)) {
      double x = scale.at(tick);
      pen.line(x, top, x, bottom, PlainChart.FAINT, 0.8f);
      pen.text(Scale.format(tick), x, bottom + 10, Anchor.MIDDLE, Lettering.PLAIN, PlainChart.INK);
    }
    pen.line(left, bottom, right, bottom, PlainChart.QUIET, 0.8f);
    String title = Lettering.PLAIN.fit(axis, WIDTH - 2 * RIM);
    double half = Lettering.PLAIN.width(title) / 2;
    double middle = Math.min((left + right) / 2, WIDTH - RIM - half);
    pen.text(
        title,
        Math.max(middle, RIM + half),
        bottom + 28,
        Anchor.MIDDLE,
        Lettering.PLAIN,
        PlainChart.INK);
  }

  private int keyColumns() {
    double widest =
        key.stream().mapToDouble(k -> 32 + Lettering.PLAIN.width(fitted(k))).max().orElse(WIDTH);
    return Math.max(1, (int) ((WIDTH - 2 * RIM) / widest));
  }

  private static String fitted(Key key) {
    return Lettering.PLAIN.fit(key.label(), MOST_FOR_LABELS);
  }

  /** Down the columns, so that neighbours in the plan stand below each other. */
  private void key(Pen pen, int columns) {
    int perColumn = key.isEmpty() ? 1 : (key.size() + columns - 1) / columns;
    double width = (WIDTH - 2 * RIM) / columns;
    for (int i = 0; i < key.size(); i++) {
      double x = RIM + Math.floorDiv(i, perColumn) * width + 6;
      double y = RIM + (i % perColumn + 0.5) * KEY_PITCH;
      Style style = key.get(i).style();
      if (style == null) {
        pen.cross(x, y, PlainChart.QUIET);
      } else {
        pen.mark(x, y, style, 8);
      }
      Color color = style == null ? PlainChart.QUIET : PlainChart.INK;
      pen.text(fitted(key.get(i)), x + 10, y, Anchor.START, Lettering.PLAIN, color);
    }
  }

  /** A value in points with half its interval, as tables print it. */
  static String words(Measured points) {
    String value = String.format(Locale.ROOT, "%.1f", points.value());
    return points.interval() == null
        ? value
        : value + String.format(Locale.ROOT, " ± %.1f", points.interval().halfWidth());
  }

  /** Marks of some measures in points, in one style. */
  static List<Dot> dots(List<Measured> measures, Style style) {
    List<Dot> dots = new ArrayList<>();
    measures.forEach(m -> dots.add(new Dot(m.value(), m.low(), m.high(), style)));
    return dots;
  }
}
