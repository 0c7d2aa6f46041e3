package org.sdptbench.harness.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.Spec;
import org.sdptbench.reports.record.PublishedValue;
import org.sdptbench.reports.record.ReportPlan;

/** What the report needs of a plan, {@code plan.json}. */
public final class ReportPlans {
  private static final String TITLE = "SDPT-bench";

  private ReportPlans() {}

  /** What is to be shown of a plan, without published values. */
  public static ReportPlan of(Plan plan) {
    return of(plan, List.of(), model -> Optional.empty());
  }

  /**
   * What is to be shown of a plan.
   *
   * @param published values that compare with results at the plan's scale. Those of its models are
   *     shown: of {@code glip-t} the values of {@code GLIP-T} and of {@code GLIP-T (paper)}, which
   *     is what files of published values call the released checkpoint and that of the paper, and
   *     of {@code glip-t-c} those of {@code GLIP-T (C)}
   * @param official SHA-256 of a model's official checkpoint, if it has one
   */
  public static ReportPlan of(
      Plan plan, List<PublishedValue> published, Function<String, Optional<String>> official) {
    Set<String> models = new TreeSet<>(String.CASE_INSENSITIVE_ORDER);
    Map<String, String> checkpoints = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    for (Cell cell : plan.cells()) {
      String released = cell.model().replaceAll("-([a-c])$", " ($1)");
      models.add(cell.model());
      models.add(cell.model() + " (paper)");
      models.add(released);
      official.apply(cell.model()).ifPresent(digest -> checkpoints.put(released, digest));
    }
    Scale scale = plan.scale();
    return new ReportPlan(
            TITLE,
            scale.name(),
            scale.meaning(),
            plan.experiments().stream().map(experiment -> spec(experiment, plan.byId())).toList())
        .with(
            published.stream()
                .filter(value -> models.contains(value.model()))
                .map(
                    value -> {
                      String digest = checkpoints.get(value.model());
                      return digest == null ? value : value.of(digest);
                    })
                .toList());
  }

  private static ReportPlan.Spec spec(Plan.Experiment experiment, Map<String, Cell> cells) {
    Spec spec = experiment.spec();
    List<ReportPlan.PlannedCell> planned = new ArrayList<>();
    Map<String, List<String>> metrics = new TreeMap<>();
    for (Plan.Entry entry : experiment.entries()) {
      Cell cell = Objects.requireNonNull(cells.get(entry.cell()), "a planned cell");
      planned.add(
          new ReportPlan.PlannedCell(entry.cell(), entry.label(), cell.task(), cell.seed()));
      metrics.put(cell.task().suite(), spec.report().metrics());
    }
    return new ReportPlan.Spec(
        spec.name(),
        spec.title(),
        spec.question(),
        spec.reproduces().isEmpty() ? null : spec.reproduces(),
        metrics,
        spec.report().layout(),
        planned);
  }
}
