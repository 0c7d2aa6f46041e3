package org.sdptbench.reports.table;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;
import static org.sdptbench.reports.ChangedRuns.withCurve;
import static org.sdptbench.reports.ChangedRuns.withResults;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sdptbench.reports.FakeRuns;
import org.sdptbench.reports.record.Layout;
import org.sdptbench.reports.record.Layout.Columns;
import org.sdptbench.reports.record.Layout.Rows;
import org.sdptbench.reports.record.PublishedValue;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.Results.Moment;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Cost;
import org.sdptbench.reports.record.RunRecord.CurvePoint;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.table.Cell.Rank;
import org.sdptbench.reports.table.Cell.State;

class LayoutTablesTest {

  private static final Task COCO = new Task("coco", "coco", 0);

  private final List<PlannedCell> cells = new ArrayList<>();
  private final Map<String, RunRecord> runs = new TreeMap<>();
  private Map<String, List<String>> metrics = Map.of();

  private void plan(String row, Task task) {
    cells.add(new PlannedCell(FakeRuns.id(row, task, 0), row, task, 0));
  }

  private RunRecord run(String row, Task task, double ap) {
    plan(row, task);
    RunRecord run = FakeRuns.completed(row, task, 0, ap);
    runs.put(run.cell(), run);
    return run;
  }

  private List<Table> tables(Rows rows, Columns columns, PublishedValue... published) {
    Spec spec =
        new Spec("c", "Title", "q", null, metrics, new Layout(rows, columns, List.of()), cells);
    return ComparisonTables.of(new SpecResults(spec, runs), List.of(published));
  }

  private static List<String> heads(Table table) {
    return table.columns().stream().map(c -> c.group() + "|" + c.label()).toList();
  }

  /** The row as a reader sees it, with * after the best and ' after the second. */
  private static List<String> texts(Table table, int row) {
    List<String> texts = new ArrayList<>();
    for (int c = 0; c < table.columns().size(); c++) {
      Cell cell = table.rows().get(row).cells().get(c);
      String mark = cell.rank() == Rank.BEST ? "*" : cell.rank() == Rank.SECOND ? "'" : "";
      texts.add(CellText.of(cell, table.columns().get(c).quantity()).value() + mark);
    }
    return texts;
  }

  private static Task shots(int shots, String dataset) {
    return new Task("sea", dataset, shots);
  }

  @Test
  void shotsAreColumnsOfMeansOverTheSuite() {
    for (int n : new int[] {1, 3}) {
      run("BitFit", shots(n, "fish"), 0.1 * n);
      run("BitFit", shots(n, "crabs"), 0.2 * n);
      run("MaPLe", shots(n, "fish"), 0.4);
      run("MaPLe", shots(n, "crabs"), 0.2);
    }
    List<Table> tables = tables(Rows.METHOD, Columns.SHOTS);
    assertThat(tables).hasSize(1);
    assertThat(heads(tables.get(0)).subList(2, 4))
        .containsExactly("AP of sea, mean of 2|1 shot", "AP of sea, mean of 2|3 shots");
    assertThat(texts(tables.get(0), 0).subList(2, 4)).containsExactly("15.0'", "45.0*");
    assertThat(texts(tables.get(0), 1).subList(2, 4)).containsExactly("30.0*", "30.0'");
  }

  @Test
  void allImagesAreNotNamedWhereNothingIsTrained() {
    RunRecord none = run("Zero-shot", shots(0, "fish"), 0.1);
    runs.put(none.cell(), none.withCost(new Cost(0L, 1000L, null, null, null, null, 1.0, null)));
    run("BitFit", shots(1, "fish"), 0.2);
    assertThat(heads(tables(Rows.METHOD, Columns.SHOTS).get(0)))
        .contains("AP of sea/fish|no training", "AP of sea/fish|1 shot");
    run("BitFit", shots(0, "fish"), 0.3);
    assertThat(heads(tables(Rows.METHOD, Columns.SHOTS).get(0)))
        .contains("AP of sea/fish|all images", "AP of sea/fish|1 shot");
  }

  @Test
  void withShotsAsRowsMethodsCompeteWithinARow() {
    for (int n : new int[] {1, 3}) {
      run("BitFit", shots(n, "fish"), 0.1 * n);
      run("MaPLe", shots(n, "fish"), 0.2);
    }
    plan("UPT", shots(1, "fish"));
    Table table = tables(Rows.SHOTS, Columns.METRIC).get(0);
    assertThat(table.stub()).isEqualTo("images per class");
    assertThat(heads(table)).containsExactly("AP|BitFit", "AP|MaPLe", "AP|UPT");
    assertThat(table.rows()).extracting(Table.Row::label).containsExactly("1 shot", "3 shots");
    assertThat(texts(table, 0)).containsExactly("10.0'", "20.0*", "not run");
    assertThat(texts(table, 1)).containsExactly("30.0*", "20.0'", "");
    assertThat(table.rows().get(1).cells().get(2).state()).isEqualTo(State.NOT_PLANNED);
  }

