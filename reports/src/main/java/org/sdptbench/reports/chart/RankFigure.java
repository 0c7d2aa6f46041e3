package org.sdptbench.reports.chart;

import java.awt.Color;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.knowm.xchart.XYChart;
import org.sdptbench.reports.chart.MethodStyles.Style;
import org.sdptbench.reports.chart.Pen.Anchor;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.stats.CriticalDifference;
import org.sdptbench.reports.stats.FriedmanTest;
import org.sdptbench.reports.stats.TaskRanks;
import org.sdptbench.reports.stats.TaskRanks.Ranked;
import org.sdptbench.reports.table.Cell;
import org.sdptbench.reports.table.Cell.State;
import org.sdptbench.reports.table.SpecResults;
import org.sdptbench.reports.table.SpecResults.Suite;
import org.sdptbench.reports.table.TextTable;

/**
 * Critical-difference diagram (Demšar, JMLR 7, 2006, figure 1): the mean ranks of the methods over
 * the tasks of a suite, and bars that join those which do not differ significantly.
 */
final class RankFigure {

  private static final double ALPHA = 0.05;
  private static final int FEWEST_METHODS = 3;
  private static final int FEWEST_TASKS = 3;

  private static final int WIDTH = 680;
  private static final double RIM = 6;
  private static final double PITCH = 17;
  private static final double AXIS_Y = 62;
  private static final double BAR_PITCH = 6;

  private RankFigure() {}

  /**
   * A ranking.
   *
   * @param means methods by mean rank, the best first
   * @param tasks number of tasks
   * @param test whether they rank alike
   * @param difference the critical difference
   */
  private record Ranking(
      List<Ranked> means, int tasks, FriedmanTest test, CriticalDifference difference) {
    boolean rejected() {
      return test.fP() < ALPHA;
    }

    /** What the bars join: all, unless some difference was shown. */
    List<List<String>> groups() {
      return rejected()
          ? difference.groups(means)
          : List.of(means.stream().map(Ranked::method).toList());
    }
  }

  /**
   * Returns the chart of a suite's metric; nothing where fewer than three methods have a value for
   * each task, or there are fewer than three tasks.
   */
  static Optional<Figure> of(SpecResults results, Suite suite, String metric, MethodStyles styles) {
    List<Task> tasks = suite.tasks();
    Map<String, List<Double>> scores = new LinkedHashMap<>();
    List<String> leftOut = new ArrayList<>();
    for (String row : results.rows()) {
      List<Cell> cells = tasks.stream().map(task -> results.task(row, task, metric)).toList();
      if (cells.stream().allMatch(cell -> cell.state() == State.VALUE)) {
        scores.put(row, cells.stream().map(cell -> Objects.requireNonNull(cell.value())).toList());
      } else if (cells.stream().anyMatch(cell -> cell.state() != State.NOT_PLANNED)) {
        leftOut.add(row);
      }
    }
    if (tasks.size() < FEWEST_TASKS || scores.size() < FEWEST_METHODS) {
      return Optional.empty();
    }
    TaskRanks ranks = TaskRanks.of(scores);
    Ranking ranking =
        new Ranking(
            ranks.means(),
            tasks.size(),
            FriedmanTest.of(ranks),
            CriticalDifference.of(scores.size(), tasks.size(), ALPHA));
    String what =
        "Mean rank by %s over the %s tasks of %s".formatted(metric, tasks.size(), suite.label());
    String name = FigureText.fileName(results, "rank", suite.fileName(), metric);
    return Optional.of(
        new Figure(
            name,
            caption(what, ranking, leftOut),
            draw(ranking, styles),
            data(name, what, ranking)));
  }

  private static String caption(String what, Ranking ranking, List<String> leftOut) {
    String test =
        String.format(
            Locale.ROOT,
            "Friedman's test (Iman and Davenport's F) that all rank alike: p %s.",
            ranking.test().fP() < 1e-4
                ? "< 0.0001"
                : String.format(Locale.ROOT, "= %.2g", ranking.test().fP()));
    String verdict =
        ranking.rejected()
            ? " Thick bars join methods whose ranks differ by less than Nemenyi's critical"
                + " difference (CD, level 0.05), so that they cannot be told apart by this test of all"
                + " pairs at once; a test of one pair may say more."
            : " It does not reject at level 0.05, so by this test no methods are told apart and the"
                + " thick bar joins them all; CD is Nemenyi's critical difference.";
    return what
        + "; 1 is best. Tasks are ranked by the mean over seeds. "
        + test
        + verdict
        + (leftOut.isEmpty()
            ? ""
            : " Left out, since they have no value on some task: %s."
                .formatted(String.join(", ", leftOut)));
  }

  private static XYChart draw(Ranking ranking, MethodStyles styles) {
    int n = ranking.means().size();
    int left = (n + 1) / 2;
    int bars = ranking.groups().size();
    double first = AXIS_Y + 14 + bars * BAR_PITCH + 10;
    int height = (int) Math.ceil(first + (left - 1) * PITCH + 14);
    return PlainChart.drawn(WIDTH, height, pen -> paint(pen, ranking, styles, left, first));
  }

