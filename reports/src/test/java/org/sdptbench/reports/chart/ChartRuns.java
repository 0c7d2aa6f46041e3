package org.sdptbench.reports.chart;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.FakeRuns;
import org.sdptbench.reports.record.ChartKind;
import org.sdptbench.reports.record.Layout;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.Results.Moment;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Cost;
import org.sdptbench.reports.record.RunRecord.CurvePoint;
import org.sdptbench.reports.record.RunRecord.Method;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.record.RunRecord.Provenance;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.table.SpecResults;

/** Made-up records of the shape of real specs; no number here was measured. */
final class ChartRuns {

  static final List<String> TASKS =
      List.of(
          "AerialMaritimeDrone",
          "Aquarium",
          "CottontailRabbits",
          "EgoHands",
          "NorthAmericaMushrooms",
          "Packages",
          "PascalVOC",
          "Raccoon",
          "ShellfishOpenImages",
          "VehiclesOpenImages",
          "pistols",
          "pothole",
          "thermalDogsAndPeople",
          "selfDrivingCar");

  /** A row of a spec. */
  record Row(String label, String method, Map<String, Object> settings, long parameters) {}

  /** Methods of which most train about as much and score about alike. */
  static final List<Row> METHODS =
      List.of(
          row("Zero-shot", "zero-shot", 0),
          row("Linear probe", "linear-probe", 24_960),
          row("Full fine-tuning", "full", 30_112_384),
          row("LoRA", "lora", 71_424),
          row("BitFit", "bitfit", 27_168),
          row("VPT", "vpt", 30_720),
          row("GLIP prompt", "glip-prompt", 24_576),
          row("DPT", "dpt", 40_960),
          row("UPT", "upt", 36_112),
          row("MaPLe", "maple", 33_280),
          row("PMF", "pmf", 38_400),
          row("Apollo", "apollo", 45_056),
          new Row("SDPT (k = 10)", "sdpt", Map.of("k", 10L), 20_480),
          new Row("SDPT (k = 20)", "sdpt", Map.of("k", 20L), 40_960));

  private final List<PlannedCell> cells = new ArrayList<>();
  private final Map<String, RunRecord> runs = new LinkedHashMap<>();

  static Row row(String label, String method, long parameters) {
    return new Row(label, method, Map.of(), parameters);
  }

  static Task odinw(int index, int shots) {
    return new Task("picto-odinw13", TASKS.get(index), shots);
  }

  /** A cell that completed. */
  ChartRuns add(Row row, Task task, long seed, double ap) {
    return add(row, task, seed, Outcome.COMPLETED, ap, List.of());
  }

  /** A cell that ended as it did. */
  ChartRuns add(
      Row row, Task task, long seed, Outcome outcome, double ap, List<Results.Test> tests) {
    List<CurvePoint> curve = curve(row, seed, outcome, ap);
    return add(record(row, task, seed, outcome, ap, tests, curve), row);
  }

  /** A cell that completed without validation, with its losses after 20, 40, ... steps. */
  ChartRuns addLosses(Row row, Task task, long seed, double... losses) {
    List<CurvePoint> curve = new ArrayList<>();
    for (int i = 1; i <= losses.length; i++) {
      curve.add(new CurvePoint(20 * i, 5.0 * i, losses[i - 1], null));
    }
    return add(record(row, task, seed, Outcome.COMPLETED, 0.3, List.of(), curve), row);
  }

  private ChartRuns add(RunRecord run, Row row) {
    plan(row, run.task(), run.seed());
    runs.put(run.cell(), run);
    return this;
  }

  /** A cell that did not run. */
  ChartRuns plan(Row row, Task task, long seed) {
    cells.add(new PlannedCell(FakeRuns.id(row.label(), task, seed), row.label(), task, seed));
    return this;
  }

  Spec spec(String name, ChartKind... charts) {
    Layout layout = new Layout(Layout.Rows.METHOD, Layout.Columns.TASK, List.of(charts));
    return new Spec(name, "Title of " + name, "What then?", null, Map.of(), layout, cells);
  }

  SpecResults results(String name, ChartKind... charts) {
    return new SpecResults(spec(name, charts), runs);
  }

  MethodStyles styles() {
    return new MethodStyles(new ReportPlan("title", "mini", "small", List.of(spec("any"))));
  }

