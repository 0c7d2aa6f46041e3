package org.sdptbench.reports.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sdptbench.reports.claim.ClaimRuns.FISH;
import static org.sdptbench.reports.claim.ClaimRuns.OLD;
import static org.sdptbench.reports.claim.ClaimRuns.RACCOON;
import static org.sdptbench.reports.claim.ClaimRuns.ROAD;
import static org.sdptbench.reports.claim.ClaimRuns.THREE;

import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.reports.claim.Evidence.Bound;
import org.sdptbench.reports.claim.Evidence.Comparison;
import org.sdptbench.reports.claim.Evidence.Return;
import org.sdptbench.reports.record.ClaimTest.AtMost;
import org.sdptbench.reports.record.ClaimTest.BetterThan;
import org.sdptbench.reports.record.ClaimTest.BetterThanBefore;
import org.sdptbench.reports.record.ClaimTest.CheaperThan;
import org.sdptbench.reports.record.ClaimTest.Pair;
import org.sdptbench.reports.record.ClaimTest.ReturnsExactly;
import org.sdptbench.reports.record.CostQuantity;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.Results.Moment;

/** What a claim may be about besides being better on the runs' own task. */
class ClaimKindsTest {

  private final ClaimRuns runs = new ClaimRuns();

  /** Against the old task after training, which another test of the run measured. */
  @Test
  void anotherTaskThanTheRunsOwnCanBeAsked() {
    for (int seed = 0; seed < 3; seed++) {
      double old = 0.30 + 0.02 * seed;
      runs.run("SDPT", FISH, seed, 0.1, 9, 1.0, ClaimRuns.test(Moment.AFTER, OLD, old));
      runs.run("LoRA", FISH, seed, 0.9, 9, 1.0, ClaimRuns.test(Moment.AFTER, OLD, 0.1));
    }
    BetterThan test = new BetterThan(List.of(new Pair("SDPT", "LoRA")), "AP", OLD);
    EvaluatedClaim claim = runs.evaluate(ClaimRuns.claim(test, FISH));
    assertThat(claim.verdict()).isEqualTo(Verdict.SUPPORTED);
    Effect effect = Objects.requireNonNull(((Comparison) claim.evidence().get(0)).effect());
    assertThat(effect.mean()).isCloseTo(0.22, within(1e-12));
    assertThat(ClaimWords.measure(test)).isEqualTo("AP on coco, row minus other");
  }

  @Test
  void afterTrainingIsHeldAgainstBefore() {
    for (int seed = 0; seed < 3; seed++) {
      double before = 0.30 - 0.02 * seed;
      runs.run("on LoRA", FISH, seed, 0.5, 9, 1.0, ClaimRuns.test(Moment.BEFORE, FISH, before));
      runs.run("on VPT", FISH, seed, 0.1, 9, 1.0, ClaimRuns.test(Moment.BEFORE, FISH, before));
      runs.run("on UPT", FISH, seed, 0.1);
    }
    EvaluatedClaim claim =
        runs.evaluate(
            ClaimRuns.claim(
                new BetterThanBefore(List.of("on LoRA", "on VPT", "on UPT"), "AP", null), FISH));
    assertThat(claim.evidence())
        .extracting(Evidence::verdict)
        .containsExactly(Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_RUN);
    assertThat(claim.reason()).isEqualTo("worse than before: on VPT; holds in 1 of 3");
    assertThat(claim.evidence().get(2).reason()).isEqualTo("no run of 'on UPT' has the value");
  }

  @Test
  void whatReturnsMustBeTheSameToTheLastBit() {
    double ap = 0.1 + 0.2;
    for (int seed = 0; seed < 2; seed++) {
      runs.run(
          "on LoRA",
          FISH,
          seed,
          0.5,
          9,
          1.0,
          ClaimRuns.test(Moment.BEFORE, OLD, ap),
          ClaimRuns.test(Moment.AFTER, OLD, 0.1),
          ClaimRuns.test(Moment.DETACHED, OLD, ap));
    }
    ReturnsExactly test = new ReturnsExactly(List.of("on LoRA"), OLD);
    EvaluatedClaim same = runs.evaluate(ClaimRuns.claim(test, FISH));
    assertThat(same.verdict()).isEqualTo(Verdict.SUPPORTED);
    assertThat(ClaimWords.summary(same)).isEqualTo("2 of 2 the same over 2 runs");
    runs.run(
        "on LoRA",
        RACCOON,
        0,
        0.5,
        9,
        1.0,
        ClaimRuns.test(Moment.BEFORE, OLD, ap),
        ClaimRuns.test(Moment.DETACHED, OLD, 0.3));
    EvaluatedClaim other = runs.evaluate(ClaimRuns.claim(test, FISH, RACCOON));
    assertThat(other.verdict()).isEqualTo(Verdict.CONTRADICTED);
    assertThat(other.evidence())
        .containsExactly(
            new Return(
                "on LoRA",
                2,
                3,
                Verdict.CONTRADICTED,
                "AP on coco with seed 0 is 0.30000000000000004 before and 0.3 detached"));
    assertThat(other.reason()).isEqualTo("not the same: on LoRA");
    ReturnsExactly elsewhere = new ReturnsExactly(List.of("on LoRA"), ROAD);
    assertThat(runs.evaluate(ClaimRuns.claim(elsewhere, FISH)).verdict())
        .isEqualTo(Verdict.NOT_RUN);
  }

