package org.sdptbench.reports;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Cost;
import org.sdptbench.reports.record.RunRecord.CurvePoint;
import org.sdptbench.reports.record.RunRecord.Method;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.record.RunRecord.Provenance;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.record.RunRecordJson;
import org.sdptbench.reports.record.RunRecords;

/** Made-up but plausible records, for looking at reports; no number here was measured. */
public final class FakeRuns {

  static final List<String> ODINW =
      List.of(
          "PascalVOC",
          "AerialMaritimeDrone",
          "Aquarium",
          "CottontailRabbits",
          "EgoHands",
          "NorthAmericaMushrooms",
          "Packages",
          "Raccoon",
          "ShellfishOpenImages",
          "VehiclesOpenImages",
          "pistols",
          "pothole",
          "thermalDogsAndPeople");

  private record FakeMethod(String name, String label, long parameters, double gain) {}

  private static final List<FakeMethod> METHODS =
      List.of(
          new FakeMethod("zero-shot", "Zero-shot", 0, 0),
          new FakeMethod("linear-probe", "Linear probe", 24_960, 0.03),
          new FakeMethod("full", "Full fine-tuning", 7_412_224, 0.20),
          new FakeMethod("lora", "LoRA (r = 8)", 71_424, 0.06),
          new FakeMethod("bitfit", "BitFit", 27_168, 0.07),
          new FakeMethod("sdpt", "SDPT (k = 10)", 10_240, 0.08),
          new FakeMethod("sdpt", "SDPT (k = 200)", 204_800, 0.09),
          new FakeMethod("prompt", "GLIP prompt tuning", 98_304, 0.05),
          new FakeMethod("maple", "MaPLe", 310_272, 0.055),
          new FakeMethod("upt", "UPT", 402_176, 0.05));

  private final int methods;
  private final int tasks;
  private final int seeds;

  /** The first so many methods, tasks of the ODinW-13 mirror, and seeds. */
  public FakeRuns(int methods, int tasks, int seeds) {
    this.methods = methods;
    this.tasks = tasks;
    this.seeds = seeds;
  }

  private List<Task> tasks() {
    List<Task> all = new ArrayList<>();
    all.add(new Task("picto-coco", "picto-coco", 0));
    ODINW.stream().limit(tasks).forEach(name -> all.add(new Task("picto-odinw13", name, 0)));
    return all;
  }

  /** One spec over all cells. */
  public ReportPlan plan() {
    List<PlannedCell> cells = new ArrayList<>();
    for (FakeMethod method : METHODS.subList(0, methods)) {
      for (Task task : tasks()) {
        for (int seed = 0; seed < seeds; seed++) {
          cells.add(new PlannedCell(id(method, task, seed), method.label(), task, seed));
        }
      }
    }
    Spec spec =
        new Spec(
            "comparison",
            "Comparison of tuning methods",
            "Does SDPT reach the AP of other parameter-efficient methods with fewer parameters?",
            "nothing in the paper; our own choice of methods",
            Map.of("picto-coco", List.of("AP", "AP50")),
            cells);
    return new ReportPlan(
        "SDPT-bench: reproduction at scale mini",
        "mini",
        "a small model on rendered scenes; not comparable with the paper's absolute numbers.",
        List.of(spec));
  }

  /** Writes a record per planned cell, but for those that failed to exist. */
  public void write(Path runsDir) throws Exception {
    for (RunRecord run : records().values()) {
      RunRecordJson.write(run, RunRecords.file(runsDir, run.cell()));
    }
  }

  /** The records by cell. */
  public Map<String, RunRecord> records() {
    Map<String, RunRecord> runs = new LinkedHashMap<>();
    for (FakeMethod method : METHODS.subList(0, methods)) {
      for (Task task : tasks()) {
        for (int seed = 0; seed < seeds; seed++) {
          RunRecord run = run(method, task, seed);
          if (run != null) {
            runs.put(run.cell(), run);
          }
        }
      }
    }
    return runs;
  }

  private @Nullable RunRecord run(FakeMethod method, Task task, int seed) {
    Random random = new Random(31L * (method.label() + task.dataset()).hashCode() + seed);
    boolean lora = method.name().equals("lora");
    if (method.label().equals("UPT") && task.dataset().equals("picto-coco")) {
      return null;
    }
    if (lora && task.dataset().equals("Aquarium")) {
      return record(method, task, seed, Outcome.DIVERGED, "the loss became NaN at step 41", 0);
    }
    if (method.name().equals("bitfit") && task.dataset().equals("PascalVOC")) {
      return record(
          method, task, seed, Outcome.CRASHED, "the worker process ended with signal 9 <b>", 0);
    }
    if (method.name().equals("full") && task.dataset().equals("picto-coco") && seed == seeds - 1) {
      return record(method, task, seed, Outcome.TIMED_OUT, "stopped after 600 s", 0);
    }
    double base = 0.08 + 0.25 * new Random(task.dataset().hashCode()).nextDouble();
    double noise = method.parameters() == 0 ? 0 : 0.01 * random.nextGaussian();
    double ap = Math.max(0.001, base + method.gain() * (0.6 + 0.8 * random.nextDouble()) + noise);
    return record(method, task, seed, Outcome.COMPLETED, null, ap);
  }