  private static void paint(Pen pen, Ranking ranking, MethodStyles styles, int left, double first) {
    List<Ranked> means = ranking.means();
    int n = means.size();
    double room = 0.3 * WIDTH;
    double widest =
        means.stream().mapToDouble(m -> Lettering.PLAIN.width(text(m, room))).max().orElseThrow();
    double margin = RIM + widest + 18;
    Scale scale = Scale.linear(1, n, margin, WIDTH - margin);
    axis(pen, scale, n);
    criticalDifference(pen, scale, ranking.difference().value());
    for (int i = 0; i < n; i++) {
      Ranked mean = means.get(i);
      boolean onLeft = i < left;
      // Leaders do not cross if the outermost methods of each side stand highest.
      double y = first + (onLeft ? i : n - 1 - i) * PITCH;
      double x = scale.at(mean.meanRank());
      double end = onLeft ? margin - 12 : WIDTH - margin + 12;
      Style style = styles.of(mean.method());
      pen.line(x, AXIS_Y, x, y, PlainChart.QUIET, 0.8f);
      pen.line(x, y, end, y, PlainChart.QUIET, 0.8f);
      pen.mark(x, AXIS_Y, style, 7);
      pen.spot(
          x, AXIS_Y, "%s\nmean rank: %s".formatted(mean.method(), Scale.format(mean.meanRank())));
      pen.text(
          text(mean, room),
          onLeft ? end - 5 : end + 5,
          y,
          onLeft ? Anchor.END : Anchor.START,
          Lettering.PLAIN,
          style.ink());
    }
    groups(pen, scale, ranking);
  }

  private static String text(Ranked mean, double room) {
    return Lettering.PLAIN.fit(mean.method(), room)
        + String.format(Locale.ROOT, "  %.1f", mean.meanRank());
  }

  private static void axis(Pen pen, Scale scale, int n) {
    pen.line(scale.from(), AXIS_Y, scale.to(), AXIS_Y, PlainChart.INK, 1f);
    int step = n > 20 ? 5 : 1;
    for (int rank = 1; rank <= n; rank += step) {
      double x = scale.at(rank);
      pen.line(x, AXIS_Y - 5, x, AXIS_Y, PlainChart.INK, 1f);
      pen.text(
          Integer.toString(rank), x, AXIS_Y - 13, Anchor.MIDDLE, Lettering.PLAIN, PlainChart.INK);
    }
    pen.text(
        "mean rank (1 is best)", WIDTH - RIM, RIM + 8, Anchor.END, Lettering.PLAIN, PlainChart.INK);
  }

  private static void criticalDifference(Pen pen, Scale scale, double value) {
    double y = RIM + 22;
    double end = scale.at(1 + value);
    String text = String.format(Locale.ROOT, "CD = %.2f", value);
    if (end > WIDTH - RIM) { // too few tasks for so many methods: no bar could show it
      pen.text(
          text + ", more than all ranks",
          scale.from(),
          y - 12,
          Anchor.START,
          Lettering.PLAIN,
          PlainChart.INK);
      return;
    }
    pen.whisker(scale.from(), y, end, y, PlainChart.INK, 4);
    pen.text(text, scale.from(), y - 12, Anchor.START, Lettering.PLAIN, PlainChart.INK);
  }

  private static void groups(Pen pen, Scale scale, Ranking ranking) {
    Map<String, Double> ranks = new LinkedHashMap<>();
    ranking.means().forEach(mean -> ranks.put(mean.method(), mean.meanRank()));
    double y = AXIS_Y + 12;
    for (List<String> group : ranking.groups()) {
      double from = scale.at(Objects.requireNonNull(ranks.get(group.get(0)))) - 4;
      double to = scale.at(Objects.requireNonNull(ranks.get(group.get(group.size() - 1)))) + 4;
      pen.line(from, y, to, y, Color.BLACK, 3f);
      y += BAR_PITCH;
    }
  }

  private static TextTable data(String name, String what, Ranking ranking) {
    List<List<String>> rows = new ArrayList<>();
    List<List<String>> groups = ranking.groups();
    for (Ranked mean : ranking.means()) {
      List<String> in = new ArrayList<>();
      for (int i = 0; i < groups.size(); i++) {
        if (groups.get(i).contains(mean.method())) {
          in.add(Integer.toString(i + 1));
        }
      }
      rows.add(
          List.of(
              mean.method(),
              Double.toString(mean.meanRank()),
              String.join(" ", in),
              Integer.toString(ranking.tasks()),
              Double.toString(ranking.difference().value()),
              Double.toString(ranking.test().fP())));
    }
    return new TextTable(
        name,
        what,
        List.of("method", "mean_rank", "groups", "tasks", "critical_difference", "friedman_p"),
        rows);
  }
}