  Charts charts(String name, ChartKind... kinds) {
    return Charts.of(results(name, kinds), styles());
  }

  /** The methods on so many tasks, some of which failed, diverged or never ran. */
  static ChartRuns comparison(int tasks, int seeds) {
    ChartRuns runs = new ChartRuns();
    for (int t = 0; t < tasks; t++) {
      double level = 0.15 + 0.5 * new Random(TASKS.get(t).hashCode()).nextDouble();
      for (int m = 0; m < METHODS.size(); m++) {
        Row row = METHODS.get(m);
        double gain = m == 0 ? 0 : 0.06 + 0.004 * m;
        for (int seed = 0; seed < (m == 0 ? 1 : seeds); seed++) {
          Random random = new Random(31L * (row.label() + t).hashCode() + seed);
          double ap = level + gain + 0.01 * random.nextGaussian();
          if (row.label().equals("LoRA") && t == 1) {
            runs.add(row, odinw(t, 0), seed, Outcome.DIVERGED, 0, List.of());
          } else if (row.label().equals("UPT") && t == 2) {
            runs.add(row, odinw(t, 0), seed, Outcome.CRASHED, 0, List.of());
          } else {
            runs.add(row, odinw(t, 0), seed, ap);
          }
        }
      }
    }
    return runs;
  }

  /** SDPT with other numbers of tokens, and what does not have them. */
  static ChartRuns tokens() {
    ChartRuns runs = new ChartRuns();
    for (int seed = 0; seed < 3; seed++) {
      Random random = new Random(seed);
      for (String mask : List.of("paper", "release")) {
        for (long k : new long[] {1, 2, 5, 10, 20, 50, 100, 200}) {
          Row row =
              new Row(
                  "SDPT, mask = %s, k = %s".formatted(mask, k),
                  "sdpt",
                  Map.of("k", k, "mask", mask),
                  k * 1024);
          double ap =
              0.3
                  + 0.03 * Math.log((double) k)
                  - 0.002 * k / 10
                  + 0.01 * random.nextGaussian()
                  - (mask.equals("paper") ? 0 : 0.03);
          Outcome outcome =
              k == 200 && mask.equals("release") ? Outcome.DIVERGED : Outcome.COMPLETED;
          runs.add(row, odinw(1, 0), seed, outcome, ap, List.of());
        }
      }
      runs.add(METHODS.get(2), odinw(1, 0), seed, 0.42 + 0.01 * random.nextGaussian());
    }
    runs.add(METHODS.get(0), odinw(1, 0), 0, 0.28);
    return runs;
  }

  /** Variants of one method. */
  static ChartRuns ablation() {
    ChartRuns runs = new ChartRuns();
    String[] labels = {
      "unified tokens, trained together (k = 10)",
      "unified tokens, trained alternately (k = 10)",
      "independent tokens, trained together (k/2 + k/2)",
      "independent tokens, trained together (k + k)",
      "independent tokens, trained alternately (k/2 + k/2)",
      "independent tokens, trained alternately (k + k)"
    };
    for (int i = 0; i < labels.length; i++) {
      Row row = new Row(labels[i], "sdpt", Map.of("variant", (long) i % 2), 20_480);
      for (int seed = 0; seed < 3; seed++) {
        Random random = new Random(10L * i + seed);
        Outcome outcome = i == 4 ? Outcome.DIVERGED : Outcome.COMPLETED;
        if (i == 5) {
          runs.plan(row, odinw(1, 0), seed);
        } else {
          runs.add(
              row,
              odinw(1, 0),
              seed,
              outcome,
              0.35 - 0.01 * i + 0.006 * random.nextGaussian(),
              List.of());
        }
      }
    }
    return runs;
  }

  /** So many methods with 1, 3, 5, 10 shots and all images on two tasks. */
  static ChartRuns fewShot(int methods) {
    ChartRuns runs = new ChartRuns();
    for (int t = 0; t < 2; t++) {
      runs.add(METHODS.get(0), odinw(t, 0), 0, 0.2 + 0.02 * t);
      for (int m = 1; m < methods; m++) {
        for (int shots : new int[] {1, 3, 5, 10, 0}) {
          for (int seed : new int[] {3, 30, 300}) {
            Random random = new Random(1000L * m + 10L * shots + seed + t);
            double some = Math.log(shots == 0 ? 60 : shots + 1.0);
            double ap = 0.18 + 0.035 * some + 0.004 * m + 0.008 * random.nextGaussian();
            boolean diverged = m == 3 && shots == 1;
            runs.add(
                METHODS.get(m),
                odinw(t, shots),
                seed,
                diverged ? Outcome.DIVERGED : Outcome.COMPLETED,
                ap,
                List.of());
          }
        }
      }
    }
    return runs;
  }

