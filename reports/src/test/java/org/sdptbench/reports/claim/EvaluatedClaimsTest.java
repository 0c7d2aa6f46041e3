package org.sdptbench.reports.claim;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.sdptbench.reports.claim.ClaimRuns.FISH;
import static org.sdptbench.reports.claim.ClaimRuns.RACCOON;
import static org.sdptbench.reports.claim.ClaimRuns.ROAD;
import static org.sdptbench.reports.claim.ClaimRuns.THREE;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sdptbench.reports.claim.Effect.Repetitions;
import org.sdptbench.reports.claim.Evidence.Comparison;
import org.sdptbench.reports.record.Claim;
import org.sdptbench.reports.record.ClaimTest.BetterThan;
import org.sdptbench.reports.record.ClaimTest.Pair;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.stats.Interval;

/** By hand; t(0.975, 2) = 4.302653, and with two degrees of freedom p = 1 - sqrt(t² / (t² + 2)). */
class EvaluatedClaimsTest {

  private final ClaimRuns runs = new ClaimRuns();

  private static BetterThan better(String... others) {
    return new BetterThan(
        Stream.of(others).map(other -> new Pair("SDPT", other)).toList(), "AP", null);
  }

  /** Two seeds on three tasks; the second seed differs by as much up as the first does down. */
  private void others(String other, double... taskMeans) {
    for (int i = 0; i < taskMeans.length; i++) {
      for (int seed = 0; seed < 2; seed++) {
        runs.run(other, THREE[i], seed, 0.5 - taskMeans[i] + 0.01 * (2 * seed - 1));
      }
    }
  }

  private void sdpt() {
    for (Task task : THREE) {
      runs.run("SDPT", task, 0, 0.5);
      runs.run("SDPT", task, 1, 0.5);
    }
  }

  private static Comparison comparison(EvaluatedClaim claim, int part) {
    return (Comparison) claim.evidence().get(part);
  }

  private static Effect effect(EvaluatedClaim claim, int part) {
    return Objects.requireNonNull(comparison(claim, part).effect());
  }

  /** Task means 0.20, 0.22, 0.24: s = 0.02, t² = 363, p = 0.0027435. */
  @Test
  void supportedWhereTheIntervalLiesAboveZero() {
    sdpt();
    others("LoRA", 0.20, 0.22, 0.24);
    EvaluatedClaim claim = runs.evaluate(ClaimRuns.claim(better("LoRA"), THREE));
    assertThat(claim.verdict()).isEqualTo(Verdict.SUPPORTED);
    assertThat(claim.reason()).isEmpty();
    Effect effect = effect(claim, 0);
    assertThat(effect.mean()).isCloseTo(0.22, within(1e-12));
    Interval interval = Objects.requireNonNull(effect.interval());
    assertThat(interval.low()).isCloseTo(0.22 - 4.302653 * 0.02 / Math.sqrt(3), within(1e-7));
    assertThat(interval.high()).isCloseTo(0.22 + 4.302653 * 0.02 / Math.sqrt(3), within(1e-7));
    assertThat(effect.p()).isCloseTo(1 - Math.sqrt(363.0 / 365), within(1e-9));
    assertThat(effect.adjustedP()).isEqualTo(effect.p());
    assertThat(effect.over()).isEqualTo(Repetitions.TASKS);
    assertThat(effect.n()).isEqualTo(3);
    assertThat(effect.fewestSeeds()).isEqualTo(2);
    assertThat(effect.better()).isEqualTo(3);
    assertThat(claim.completed()).isEqualTo(12);
    assertThat(claim.planned()).isEqualTo(12);
    assertThat(ClaimWords.summary(claim))
        .isEqualTo("+22.00 points (+17.03 to +26.97) over 3 tasks, 2 seeds");
  }

  @Test
  void contradictedByOneOfManyIsSaidWithItsName() {
    sdpt();
    others("LoRA", 0.20, 0.22, 0.24);
    others("BitFit", -0.20, -0.22, -0.24);
    EvaluatedClaim claim = runs.evaluate(ClaimRuns.claim(better("LoRA", "BitFit", "VPT"), THREE));
    assertThat(claim.verdict()).isEqualTo(Verdict.CONTRADICTED);
    assertThat(claim.reason()).isEqualTo("worse than BitFit; holds in 1 of 3");
    assertThat(claim.evidence())
        .extracting(Evidence::verdict)
        .containsExactly(Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.NOT_RUN);
    // Holm over all three, also the one that has not run: 3 p for the smallest, as large for both.
    assertThat(effect(claim, 0).adjustedP())
        .isCloseTo(3 * (1 - Math.sqrt(363.0 / 365)), within(1e-9));
    assertThat(ClaimWords.summary(claim))
        .isEqualTo("holds in 1 of 3; from -22.00 points (BitFit) to +22.00 points (LoRA)");
  }

