package org.sdptbench.harness.cli;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.comparison.OverallEffect;
import org.sdptbench.reports.comparison.PairedComparison;
import org.sdptbench.reports.comparison.TaskEffect;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.stats.HierarchicalEffect;
import org.sdptbench.reports.stats.Interval;
import org.sdptbench.reports.stats.PairedBootstrap;
import org.sdptbench.reports.stats.SeedsNeeded;
import org.sdptbench.reports.table.Quantity;

/** Prints comparisons. Metrics are in points, as in the report. */
final class ComparisonText {
  private static final List<String> HEADER =
      List.of(
          "task",
          "A",
          "B",
          "A - B",
          "over seeds",
          "over test images",
          "seeds",
          "rank p",
          "Holm p",
          "seeds needed");

  private final PrintWriter out;

  ComparisonText(PrintWriter out) {
    this.out = out;
  }

  void print(PairedComparison comparison) {
    out.printf("%s: %s%n", comparison.spec().name(), comparison.spec().title());
    out.printf("A = %s%nB = %s%n", comparison.first(), comparison.second());
    out.printf("%s in points; intervals hold with 95 %%, - is for none%n%n", comparison.metric());
    List<List<String>> lines = new ArrayList<>(List.of(HEADER));
    comparison.tasks().forEach(effect -> lines.add(line(effect)));
    table(lines);
    if (!comparison.without().isEmpty()) {
      out.printf(
          "No seed has both on: %s%n",
          String.join("; ", comparison.without().stream().map(Task::label).toList()));
    }
    out.println();
    boolean several = comparison.overall().size() > 1;
    comparison.overall().forEach(effect -> overall(effect, several));
    comparison.limits().forEach(out::println);
    out.printf(
        Locale.ROOT,
        "Seeds needed: for a paired t test at 0.05 to find A - B with probability %.1f, if it and"
            + " its scatter are as observed.%n%n",
        SeedsNeeded.POWER);
  }

  private static List<String> line(TaskEffect effect) {
    PairedBootstrap images = effect.testImages();
    return List.of(
        effect.task().label(),
        Quantity.METRIC.format(effect.first().mean()),
        Quantity.METRIC.format(effect.second().mean()),
        signed(effect.difference().estimate().mean()),
        interval(effect.difference().estimate().interval()),
        interval(images == null ? null : images.interval()),
        Integer.toString(effect.difference().n()),
        p(effect.difference().rankTest().p()),
        p(effect.adjustedP()),
        effect.difference().seedsNeeded().inWords());
  }

  private void overall(OverallEffect overall, boolean several) {
    int tasks = overall.effect().tasks();
    out.printf(
        "Over %s: A - B is %s; over tasks %s, by bootstrap of tasks %s%s%n",
        overall.scope(),
        signed(overall.effect().mean()),
        interval(overall.effect().overTasks()),
        interval(overall.effect().clusterBootstrap()),
        tasks >= HierarchicalEffect.FEWEST_TO_BOOTSTRAP
            ? ""
            : " (too narrow: fewer than %s tasks)"
                .formatted(HierarchicalEffect.FEWEST_TO_BOOTSTRAP));
    out.printf(
        "  Wilcoxon's signed-rank test over them: p %s%s%n",
        p(overall.rankTest().p()),
        several ? ", after Holm's correction " + p(overall.adjustedP()) : "");
  }

  private void table(List<List<String>> lines) {
    int[] widths = new int[HEADER.size()];
    for (List<String> line : lines) {
      for (int i = 0; i < widths.length; i++) {
        widths[i] = Math.max(widths[i], line.get(i).length());
      }
    }
    for (List<String> line : lines) {
      StringBuilder text = new StringBuilder();
      for (int i = 0; i < widths.length; i++) {
        String padding = " ".repeat(widths[i] - line.get(i).length());
        text.append(i == 0 ? line.get(i) + padding : "  " + padding + line.get(i));
      }
      out.println(text);
    }
  }

  private static String interval(@Nullable Interval interval) {
    return interval == null ? "-" : signed(interval.low()) + " to " + signed(interval.high());
  }

  private static String signed(double fraction) {
    return String.format(Locale.ROOT, "%+.2f", 100 * fraction);
  }

  private static String p(double p) {
    return p < 0.001 ? "< 0.001" : String.format(Locale.ROOT, "%.3f", p);
  }
}