  /** A completed run of the method with this label. */
  public static RunRecord completed(String label, Task task, int seed, double ap) {
    FakeMethod method =
        METHODS.stream().filter(m -> m.label().equals(label)).findFirst().orElseThrow();
    return record(method, task, seed, Outcome.COMPLETED, null, ap);
  }

  /** A run of the method with this label that could not be made. */
  public static RunRecord invalid(String label, Task task) {
    FakeMethod method =
        METHODS.stream().filter(m -> m.label().equals(label)).findFirst().orElseThrow();
    return record(method, task, 0, Outcome.INVALID, "no such file", 0);
  }

  private static RunRecord record(
      FakeMethod method,
      Task task,
      int seed,
      Outcome outcome,
      @Nullable String message,
      double ap) {
    boolean completed = outcome == Outcome.COMPLETED;
    SortedMap<String, Object> settings = new TreeMap<>();
    if (method.name().equals("sdpt")) {
      settings.put("k", method.label().contains("200") ? 200L : 10L);
      settings.put("mask", "paper");
    }
    if (method.name().equals("lora")) {
      settings.putAll(Map.of("rank", 8L, "alpha", 16.0, "sites", List.of("fusion", "bert")));
    }
    SortedMap<String, Object> recipe = new TreeMap<>();
    recipe.putAll(
        Map.of(
            "optimizer",
            "adamw",
            "weightDecay",
            0.05,
            "batch",
            8L,
            "steps",
            200L,
            "clipNorm",
            1.0,
            "schedule",
            "cosine"));
    recipe.put("lr", method.name().equals("sdpt") ? 0.2 : 0.001);
    List<CurvePoint> curve = new ArrayList<>();
    if (method.parameters() > 0 && completed) {
      for (int step = 0; step <= 200; step += 20) {
        double progress = 1 - Math.exp(-step / 60.0);
        curve.add(
            new CurvePoint(
                step,
                0.1 * step,
                step == 0 ? null : 2.5 - 1.4 * progress,
                ap * (0.4 + 0.6 * progress)));
      }
    }
    SortedMap<String, Double> metrics = new TreeMap<>();
    SortedMap<String, Double> classAp = new TreeMap<>();
    if (completed) {
      metrics.put("AP", ap);
      metrics.put("AP50", Math.min(1, 1.45 * ap));
      classAp.put("=cmd|' /C calc'!A0", ap);
      classAp.put("fish, \"large\"", ap);
    }
    SortedMap<String, String> libraries = new TreeMap<>();
    libraries.putAll(Map.of("ai.djl:api", "0.35.1", "pytorch", "2.7.1"));
    SortedMap<String, String> digests = new TreeMap<>();
    digests.putAll(Map.of("glip-mini.safetensors", sha("weights"), task.suite(), sha("data")));
    boolean trains = method.parameters() > 0;
    return new RunRecord(
        RunRecord.VERSION,
        id(method, task, seed),
        "glip-mini",
        new Method(method.name(), method.label(), settings),
        task,
        null,
        recipe,
        seed,
        outcome,
        message,
        new Results(metrics, classAp),
        new Cost(
            method.parameters(),
            30_112_384L,
            trains ? 4 * method.parameters() + 400 : null,
            trains ? 21.5 + seed : null,
            9.25,
            trains ? 0.062 : 0.058,
            trains ? 34.0 + seed : 11.0,
            1_700_000_000L + 1000L * seed),
        curve,
        new Provenance(
            "0123456789abcdef0123456789abcdef01234567",
            false,
            "Linux amd64, Example CPU @ 2.50GHz",
            "17.0.15+6-Debian-1deb12u1",
            libraries,
            digests,
            1,
            "2026-01-02T03:0%s:05Z".formatted(seed)));
  }

  private static String id(FakeMethod method, Task task, long seed) {
    return id(method.label(), task, seed);
  }

  /** Id of a cell. */
  public static String id(String label, Task task, long seed) {
    return sha(label + "/" + task + "/" + seed);
  }

  /** SHA-256 of a text in hexadecimal. */
  public static String sha(String text) {
    try {
      return HexFormat.of()
          .formatHex(
              MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }
}