  /** Task means 0.1, 0.2, 0.3: s = 0.1, t² = 12, p = 0.0742. */
  @Test
  void inconclusiveWhereTheIntervalReachesOverZero() {
    sdpt();
    others("LoRA", 0.1, 0.2, 0.3);
    EvaluatedClaim claim = runs.evaluate(ClaimRuns.claim(better("LoRA"), THREE));
    assertThat(claim.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(claim.reason()).isEqualTo("the interval reaches over no difference");
    assertThat(effect(claim, 0).p()).isCloseTo(1 - Math.sqrt(12.0 / 14), within(1e-9));
  }

  /** Task means 0.23, 0.33, 0.43: t² = 32.67, p = 0.0293, three times that after the correction. */
  @Test
  void inconclusiveWhereOnlyTheCorrectionForManyStandsAgainstIt() {
    sdpt();
    for (String other : List.of("LoRA", "BitFit", "VPT")) {
      others(other, 0.23, 0.33, 0.43);
    }
    EvaluatedClaim claim = runs.evaluate(ClaimRuns.claim(better("LoRA", "BitFit", "VPT"), THREE));
    assertThat(claim.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(Objects.requireNonNull(effect(claim, 0).interval()).low()).isPositive();
    assertThat(effect(claim, 0).adjustedP())
        .isCloseTo(3 * (1 - Math.sqrt(32.67 / 34.67)), within(1e-9));
    assertThat(claim.reason())
        .isEqualTo("not significant after the correction for 3 comparisons; holds in 0 of 3");
    assertThat(runs.evaluate(ClaimRuns.claim(better("LoRA"), THREE)).verdict())
        .isEqualTo(Verdict.SUPPORTED);
  }

  @Test
  void oneSeedIsNeverEnough() {
    for (Task task : THREE) {
      runs.run("SDPT", task, 0, 0.5);
      runs.run("LoRA", task, 0, 0.1);
    }
    EvaluatedClaim claim = runs.evaluate(ClaimRuns.claim(better("LoRA"), THREE));
    assertThat(claim.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(claim.reason()).isEqualTo("one seed only on at least one task");
    assertThat(effect(claim, 0).mean()).isCloseTo(0.4, within(1e-12));
    assertThat(effect(claim, 0).p()).isNull();
    EvaluatedClaim one = runs.evaluate(ClaimRuns.claim(better("LoRA"), FISH));
    assertThat(one.reason()).isEqualTo("one seed only");
    assertThat(effect(one, 0).interval()).isNull();
  }

  @Test
  void twoTasksOfThreeAreNotEnough() {
    for (Task task : List.of(FISH, RACCOON)) {
      for (int seed = 0; seed < 2; seed++) {
        runs.run("SDPT", task, seed, 0.5);
        runs.run("LoRA", task, seed, 0.1);
      }
    }
    runs.planned("SDPT", ROAD, 0);
    runs.planned("LoRA", ROAD, 0);
    EvaluatedClaim claim = runs.evaluate(ClaimRuns.claim(better("LoRA"), THREE));
    assertThat(claim.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(claim.reason()).isEqualTo("2 tasks, needed are 3");
    assertThat(claim.completed()).isEqualTo(8);
    assertThat(claim.planned()).isEqualTo(10);
  }

  /** Differences by seed 0.20, 0.22, 0.24, as above. */
  @Test
  void aboutOneTaskTheSeedsAreTheRepetitions() {
    for (int seed = 0; seed < 3; seed++) {
      runs.run("SDPT", FISH, seed, 0.5);
      runs.run("LoRA", FISH, seed, 0.30 - 0.02 * seed);
      runs.run("SDPT", RACCOON, seed, 0.1);
      runs.run("LoRA", RACCOON, seed, 0.9);
    }
    EvaluatedClaim claim = runs.evaluate(ClaimRuns.claim(better("LoRA"), FISH));
    assertThat(claim.verdict()).isEqualTo(Verdict.SUPPORTED);
    assertThat(effect(claim, 0).over()).isEqualTo(Repetitions.SEEDS);
    assertThat(effect(claim, 0).p()).isCloseTo(1 - Math.sqrt(363.0 / 365), within(1e-9));
    assertThat(claim.planned()).isEqualTo(6);
    assertThat(ClaimWords.repetitions(claim.evidence().get(0))).isEqualTo("3 seeds");
  }

  @Test
  void aMethodThatHasNotRunKeepsAClaimFromBeingSupported() {
    sdpt();
    others("LoRA", 0.20, 0.22, 0.24);
    runs.planned("VPT", FISH, 0);
    EvaluatedClaim claim = runs.evaluate(ClaimRuns.claim(better("LoRA", "VPT"), THREE));
    assertThat(claim.verdict()).isEqualTo(Verdict.INCONCLUSIVE);
    assertThat(claim.reason()).isEqualTo("no completed run of 'VPT'; holds in 1 of 2");
  }

  @Test
  void nothingRunIsNotRun() {
    runs.planned("SDPT", FISH, 0);
    runs.planned("LoRA", FISH, 0);
    EvaluatedClaim claim = runs.evaluate(ClaimRuns.claim(better("LoRA"), THREE));
    assertThat(claim.verdict()).isEqualTo(Verdict.NOT_RUN);
    assertThat(claim.reason()).isEqualTo("no completed run of 'SDPT'");
    assertThat(claim.completed()).isZero();
    assertThat(claim.planned()).isEqualTo(2);
    assertThat(runs.evaluate(ClaimRuns.claim(better("UPT"), THREE)).reason())
        .isEqualTo("not in the plan: UPT");
    Claim elsewhere =
        new Claim("it", "It is.", "abstract", "not", "sync", List.of(FISH), better("LoRA"));
    assertThat(runs.evaluate(elsewhere).verdict()).isEqualTo(Verdict.NOT_RUN);
    assertThat(runs.evaluate(elsewhere).reason()).isEqualTo("the plan does not have the spec sync");
  }

  /** Over random records, with effects, noise, gaps, seeds and tasks of all sizes. */
  @Test
  void neverSupportedWhereTheIntervalReachesOverZeroOrThereIsTooLittle() {
    Random random = new Random(7);
    int supported = 0;
    int contradicted = 0;
    for (int i = 0; i < 600; i++) {
      EvaluatedClaim claim = randomClaim(random, random.nextGaussian() * 0.05);
      boolean all = !claim.evidence().isEmpty();
      for (Evidence part : claim.evidence()) {
        all &= part.verdict() == Verdict.SUPPORTED;
        if (part.verdict() == Verdict.SUPPORTED || part.verdict() == Verdict.CONTRADICTED) {
          Effect effect = Objects.requireNonNull(((Comparison) part).effect());
          Interval interval = Objects.requireNonNull(effect.interval());
          assertThat(interval.low() > 0).isEqualTo(part.verdict() == Verdict.SUPPORTED);
          assertThat(interval.high() < 0).isEqualTo(part.verdict() == Verdict.CONTRADICTED);
          assertThat(effect.n()).isGreaterThanOrEqualTo(3);
          assertThat(effect.fewestSeeds()).isGreaterThanOrEqualTo(2);
          assertThat(effect.adjustedP()).isLessThanOrEqualTo(0.05);
          assertThat(effect.adjustedP()).isGreaterThanOrEqualTo(effect.p());
        }
      }
      assertThat(claim.verdict() == Verdict.SUPPORTED).isEqualTo(all);
      supported += claim.verdict() == Verdict.SUPPORTED ? 1 : 0;
      contradicted += claim.verdict() == Verdict.CONTRADICTED ? 1 : 0;
    }
    assertThat(supported).isPositive();
    assertThat(contradicted).isPositive();
  }

  /** Without any effect, a part of 5 % is called one, whatever the number of comparisons. */
  @Test
  void chanceAloneRarelyGivesAVerdict() {
    Random random = new Random(11);
    int called = 0;
    for (int i = 0; i < 600; i++) {
      Verdict verdict = randomClaim(random, 0).verdict();
      called += verdict == Verdict.SUPPORTED || verdict == Verdict.CONTRADICTED ? 1 : 0;
    }
    // The standard deviation of a count of 600 at 5 % is 5.3.
    assertThat(called).isLessThanOrEqualTo(30 + 16);
  }

  private static EvaluatedClaim randomClaim(Random random, double effect) {
    ClaimRuns runs = new ClaimRuns();
    int tasks = 1 + random.nextInt(8);
    int seeds = 1 + random.nextInt(4);
    int others = 1 + random.nextInt(3);
    double gaps = 0.3 * random.nextInt(2) * random.nextDouble();
    List<Task> about = new ArrayList<>();
    List<String> names = new ArrayList<>();
    for (int other = 0; other < others; other++) {
      names.add("other" + other);
    }
    for (int t = 0; t < tasks; t++) {
      Task task = ClaimRuns.task("T" + t);
      about.add(task);
      for (int seed = 0; seed < seeds; seed++) {
        add(runs, random, "SDPT", task, seed, 0.5 + effect, gaps);
        for (String other : names) {
          add(runs, random, other, task, seed, 0.5, gaps);
        }
      }
    }
    return runs.evaluate(
        ClaimRuns.claim(better(names.toArray(String[]::new)), about.toArray(Task[]::new)));
  }

  private static void add(
      ClaimRuns runs, Random random, String row, Task task, int seed, double ap, double gaps) {
    if (random.nextDouble() < gaps) {
      runs.planned(row, task, seed);
    } else {
      runs.run(row, task, seed, Math.min(1, Math.max(0, ap + 0.02 * random.nextGaussian())));
    }
  }
}