  /** A module tuned on an old task, then SDPT on top of it or the module further. */
  static ChartRuns compatibility(int bases) {
    ChartRuns runs = new ChartRuns();
    Task old = new Task("picto-coco", "picto-coco", 0);
    Task own = odinw(1, 0);
    for (int m = 1; m <= bases; m++) {
      for (boolean continued : new boolean[] {false, true}) {
        String base = METHODS.get(m).label();
        Row row =
            row(
                continued ? base + ", tuned further" : base + " + SDPT",
                continued ? METHODS.get(m).method() : "sdpt",
                20_480);
        for (int seed = 0; seed < 3; seed++) {
          Random random = new Random(100L * m + seed);
          double before = 0.3 + 0.01 * m + 0.005 * random.nextGaussian();
          double after = before - (continued ? 0.15 : 0.03) - 0.02 * random.nextDouble();
          List<Results.Test> tests = new ArrayList<>();
          tests.add(test(Moment.BEFORE, old, before));
          tests.add(test(Moment.BEFORE, own, 0.12 + 0.005 * m));
          tests.add(test(Moment.AFTER, old, after));
          if (!continued) {
            tests.add(test(Moment.DETACHED, old, before));
          }
          double ap = 0.28 + 0.01 * m + 0.01 * random.nextGaussian() + (continued ? 0.02 : 0);
          runs.add(row, own, seed, Outcome.COMPLETED, ap, tests);
        }
      }
    }
    return runs;
  }

  static Results.Test test(Moment moment, Task task, double ap) {
    return new Results.Test(moment, task, new TreeMap<>(Map.of("AP", ap)));
  }

  private static double stepSeconds(Row row) {
    return 0.05 + 0.01 * Math.floorMod(row.label().hashCode(), 10);
  }

  private static List<CurvePoint> curve(Row row, long seed, Outcome outcome, double ap) {
    List<CurvePoint> curve = new ArrayList<>();
    boolean trained = row.parameters() > 0 && outcome == Outcome.COMPLETED;
    for (int step = 0; trained && step <= 200; step += 20) {
      double progress = 1 - Math.exp(-step / 60.0);
      Double loss = step == 0 ? null : (Double) (2.5 - 1.4 * progress);
      double seconds = stepSeconds(row) * step + 0.1 * seed;
      curve.add(new CurvePoint(step, seconds, loss, ap * (0.6 + 0.4 * progress)));
    }
    return curve;
  }

  private static RunRecord record(
      Row row,
      Task task,
      long seed,
      Outcome outcome,
      double ap,
      List<Results.Test> tests,
      List<CurvePoint> curve) {
    boolean completed = outcome == Outcome.COMPLETED;
    boolean trains = row.parameters() > 0;
    @Nullable Double seconds = trains ? (Double) (200 * stepSeconds(row) + 0.1 * seed) : null;
    return new RunRecord(
        RunRecord.VERSION,
        FakeRuns.id(row.label(), task, seed),
        "glip-mini",
        new Method(row.method(), row.label(), new TreeMap<>(row.settings())),
        task,
        null,
        new TreeMap<>(Map.of("steps", 200L, "learningRate", 0.001)),
        seed,
        outcome,
        completed ? null : "the loss became NaN",
        completed
            ? new Results(
                new TreeMap<>(Map.of("AP", Math.max(0, ap))),
                new TreeMap<>(),
                tests,
                List.of(),
                List.of())
            : Results.NONE,
        new Cost(
            row.parameters(),
            30_112_384L,
            4 * row.parameters() + 400,
            seconds,
            9.25,
            0.06,
            40.0,
            1_700_000_000L + 40_000_000L * Math.floorMod(row.label().hashCode(), 20) + seed),
        curve,
        new Provenance(
            "unknown",
            false,
            "any",
            "17",
            new TreeMap<>(),
            new TreeMap<>(),
            1,
            "2026-01-02T03:04:05Z"));
  }
}
