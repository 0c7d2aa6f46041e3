package org.sdptbench.reports.chart;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import org.sdptbench.reports.chart.MethodStyles.Style;
import org.sdptbench.reports.chart.Pen.Anchor;

/**
 * Lines over a few places, with their labels at their ends, in one panel or more beside each other
 * that share the axis of values.
 *
 * @param axis what the lines show, with its unit
 * @param range what the axis of values shows
 * @param panels the panels from left to right
 */
record LineChart(String axis, Scale.Range range, List<Panel> panels) {

  /** With more lines their intervals would cover each other. */
  static final int MOST_WITH_INTERVALS = 5;

  private static final int WIDTH = 680;
  private static final double PLOT_HEIGHT = 210;
  private static final double PITCH = 13;
  private static final double RIM = 6;
  private static final double HAIR = 16;
  private static final double DODGE = 4;

  /**
   * A panel.
   *
   * @param title what stands above it; empty if nothing does
   * @param axis what stands below it
   * @param ticks its places, ascending, at least one
   * @param lines its lines
   * @param across values without a place, drawn from side to side
   */
  record Panel(String title, String axis, List<Tick> ticks, List<Line> lines, List<Across> across) {
    private int labels() {
      return lines.size() + across.size();
    }
  }

  /**
   * A place.
   *
   * @param x where it is
   * @param label what it is called
   */
  record Tick(double x, String label) {}

  /**
   * A line.
   *
   * @param label its label
   * @param style its looks
   * @param points its points from left to right
   * @param diverged places where there is no value because runs diverged
   */
  record Line(String label, Style style, List<Point> points, List<Double> diverged) {}

  /**
   * A point of a line.
   *
   * @param x its place
   * @param measure its value
   */
  record Point(double x, Measured measure) {}

  /**
   * A value that holds for all places.
   *
   * @param label its label
   * @param style its looks
   * @param value the value
   */
  record Across(String label, Style style, double value) {}

  private record End(String label, Style style, double x, double y) {}

  /** Whether the intervals are drawn. */
  static boolean showsIntervals(List<Line> lines) {
    return lines.size() <= MOST_WITH_INTERVALS;
  }

  XYChart chart() {
    int labels = panels.stream().mapToInt(Panel::labels).max().orElse(0);
    double plot = Math.max(PLOT_HEIGHT, labels * PITCH + 4);
    boolean titled = panels.stream().anyMatch(panel -> !panel.title().isEmpty());
    double top = RIM + 20 + (titled ? 18 : 0);
    int height = (int) Math.ceil(top + plot + 40);
    return PlainChart.drawn(WIDTH, height, pen -> paint(pen, top, top + plot));
  }

  private void paint(Pen pen, double top, double bottom) {
    pen.text(
        Lettering.PLAIN.fit(axis, WIDTH - 2 * RIM),
        RIM,
        RIM + 7,
        Anchor.START,
        Lettering.PLAIN,
        PlainChart.INK);
    Scale y = Scale.linear(range.low(), range.high(), bottom - 4, top + 4);
    double width = (WIDTH - 2 * RIM) / panels.size();
    for (int i = 0; i < panels.size(); i++) {
      double left = RIM + i * width;
      panel(pen, panels.get(i), y, left + (i == 0 ? 0 : 12), left + width);
    }
  }

  private void panel(Pen pen, Panel panel, Scale y, double begin, double end) {
    Lettering plain = Lettering.PLAIN;
    double bottom = y.from() + 4;
    double room = 0.48 * (end - begin);
    double widest =
        labels(panel).mapToDouble(label -> plain.width(plain.fit(label, room))).max().orElse(0);
    double left = begin + 28;
    double right = end - widest - HAIR;
    for (double tick : y.ticks(5)) {
      pen.line(left, y.at(tick), right, y.at(tick), PlainChart.FAINT, 0.8f);
      pen.text(Scale.format(tick), left - 6, y.at(tick), Anchor.END, plain, PlainChart.INK);
    }
    Scale x = places(panel.ticks(), left + 16, right - 12);
    ticks(pen, panel, x, left, right, bottom);
    if (!panel.title().isEmpty()) {
      String title = Lettering.STRONG.fit(panel.title(), end - left);
      pen.text(title, left, y.to() - 16, Anchor.START, Lettering.STRONG, PlainChart.INK);
    }
    List<End> ends = new ArrayList<>();
    for (Across across : panel.across()) {
      double at = y.within(across.value());
      pen.dashed(left, at, right, at, across.style().color());
      ends.add(new End(across.label(), across.style(), right, at));
    }
    lines(pen, panel, x, y, ends);
    labels(pen, ends, right, room, y);
  }