  @Test
  void withTasksAsRowsTheLastRowIsTheirMean() {
    metrics = Map.of("sea", List.of("AP", "AP50"));
    run("BitFit", shots(0, "fish"), 0.1);
    run("BitFit", shots(0, "crabs"), 0.2);
    Table table = tables(Rows.TASK, Columns.METRIC).get(0);
    assertThat(heads(table)).containsExactly("AP|BitFit", "AP50|BitFit");
    assertThat(table.rows()).extracting(Table.Row::label).containsExactly("fish", "crabs", "mean");
    assertThat(texts(table, 2)).containsExactly("15.0", "21.8");
    Table byShots = tables(Rows.TASK, Columns.SHOTS).get(0);
    assertThat(heads(byShots)).containsExactly("all images|BitFit");
  }

  @Test
  void aMetricThatNoRunOfASuiteHasMakesNoColumnThere() {
    metrics = Map.of("coco", List.of("AP", "APr"), "sea", List.of("APr", "AP"));
    run("BitFit", COCO, 0.3);
    run("BitFit", shots(0, "fish"), 0.1);
    Table table = tables(Rows.METHOD, Columns.METRIC).get(0);
    assertThat(heads(table).subList(2, 5))
        .containsExactly("coco|AP", "sea/fish|APr", "sea/fish|AP");
    assertThat(texts(table, 0).subList(2, 5)).containsExactly("30.0", "undefined", "10.0");
  }

  @Test
  void testsStandByTaskAndMomentAndStatesAreTold() {
    Task aquarium = new Task("sea", "aquarium", 0);
    withTests(
        run("BitFit", aquarium, 0.4),
        test(Moment.BEFORE, aquarium, 0.1),
        test(Moment.AFTER, COCO, 0.2),
        test(Moment.BEFORE, COCO, 0.3),
        test(Moment.DETACHED, COCO, 0.3));
    withTests(run("MaPLe", aquarium, 0.5), test(Moment.AFTER, COCO, 0.25));
    plan("UPT", aquarium);
    Table table = tables(Rows.METHOD, Columns.TEST).get(0);
    assertThat(table.title()).isEqualTo("Title: AP, trained on sea/aquarium");
    assertThat(heads(table))
        .containsExactly(
            "sea/aquarium (trained on)|before",
            "sea/aquarium (trained on)|after",
            "coco|before",
            "coco|after",
            "coco|detached");
    assertThat(texts(table, 0)).containsExactly("10.0", "40.0'", "30.0", "20.0'", "30.0");
    assertThat(texts(table, 1)).containsExactly("", "50.0*", "", "25.0*", "");
    assertThat(texts(table, 2)).containsOnly("not run");
  }

  @Test
  void costsAreMarkedTheLowerTheBetterAndTimesToALevelNeedAllRuns() {
    List<CurvePoint> slow = curve(0.1, 0.2, 0.29, 0.6);
    List<CurvePoint> fast = curve(0.1, 0.55, 0.6, 0.5);
    List<CurvePoint> low = curve(0.1, 0.2, 0.2, 0.28);
    cost(run("BitFit", COCO, 0.3), 4_000_000, 20.0, slow);
    cost(run("MaPLe", COCO, 0.3), 1_000, 30.0, fast);
    cost(run("UPT", COCO, 0.3), 500, 10.0, low);
    run("Zero-shot", COCO, 0.1);
    Table table = tables(Rows.METHOD, Columns.COST).get(0);
    assertThat(heads(table))
        .containsExactly(
            "coco|AP",
            "trained parameters|number",
            "trained parameters|% of model",
            "cost of a run|adapter",
            "cost of a run|training",
            "cost of a run|to 50 % of best AP",
            "cost of a run|one image",
            "cost of a run|peak memory");
    // 50 % of 0.6 is 0.3: after 15 s, after 5 s, never.
    assertThat(texts(table, 0).subList(3, 6)).containsExactly("4.00 MB", "20.0 s'", "15.0 s'");
    assertThat(texts(table, 1).subList(3, 6)).containsExactly("1.00 kB'", "30.0 s", "5.00 s*");
    assertThat(texts(table, 2).subList(3, 6)).containsExactly("500 B*", "10.0 s*", "not reached");
    assertThat(texts(table, 3).subList(3, 6))
        .containsExactly("undefined", "undefined", "undefined");
    assertThat(TableNotes.of(table))
        .anyMatch(note -> note.contains("of costs lower is better"))
        .anyMatch(note -> note.startsWith("Costs are means over tasks per run"))
        .anyMatch(note -> note.startsWith("The time to 50 % of the best AP"));
  }

  @Test
  void timesToALevelAreLeftOutWhereNothingWasValidated() {
    cost(run("BitFit", COCO, 0.3), 4_000_000, 20.0, List.of());
    Table table = tables(Rows.METHOD, Columns.COST).get(0);
    assertThat(heads(table))
        .contains("cost of a run|training")
        .doesNotContain("cost of a run|to 50 % of best AP");
    assertThat(TableNotes.of(table)).noneMatch(note -> note.startsWith("The time to"));
  }

