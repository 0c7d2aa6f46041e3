package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.testing.CommandRun;
import org.sdptbench.reports.record.Claim;
import org.sdptbench.reports.record.ClaimTest;
import org.sdptbench.reports.record.ClaimTest.AtMost;
import org.sdptbench.reports.record.ClaimTest.BetterThan;
import org.sdptbench.reports.record.ClaimTest.Pair;
import org.sdptbench.reports.record.CostQuantity;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.record.RunRecordJson;
import org.sdptbench.reports.record.RunRecords;

/** The command on records made up so that what it prints can be checked by hand. */
class ClaimsCommandTest {
  private static final Task FISH = new Task("odinw", "Aquarium", 0);

  private final Path folder;
  private final List<PlannedCell> cells = new ArrayList<>();
  private final CommandRun commands = CommandRun.ofFake();

  ClaimsCommandTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /**
   * By hand, with three seeds: LoRA is 20, 22 and 24 points worse, t² = 363, p = 1 - √(363 / 365);
   * BitFit 1, 0.5 and 0 better, t² = 3, p = 1 - √(3 / 5); t(0.975, 2) = 4.303. Holm's correction
   * for three comparisons, one of them not run: three times the smallest p, twice the next.
   */
  @BeforeEach
  void writeRuns() throws Exception {
    for (int seed = 0; seed < 3; seed++) {
      run("SDPT", seed, 0.5);
      run("LoRA", seed, 0.30 - 0.02 * seed);
      run("BitFit", seed, 0.51 - 0.005 * seed);
      cells.add(cell("VPT", seed));
    }
  }

  private static PlannedCell cell(String row, int seed) {
    return new PlannedCell(Sha256.of(row + seed), row, FISH, seed);
  }

  private void run(String row, int seed, double ap) throws Exception {
    PlannedCell cell = cell(row, seed);
    cells.add(cell);
    RunRecord run =
        new RunRecord(
            RunRecord.VERSION,
            cell.cell(),
            "glip-mini",
            new RunRecord.Method(row, row, new TreeMap<>()),
            FISH,
            null,
            new TreeMap<>(),
            seed,
            RunRecord.Outcome.COMPLETED,
            null,
            new Results(Map.of("AP", ap), Map.of()),
            new RunRecord.Cost(40L, 100_000L, null, null, null, null, null, null),
            List.of(),
            Environment.provenance(Environment.Code.UNKNOWN, new TreeMap<>(), 1));
    RunRecordJson.write(run, RunRecords.file(folder.resolve("runs"), cell.cell()));
  }

  private static Claim claim(String id, ClaimTest test) {
    return new Claim(
        id, "A statement.", "abstract", "the opposite", "comparison", List.of(FISH), test);
  }

  private static BetterThan better(String... others) {
    List<Pair> pairs = new ArrayList<>();
    for (String other : others) {
      pairs.add(new Pair("SDPT", other));
    }
    return new BetterThan(pairs, "AP", null);
  }

  private int claims(Path runs, Claim... claims) throws Exception {
    ReportPlan.Spec spec =
        new ReportPlan.Spec("comparison", "A title", "A question?", null, Map.of(), cells);
    Path plan = folder.resolve("plan.json");
    new ReportPlan("title", "mini", "small.", List.of(spec))
        .withClaims(List.of(claims))
        .changed(List.of("recipe.steps = 50"))
        .write(plan);
    return commands.run("claims", "--runs", runs.toString(), "--plan", plan.toString());
  }

  @Test
  void printsStatementSourceEvidenceAndVerdict() throws Exception {
    int code =
        claims(
            folder.resolve("runs"),
            claim("good", better("LoRA")),
            claim("open", better("LoRA", "BitFit", "VPT")),
            claim("share", new AtMost(List.of("SDPT"), CostQuantity.TRAINABLE_SHARE, 0.0003)),
            claim("later", better("VPT")));
    assertThat(code).as(commands.err()).isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .startsWith("Scale mini: small.\nChanged from the experiments as they are written: recipe.")
        .contains(
            """

            good: SUPPORTED
              A statement.
              Source: abstract. Contradicted by: the opposite. Evidence: comparison on odinw/Aquarium, 6 of 6 planned runs completed; AP, row minus other.
                against         effect     95 % interval        n  better on  Holm p  verdict
                LoRA     +22.00 points  +17.03 to +26.97  3 seeds              0.003  supported

            open: INCONCLUSIVE, the interval reaches over no difference: BitFit; no completed run of 'VPT'; holds in 1 of 3
              A statement.
              Source: abstract. Contradicted by: the opposite. Evidence: comparison on odinw/Aquarium, 9 of 12 planned runs completed; AP, row minus other.
                against         effect     95 % interval        n  better on  Holm p  verdict
                LoRA     +22.00 points  +17.03 to +26.97  3 seeds              0.008  supported
                BitFit    -0.50 points    -1.74 to +0.74  3 seeds              0.451  inconclusive: the interval reaches over no difference

            share: CONTRADICTED, more than 0.0300 %: SDPT
              A statement.
              Source: abstract. Contradicted by: the opposite. Evidence: comparison on odinw/Aquarium, 3 of 3 planned runs completed; share of parameters, at most 0.0300 %.
                against    effect  95 % interval       n  better on  Holm p  verdict
                SDPT     0.0400 %                 3 runs                     contradicted

            later: NOT RUN, no completed run of 'VPT'
            """)
        .endsWith("Claims: 1 supported, 1 contradicted, 1 inconclusive, 1 not run.\n");
  }

  @Test
  void nothingRunIsSaidSoAndAMissingFolderIsAMistake() throws Exception {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertThat(claims(empty, claim("good", better("LoRA")))).isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .contains("good: NOT RUN, no completed run of 'SDPT'")
        .endsWith("Claims: 0 supported, 0 contradicted, 0 inconclusive, 1 not run.\n");
    assertThat(claims(folder.resolve("none"), claim("good", better("LoRA"))))
        .isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("There is no runs folder " + folder.resolve("none"))
        .doesNotContain("\tat ");
    assertThat(claims(empty)).isEqualTo(ExitCode.OK);
    assertThat(commands.out()).endsWith("The plan has no claims.\n");
  }
}
