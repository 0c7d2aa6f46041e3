package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.testing.CommandRun;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.record.RunRecordJson;
import org.sdptbench.reports.record.RunRecords;

/** The command on records made up so that what it prints can be checked by hand. */
class CompareCommandTest {
  private static final Task FISH = new Task("odinw", "Aquarium", 0);
  private static final Task RACCOON = new Task("odinw", "Raccoon", 0);
  private static final Task OLD = new Task("old", "old", 3);

  private final Path folder;
  private final Map<String, List<PlannedCell>> specs = new LinkedHashMap<>();
  private final CommandRun commands = CommandRun.ofFake();

  CompareCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void writeRuns() throws Exception {
    for (int seed = 0; seed < 3; seed++) {
      run("comparison", "sdpt", "SDPT (k = 10)", FISH, seed, 0.40 + 0.01 * seed, 0.42, 0.44, 0.40);
      run("comparison", "sdpt", "SDPT (k = 10)", RACCOON, seed, 0.50);
      run("comparison", "sdpt", "SDPT (k = 10)", OLD, seed, 0.30);
      run("comparison", "lora", "LoRA", FISH, seed, 0.30, 0.32, 0.33, 0.30);
      run("comparison", "lora", "LoRA", RACCOON, seed, 0.45 - 0.02 * seed);
      run("tuning", "sdpt", "SDPT, k = 1", FISH, seed, 0.3);
      run("tuning", "sdpt", "SDPT, k = 2", FISH, seed, 0.3);
    }
    run("comparison", "zero-shot", "Zero-shot", FISH, 0, 0.1);
    plan("comparison", "bitfit", "BitFit", FISH, 0);
  }

  private PlannedCell plan(String spec, String method, String label, Task task, int seed) {
    PlannedCell cell =
        new PlannedCell(Sha256.of(spec + method + label + task + seed), label, task, seed);
    specs.computeIfAbsent(spec, k -> new ArrayList<>()).add(cell);
    return cell;
  }

  private void run(
      String spec, String method, String label, Task task, int seed, double ap, Double... bootstrap)
      throws Exception {
    PlannedCell cell = plan(spec, method, label, task, seed);
    RunRecord run =
        new RunRecord(
            RunRecord.VERSION,
            cell.cell(),
            "glip-mini",
            new RunRecord.Method(method, label, new TreeMap<>()),
            task,
            null,
            new TreeMap<>(),
            seed,
            RunRecord.Outcome.COMPLETED,
            null,
            new Results(
                new TreeMap<>(Map.of("AP", ap, "AP50", ap)),
                new TreeMap<>(),
                List.of(),
                List.of(bootstrap),
                List.of()),
            new RunRecord.Cost(
                method.equals("zero-shot") ? 0L : 10L, 1000L, null, null, null, null, null, null),
            List.of(),
            Environment.provenance(Environment.Code.UNKNOWN, new TreeMap<>(), 1));
    RunRecordJson.write(run, RunRecords.file(folder.resolve("runs"), cell.cell()));
  }

  private int compare(String... arguments) throws Exception {
    List<ReportPlan.Spec> all =
        specs.entrySet().stream()
            .map(
                e ->
                    new ReportPlan.Spec(
                        e.getKey(), "A title", "A question?", null, Map.of(), e.getValue()))
            .toList();
    Path plan = folder.resolve("plan.json");
    new ReportPlan("title", "mini", "small.", all).write(plan);
    List<String> line = new ArrayList<>(List.of("compare"));
    line.addAll(List.of(arguments));
    line.addAll(List.of("--runs", folder.resolve("runs").toString(), "--plan", plan.toString()));
    return commands.run(line.toArray());
  }

  /**
   * By hand: on Aquarium 10, 11 and 12 points, t(0.975, 2) / √3 = 2.484; on Raccoon 5, 7 and 9.
   * Resamples differ by 10, 11 and 10 points, of which the middle 95 % are 10 to 10.95. Over tasks
   * 11 and 7: 9 ± 12.706 · 2.828 / √2. Effects 11 and 3.5 standard deviations large need 3 and 3
   * seeds.
   */
  @Test
  void printsEachTaskTheWholeAndWhatCannotBeShown() throws Exception {
    assertThat(compare("SDPT (k = 10)", "lora")).as(commands.err()).isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .isEqualTo(
            """
            comparison: A title
            A = SDPT (k = 10)
            B = LoRA
            AP in points; intervals hold with 95 %, - is for none

            task               A     B   A - B       over seeds  over test images  seeds  rank p  Holm p  seeds needed
            odinw/Aquarium  41.0  30.0  +11.00  +8.52 to +13.48  +10.00 to +10.95      3   0.250   0.500             3
            odinw/Raccoon   50.0  43.0   +7.00  +2.03 to +11.97                 -      3   0.250   0.500             3
            No seed has both on: old, 3 shots

            Over the 2 tasks of odinw: A - B is +9.00; over tasks -16.41 to +34.41, by bootstrap of tasks +7.00 to +11.00 (too narrow: fewer than 10 tasks)
              Wilcoxon's signed-rank test over them: p 0.500
            With 3 seeds the smallest p that the rank test can give on one task is 0.250; to reach 0.05 takes 6 seeds, 7 after Holm's correction for 2 tasks.
            Over the 2 tasks of odinw the smallest p that the rank test can give is 0.500; to reach 0.05 takes 6 tasks.
            Seeds needed: for a paired t test at 0.05 to find A - B with probability 0.8, if it and its scatter are as observed.

            """);
  }