  private static Stream<String> labels(Panel panel) {
    return Stream.concat(
        panel.lines().stream().map(Line::label), panel.across().stream().map(Across::label));
  }

  private static Scale places(List<Tick> ticks, double from, double to) {
    double min = ticks.get(0).x();
    double max = ticks.get(ticks.size() - 1).x();
    return min < max ? Scale.linear(min, max, from, to) : Scale.linear(min - 1, max + 1, from, to);
  }

  private static void ticks(
      Pen pen, Panel panel, Scale x, double left, double right, double bottom) {
    Lettering plain = Lettering.PLAIN;
    pen.line(left, bottom, right, bottom, PlainChart.QUIET, 0.8f);
    double free = Double.NEGATIVE_INFINITY;
    for (Tick tick : panel.ticks()) {
      double at = x.at(tick.x());
      double half = plain.width(tick.label()) / 2;
      pen.line(at, bottom, at, bottom + 4, PlainChart.QUIET, 0.8f);
      if (at - half > free) {
        pen.text(tick.label(), at, bottom + 12, Anchor.MIDDLE, plain, PlainChart.INK);
        free = at + half + 4;
      }
    }
    String title = plain.fit(panel.axis(), right - left);
    pen.text(title, (left + right) / 2, bottom + 28, Anchor.MIDDLE, plain, PlainChart.INK);
  }

  private void lines(Pen pen, Panel panel, Scale x, Scale y, List<End> ends) {
    boolean intervals = showsIntervals(panel.lines());
    int n = panel.lines().size();
    for (int i = 0; i < n; i++) {
      Line line = panel.lines().get(i);
      // Apart by a few pixels, or the intervals at one place would cover each other.
      double dodge = intervals ? DODGE * (i - (n - 1) / 2.0) : 0;
      List<double[]> path =
          line.points().stream()
              .map(p -> new double[] {x.at(p.x()) + dodge, y.within(p.measure().value())})
              .toList();
      pen.path(path, line.style());
      for (int p = 0; p < path.size(); p++) {
        Measured measure = line.points().get(p).measure();
        double at = path.get(p)[0];
        if (intervals && measure.low() < measure.high()) {
          double low = y.within(measure.low());
          pen.whisker(at, low, at, y.within(measure.high()), line.style().color(), 3);
        }
        pen.mark(at, path.get(p)[1], line.style(), 7);
        pen.spot(
            at,
            path.get(p)[1],
            spot(panel, line, line.points().get(p).x(), axis + ": " + measure.words()));
      }
      for (double place : line.diverged()) {
        pen.cross(x.at(place) + dodge, y.from(), line.style().color());
        pen.spot(x.at(place) + dodge, y.from(), spot(panel, line, place, "diverged"));
      }
      double[] last =
          path.isEmpty()
              ? new double[] {x.at(line.diverged().get(line.diverged().size() - 1)), y.from()}
              : path.get(path.size() - 1);
      ends.add(new End(line.label(), line.style(), last[0], last[1]));
    }
  }

  private static String spot(Panel panel, Line line, double place, String what) {
    String tick =
        panel.ticks().stream()
            .filter(t -> t.x() == place)
            .map(Tick::label)
            .findFirst()
            .orElseGet(() -> Scale.format(place));
    return "%s\n%s%s: %s\n%s"
        .formatted(
            line.label(),
            panel.title().isEmpty() ? "" : panel.title() + "\n",
            panel.axis(),
            tick,
            what);
  }

  private static void labels(Pen pen, List<End> ends, double right, double room, Scale y) {
    List<End> sorted = ends.stream().sorted(Comparator.comparingDouble(End::y)).toList();
    double[] wanted = sorted.stream().mapToDouble(End::y).toArray();
    double[] places = Spread.apart(wanted, PITCH, y.to() - 2, y.from() + 2);
    for (int i = 0; i < places.length; i++) {
      End end = sorted.get(i);
      pen.hair(end.x() + 5, end.y(), right + HAIR - 3, places[i], end.style().color());
      pen.text(
          Lettering.PLAIN.fit(end.label(), room),
          right + HAIR,
          places[i],
          Anchor.START,
          Lettering.PLAIN,
          end.style().ink());
    }
  }
}
