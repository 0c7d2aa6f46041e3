package org.sdptbench.reports.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Effects of one method against another: by seed, by test images, over tasks. */
class EffectTest {

  private static final List<Double> DRUG_ONE =
      List.of(0.7, -1.6, -0.2, -1.2, -0.1, 3.4, 3.7, 0.8, 0.0, 2.0);
  private static final List<Double> DRUG_TWO =
      List.of(1.9, 0.8, 1.1, 0.1, -0.1, 4.4, 5.5, 1.6, 4.6, 3.4);

  private static Map<Long, Double> bySeed(List<Double> values) {
    Map<Long, Double> map = new TreeMap<>();
    IntStream.range(0, values.size()).forEach(i -> map.put((long) i, values.get(i)));
    return map;
  }

  /**
   * R: {@code with(sleep, t.test(extra[group == 1], extra[group == 2], paired = TRUE))} prints mean
   * -1.58, interval -2.4598858 -0.7001142.
   */
  @Test
  void pairedDifferenceAgreesWithRsPairedTTest() {
    PairedDifference difference =
        PairedDifference.of(bySeed(DRUG_ONE), bySeed(DRUG_TWO)).orElseThrow();
    assertThat(difference.n()).isEqualTo(10);
    Estimate estimate = difference.estimate();
    assertThat(estimate.mean()).isCloseTo(-1.58, within(1e-12));
    Interval interval = Objects.requireNonNull(estimate.interval());
    assertThat(interval.low()).isCloseTo(-2.4598858, within(5e-8));
    assertThat(interval.high()).isCloseTo(-0.7001142, within(5e-8));
    assertThat(interval.contains(0)).isFalse();
  }

  @Test
  void onlySharedSeedsArePairedAndOnePairHasNoInterval() {
    PairedDifference one =
        PairedDifference.of(Map.of(0L, 0.5, 1L, 0.25), Map.of(1L, 0.125, 2L, 0.75)).orElseThrow();
    assertThat(one.bySeed()).containsExactly(Map.entry(1L, 0.125));
    assertThat(one.estimate().interval()).isNull();
    assertThat(one.seedsNeeded().inWords()).isEqualTo("cannot be said");
    assertThat(one.rankTest().p()).isEqualTo(1);
    assertThat(PairedDifference.of(Map.of(0L, 0.5), Map.of(1L, 0.5))).isEmpty();
    assertThatThrownBy(() -> PairedDifference.of(Map.of(0L, Double.NaN), Map.of(0L, 1.0)))
        .hasMessageContaining("NaN");
  }

  /**
   * By hand: the differences over two seeds are 0, 1, ..., 100 in another order, of which NumPy's
   * {@code percentile(range(101), [2.5, 97.5])} is 2.5 and 97.5.
   */
  @Test
  void bootstrapIsTheMiddleOfTheMeanDifferences() {
    List<Double> ramp = IntStream.rangeClosed(0, 100).mapToObj(i -> (i * 37 % 101) + 7.0).toList();
    List<Double> high = ramp.stream().map(v -> v + 3).toList();
    List<Double> low = ramp.stream().map(v -> v - 3).toList();
    List<Double> seven = Collections.nCopies(101, 7.0);
    PairedBootstrap bootstrap = PairedBootstrap.of(List.of(high, low), List.of(seven, seven));
    assertThat(bootstrap.seeds()).isEqualTo(2);
    assertThat(bootstrap.resamples()).isEqualTo(101);
    assertThat(bootstrap.mean()).isCloseTo(50, within(1e-9));
    assertThat(bootstrap.interval().low()).isCloseTo(2.5, within(1e-9));
    assertThat(bootstrap.interval().high()).isCloseTo(97.5, within(1e-9));
  }

  /** What both methods have in common on a resample must not widen the interval. */
  @Test
  void bootstrapIsPaired() {
    List<Double> hard = IntStream.range(0, 50).mapToObj(i -> i / 100.0).toList();
    List<Double> better = hard.stream().map(v -> v + 0.5).toList();
    Interval interval = PairedBootstrap.of(List.of(better), List.of(hard)).interval();
    assertThat(interval.halfWidth()).isLessThan(1e-12);
    assertThat(interval.low()).isCloseTo(0.5, within(1e-12));
  }

  @Test
  void bootstrapRefusesOtherResamples() {
    List<Double> two = List.of(0.5, 0.5);
    assertThatThrownBy(() -> PairedBootstrap.of(List.of(two), List.of(List.of(0.5))))
        .hasMessageContaining("found 2, 2 and 1");
    assertThatThrownBy(() -> PairedBootstrap.of(List.of(List.of(0.5)), List.of(List.of(0.5))))
        .hasMessageContaining("at least 2");
    assertThatThrownBy(() -> PairedBootstrap.of(List.of(two, two), List.of(two)))
        .hasMessageContaining("found 2 and 1");
    assertThatThrownBy(() -> PairedBootstrap.of(List.of(), List.of()))
        .hasMessageContaining("at least 1");
  }

  /** By hand: task means 1, 2, 3; t(0.975, 2) = 4.302652729696142 (SciPy), s = 1. */
  @Test
  void tasksAreTheRepetitions() {
    HierarchicalEffect effect =
        HierarchicalEffect.of(
            List.of(List.of(0.0, 2.0), List.of(1.0, 2.0, 3.0), List.of(3.0, 3.0, 3.0, 3.0)));
    assertThat(effect.tasks()).isEqualTo(3);
    assertThat(effect.mean()).isCloseTo(2, within(1e-12));
    Interval t = Objects.requireNonNull(effect.overTasks());
    assertThat(t.low()).isCloseTo(2 - 4.302652729696142 / Math.sqrt(3), within(1e-9));
    // Of the 27 draws of three tasks one has mean 1 (3.7 %), more than the 2.5 % cut off.
    Interval bootstrap = Objects.requireNonNull(effect.clusterBootstrap());
    assertThat(bootstrap.low()).isCloseTo(1, within(1e-12));
    assertThat(bootstrap.high()).isCloseTo(3, within(1e-12));
  }

  /**
   * With 40 tasks, the bootstrap's half width nears 1.96 σ/√n with σ of the population form: here
   * of 0, 1, ..., 39, σ = √((1600 - 1) / 12). To 3 %, three standard errors of 10 000 resamples.
   */
  @Test
  void clusterBootstrapOfManyTasksIsNormalAndRepeats() {
    List<List<Double>> tasks = IntStream.range(0, 40).mapToObj(i -> List.of((double) i)).toList();
    HierarchicalEffect effect = HierarchicalEffect.of(tasks);
    double expected = 1.959964 * Math.sqrt(1599 / 12.0) / Math.sqrt(40);
    Interval interval = Objects.requireNonNull(effect.clusterBootstrap());
    assertThat(interval.halfWidth()).isCloseTo(expected, within(0.03 * expected));
    assertThat(HierarchicalEffect.of(tasks)).isEqualTo(effect);
  }

  @Test
  void oneTaskHasNoIntervalOverTasks() {
    HierarchicalEffect effect = HierarchicalEffect.of(List.of(List.of(0.25, 0.75)));
    assertThat(effect.mean()).isEqualTo(0.5);
    assertThat(effect.overTasks()).isNull();
    assertThat(effect.clusterBootstrap()).isNull();
    assertThatThrownBy(() -> HierarchicalEffect.of(List.of(List.of(1.0), List.of())))
        .hasMessageContaining("finite values");
  }
}