  @Test
  void aMethodThatTrainsNothingIsComparedAtEverySeed() throws Exception {
    assertThat(compare("sdpt (K = 10)", "zero-shot", "--metric", "AP50")).isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .contains("AP50 in points")
        .containsPattern("odinw/Aquarium +41\\.0 +10\\.0 +\\+31\\.00 +\\S+ to \\S+ +- +3 ")
        .doesNotContain("Over the");
  }

  @Test
  void aNameMayMeanARowInOneSpecOnly() throws Exception {
    assertThat(compare("SDPT, k = 1", "SDPT, k = 2")).isEqualTo(ExitCode.OK);
    assertThat(commands.out()).startsWith("tuning: A title\n").contains("cannot be said");
    assertThat(compare("sdpt", "SDPT, k = 2", "--spec", "tuning")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains(
            "METHOD_A: 'sdpt' means several rows; allowed: one of them: SDPT, k = 1, SDPT, k = 2");
  }

  @Test
  void wrongNamesAreToldWithTheNearestRightOne() throws Exception {
    assertThat(compare("LoAR", "sdtp")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("METHOD_A: unknown method 'LoAR', did you mean 'LoRA'?")
        .contains("METHOD_B: unknown method 'sdtp', did you mean 'sdpt'?")
        .contains("SDPT (k = 10), LoRA, Zero-shot, BitFit, SDPT, k = 1");
    assertThat(compare("lora", "sdpt", "--spec", "comparsion")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("--spec: unknown spec 'comparsion', did you mean 'comparison'?");
    assertThat(compare("lora", "sdpt", "--metric", "AP55")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("--metric: unknown metric 'AP55', did you mean 'AP50'?");
    assertThat(compare("LoRA", "lora")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("METHOD_B: 'LoRA' and 'lora' are the same row");
    assertThat(compare("LoRA", "SDPT, k = 1")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("no spec has both 'LoRA' (comparison) and 'SDPT, k = 1' (tuning)");
    assertThat(compare("LoRA")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("METHOD_B", "Usage: sdptbench compare");
  }

  @Test
  void whatHasNotRunIsSaidSo() throws Exception {
    assertThat(compare("LoRA", "BitFit")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("METHOD_B: 'BitFit' has no completed run yet");
    run("comparison", "upt", "UPT", FISH, 7, 0.5);
    assertThat(compare("LoRA", "UPT")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("no task has AP of 'LoRA' and 'UPT' at the same seed");
  }

  @Test
  void runsOfOtherSpecsAreNotDenied() throws Exception {
    plan("pictures", "lora", "LoRA", FISH, 0);
    plan("pictures", "sdpt", "SDPT, k = 1", FISH, 0);
    assertThat(compare("LoRA", "SDPT, k = 1")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains(
            "METHOD_A: 'LoRA' has no completed run yet in pictures, where both are planned",
            "METHOD_B: 'SDPT, k = 1' has no completed run yet in pictures, where both are planned");
  }

  @Test
  void anEmptyOrMissingFolderOfRunsIsSaidSo() throws Exception {
    Path none = folder.resolve("none");
    assertThat(compare("LoRA", "SDPT (k = 10)")).isEqualTo(ExitCode.OK);
    String plan = folder.resolve("plan.json").toString();
    Object[] line = {"compare", "LoRA", "sdpt", "--runs", none.toString(), "--plan", plan};
    assertThat(commands.run(line)).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("There is no runs folder " + none + ", so nothing");
    Files.createDirectories(none);
    assertThat(commands.run(line)).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("holds no record of a cell of the plan", "so there is nothing to compare.")
        .doesNotContain("\tat ");
  }

  @Test
  void filesThatWereNotReadAreNamed() throws Exception {
    Path broken = folder.resolve("runs/00/" + "0".repeat(64) + ".json");
    Files.createDirectories(broken.getParent());
    Files.writeString(broken, "{");
    assertThat(compare("LoRA", "SDPT (k = 10)")).isEqualTo(ExitCode.OK);
    assertThat(commands.out()).contains("not read: 00/0000");
  }
}