  /** 40 of 100 000 parameters are 0.04 %; one run is enough, and one run too many. */
  @Test
  void aLimitHoldsForEveryRun() {
    runs.run("SDPT", FISH, 0, 0.5, 40, 1.0);
    runs.planned("SDPT", RACCOON, 0);
    AtMost test = new AtMost(List.of("SDPT"), CostQuantity.TRAINABLE_SHARE, 0.00045);
    EvaluatedClaim claim = runs.evaluate(ClaimRuns.claim(test, THREE));
    assertThat(claim.verdict()).isEqualTo(Verdict.SUPPORTED);
    assertThat(((Bound) claim.evidence().get(0)).largest()).isCloseTo(0.0004, within(1e-15));
    assertThat(ClaimWords.summary(claim)).isEqualTo("0.0400 % over 1 run");
    runs.run("SDPT", ROAD, 0, 0.5, 46, 1.0);
    EvaluatedClaim more = runs.evaluate(ClaimRuns.claim(test, THREE));
    assertThat(more.verdict()).isEqualTo(Verdict.CONTRADICTED);
    assertThat(ClaimWords.summary(more)).isEqualTo("0.0460 % over 2 runs");
  }

  @Test
  void parametersNeedNoRepetitionAndMustBeFewerInEveryRun() {
    runs.run("SDPT", FISH, 0, 0.5, 10, 1.0);
    runs.run("MaPLe", FISH, 0, 0.5, 250, 1.0);
    runs.run("UPT", FISH, 0, 0.5, 10, 1.0);
    CheaperThan test =
        new CheaperThan(
            List.of(new Pair("SDPT", "MaPLe"), new Pair("SDPT", "UPT")),
            CostQuantity.TRAINABLE_PARAMETERS);
    EvaluatedClaim claim = runs.evaluate(ClaimRuns.claim(test, THREE));
    assertThat(claim.evidence())
        .extracting(Evidence::verdict)
        .containsExactly(Verdict.SUPPORTED, Verdict.CONTRADICTED);
    assertThat(claim.reason()).isEqualTo("not cheaper than UPT; holds in 1 of 2");
    assertThat(ClaimWords.effect(claim.evidence().get(0))).isEqualTo("25.00 times");
    assertThat(ClaimWords.effect(claim.evidence().get(1))).isEqualTo("1.00 times");
    runs.run("SDPT", RACCOON, 0, 0.5, 300, 1.0);
    runs.run("MaPLe", RACCOON, 0, 0.5, 250, 1.0);
    EvaluatedClaim mixed = runs.evaluate(ClaimRuns.claim(test, THREE));
    assertThat(mixed.evidence().get(0).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(mixed.evidence().get(0).reason()).isEqualTo("less on 1 of 2 tasks only");
  }

  /** Twice as long on every task: the ratio is 2 with an interval of no width. */
  @Test
  void timesAreComparedAsRatiosOverTasks() {
    for (int i = 0; i < 3; i++) {
      for (int seed = 0; seed < 2; seed++) {
        runs.run("SDPT", THREE[i], seed, 0.5, 9, 16.0 * (i + 1));
        runs.run("MaPLe", THREE[i], seed, 0.5, 9, 32.0 * (i + 1));
        runs.run("UPT", THREE[i], seed, 0.5, 9, i == 0 ? 8.0 : 64.0);
      }
    }
    CheaperThan test =
        new CheaperThan(
            List.of(new Pair("SDPT", "MaPLe"), new Pair("SDPT", "UPT")),
            CostQuantity.TRAIN_SECONDS);
    EvaluatedClaim claim = runs.evaluate(ClaimRuns.claim(test, THREE));
    assertThat(claim.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(claim.evidence().get(0).verdict()).isEqualTo(Verdict.SUPPORTED);
    assertThat(ClaimWords.effect(claim.evidence().get(0))).isEqualTo("2.00 times");
    assertThat(ClaimWords.interval(claim.evidence().get(0))).isEqualTo("2.00 to 2.00");
    assertThat(claim.evidence().get(1).verdict()).isEqualTo(Verdict.INCONCLUSIVE);
  }

  @Test
  void aPlanKeepsItsClaims(@TempDir Path folder) throws Exception {
    runs.planned("SDPT", FISH, 0);
    ReportPlan plan =
        runs.plan(
            ClaimRuns.claim(new BetterThan(List.of(new Pair("SDPT", "LoRA")), "AP", null), THREE),
            ClaimRuns.claim(new BetterThanBefore(List.of("SDPT"), "AP50", OLD), FISH),
            ClaimRuns.claim(
                new CheaperThan(List.of(new Pair("a", "b")), CostQuantity.TRAIN_SECONDS), FISH),
            ClaimRuns.claim(new AtMost(List.of("SDPT"), CostQuantity.TRAINABLE_SHARE, 0.1), FISH),
            ClaimRuns.claim(new ReturnsExactly(List.of("SDPT"), OLD), FISH));
    Path file = folder.resolve("plan.json");
    plan.write(file);
    assertThat(ReportPlan.read(file)).isEqualTo(plan);
  }
}
