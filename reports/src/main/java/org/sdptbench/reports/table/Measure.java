package org.sdptbench.reports.table;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Cost;
import org.sdptbench.reports.record.RunRecord.Task;

/**
 * Something that is known of a method on some tasks.
 *
 * @param group what it has in common with others, for headings; empty if nothing
 * @param label its name
 * @param quantity what kind of number it is
 * @param ranked whether the best is to be marked
 * @param metric the metric that publications may have too; absent if it is none
 * @param value finds it
 */
record Measure(
    String group,
    String label,
    Quantity quantity,
    boolean ranked,
    @Nullable String metric,
    Value value) {

  /** Finds the cell of a method on tasks. */
  @FunctionalInterface
  interface Value {
    Cell of(String row, List<Task> tasks);
  }

  /** A metric on the test split of the runs' own tasks. */
  static Measure metric(SpecResults results, String metric) {
    return new Measure(
        "",
        metric,
        Quantity.METRIC,
        true,
        metric,
        (row, tasks) -> results.over(row, tasks, run -> run.metrics().get(metric)));
  }

  /** The number of trained parameters and its share; they do not depend on the task. */
  static List<Measure> parameters(SpecResults results) {
    String group = "trained parameters";
    return List.of(
        new Measure(
            group,
            "number",
            Quantity.PARAMETERS,
            false,
            null,
            (row, tasks) -> results.cost(row, Cost::trainableParameters)),
        new Measure(
            group,
            "% of model",
            Quantity.SHARE,
            false,
            null,
            (row, tasks) -> results.cost(row, Cost::trainableShare)));
  }

  /**
   * The parameters, and what was measured of a run. Times to a level of AP are left out where no
   * run was validated while it trained.
   */
  static List<Measure> costs(SpecResults results) {
    List<Measure> costs = new ArrayList<>(parameters(results));
    costs.add(cost(results, "adapter", Quantity.BYTES, run -> toDouble(run.cost().adapterBytes())));
    costs.add(cost(results, "training", Quantity.SECONDS, run -> run.cost().trainSeconds()));
    Convergence convergence = new Convergence(results);
    if (convergence.isMeasured()) {
      costs.add(new Measure(COST, TO_LEVEL, Quantity.SECONDS, true, null, convergence::seconds));
    }
    costs.add(cost(results, "one image", Quantity.SECONDS, run -> run.cost().inferenceSeconds()));
    costs.add(
        cost(
            results, "peak memory", Quantity.BYTES, run -> toDouble(run.cost().peakMemoryBytes())));
    return costs;
  }

  private static final String TO_LEVEL =
      String.format(Locale.ROOT, "to %.0f %% of best AP", 100 * Convergence.SHARE);

  private static final String COST_REMARK =
      "Costs are means over tasks per run; training includes caching of features, not validation."
          + " One image: the median time of detecting in a test image by itself, caption included,"
          + " with the adapter in place; zero-shot is the model without any.";

  private static final String LEVEL_REMARK =
      String.format(
          Locale.ROOT,
          "The time to %.0f %% of the best AP is the training time after which the validation AP"
              + " first reached that share of the highest that any run here had on the task; a"
              + " method has none if one of its runs did not get there.",
          100 * Convergence.SHARE);

  private static final String COST = "cost of a run";

  private static Measure cost(
      SpecResults results,
      String label,
      Quantity quantity,
      Function<RunRecord, @Nullable Double> value) {
    return new Measure(
        COST, label, quantity, true, null, (row, tasks) -> results.over(row, tasks, value));
  }

  private static @Nullable Double toDouble(@Nullable Long value) {
    return value == null ? null : value.doubleValue();
  }

  /** What a reader must know of {@link #costs} that are among the measures. */
  static List<String> remarks(List<Measure> measures) {
    List<String> remarks = new ArrayList<>();
    if (measures.stream().anyMatch(measure -> measure.group().equals(COST))) {
      remarks.add(COST_REMARK);
    }
    if (measures.stream().anyMatch(measure -> measure.label().equals(TO_LEVEL))) {
      remarks.add(LEVEL_REMARK);
    }
    return remarks;
  }
}