  @Test
  void publishedValuesStandBelowAndTakeNoPart() {
    run("BitFit", COCO, 0.3);
    run("MaPLe", COCO, 0.2);
    run("BitFit", shots(0, "fish"), 0.3);
    run("BitFit", shots(0, "crabs"), 0.5);
    PublishedValue[] published = {
      new PublishedValue("full", "GLIP-T", "coco", 0, "AP", 0.552, null, "s"),
      new PublishedValue("full", "GLIP-T", "sea", 0, "AP", 0.649, 0.001, "s"),
      new PublishedValue("full", "GLIP-T", "sea/fish", 0, "AP", 0.6, null, "s"),
      new PublishedValue("zero-shot", "GLIP-T", "sea", null, "AP", 0.465, null, "s"),
      new PublishedValue("full", "GLIP-T", "sea", 3, "AP", 0.5, null, "s"),
      new PublishedValue("linear-probe", "GLIP-T", "elsewhere", 0, "AP", 0.5, null, "s"),
    };
    Table table = tables(Rows.METHOD, Columns.TASK, published).get(0);
    assertThat(table.rows())
        .extracting(Table.Row::label)
        .containsExactly("BitFit", "MaPLe", "published: full, GLIP-T");
    assertThat(texts(table, 0).get(2)).isEqualTo("30.0*");
    // The mean over fish and crabs is not the mean over what was published of the suite.
    assertThat(texts(table, 2)).containsExactly("", "", "55.2", "");
    PublishedValue[] complete = Arrays.copyOf(published, published.length + 1);
    complete[published.length] =
        new PublishedValue("full", "GLIP-T", "sea/crabs", 0, "AP", 0.7, null, "s");
    List<Table> tables = tables(Rows.METHOD, Columns.TASK, complete);
    assertThat(texts(tables.get(0), 2)).containsExactly("", "", "55.2", "64.9");
    assertThat(tables.get(0).rows().get(3).label()).isEqualTo("published: zero-shot, GLIP-T");
    assertThat(texts(tables.get(1), 2)).containsExactly("60.0", "70.0", "64.9");
    assertThat(Objects.requireNonNull(tables.get(0).rows().get(2).cells().get(3).value()))
        .isCloseTo(0.649, within(0.0));
  }

  @Test
  void aLayoutThatMakesNoSenseIsRefused() {
    assertThatThrownBy(() -> new Layout(Rows.TASK, Columns.TEST, List.of()))
        .hasMessage(
            "a table of rows 'task' with columns 'test'; allowed with these rows: metric, shots,"
                + " cost");
  }

  @Test
  void wideTablesAreCutBetweenGroupsAndAGroupThatIsTooWideEvenly() {
    List<Column> columns = new ArrayList<>(Collections.nCopies(17, column("g")));
    assertThat(sizes(columns, 15)).containsExactly(8, 9);
    assertThat(sizes(columns, 17)).containsExactly(17);
    columns.addAll(Collections.nCopies(3, column("h")));
    columns.addAll(Collections.nCopies(2, column("i")));
    assertThat(sizes(columns, 10)).containsExactly(8, 9, 5);
    assertThat(sizes(columns, 14)).containsExactly(8, 14);
    assertThat(sizes(columns, 30)).containsExactly(22);
  }

  private static Column column(String group) {
    return new Column(group, "c", Quantity.METRIC, true);
  }

  private static List<Integer> sizes(List<Column> columns, int widest) {
    List<List<Integer>> blocks = new Table("t", "t", columns, List.of()).blocks(widest);
    assertThat(blocks.stream().flatMap(List::stream)).hasSize(columns.size()).isSorted();
    return blocks.stream().map(List::size).toList();
  }

  private static List<CurvePoint> curve(double... ap) {
    List<CurvePoint> curve = new ArrayList<>();
    for (int i = 0; i < ap.length; i++) {
      curve.add(new CurvePoint(i, 5.0 * i, null, ap[i]));
    }
    return curve;
  }

  private void cost(RunRecord run, long adapterBytes, double seconds, List<CurvePoint> curve) {
    Cost old = run.cost();
    Cost cost =
        new Cost(
            old.trainableParameters(),
            old.totalParameters(),
            adapterBytes,
            seconds,
            null,
            null,
            null,
            old.peakMemoryBytes());
    runs.put(run.cell(), withCurve(run.withCost(cost), curve));
  }

  private void withTests(RunRecord run, Results.Test... tests) {
    Results results = run.results();
    runs.put(
        run.cell(),
        withResults(
            run,
            new Results(
                results.metrics(), results.classAp(), List.of(tests), List.of(), List.of())));
  }

  private static Results.Test test(Moment moment, Task task, double ap) {
    SortedMap<String, Double> metrics = new TreeMap<>(Map.of("AP", ap));
    return new Results.Test(moment, task, metrics);
  }
}
