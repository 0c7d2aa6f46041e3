package org.sdptbench.reports.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.sdptbench.reports.stats.TaskRanks.Ranked;

/** Ranks, Friedman's test, Nemenyi's difference and pairwise tests on the examples of textbooks. */
class ManyMethodsTest {

  /**
   * Scores of four methods on 14 tasks, after the example of Demšar (JMLR 7, 2006, §3.1 and 3.2):
   * they have the mean ranks that he prints; the scores themselves were not compared with his.
   */
  private static final String DEMSAR =
      """
      0.763 0.768 0.771 0.798
      0.599 0.591 0.590 0.569
      0.954 0.971 0.968 0.967
      0.628 0.661 0.654 0.657
      0.882 0.888 0.886 0.898
      0.936 0.931 0.916 0.931
      0.661 0.668 0.609 0.685
      0.583 0.583 0.563 0.625
      0.775 0.838 0.866 0.875
      1.000 1.000 1.000 1.000
      0.940 0.962 0.965 0.962
      0.619 0.666 0.614 0.669
      0.972 0.981 0.97501 0.975
      0.957 0.978 0.946 0.970
      """;

  /**
   * Rounding first base, three methods by 22 players: the example of R's {@code ?friedman.test}.
   */
  private static final String ROUNDING =
      """
      5.40 5.50 5.55
      5.85 5.70 5.75
      5.20 5.60 5.50
      5.55 5.50 5.40
      5.90 5.85 5.70
      5.45 5.55 5.60
      5.40 5.40 5.35
      5.45 5.50 5.35
      5.25 5.15 5.00
      5.85 5.80 5.70
      5.25 5.20 5.10
      5.65 5.55 5.45
      5.60 5.35 5.45
      5.05 5.00 4.95
      5.50 5.50 5.40
      5.45 5.55 5.50
      5.55 5.55 5.35
      5.45 5.50 5.55
      5.50 5.45 5.25
      5.65 5.60 5.40
      5.70 5.65 5.55
      6.30 6.30 6.25
      """;

  private static Map<String, List<Double>> table(String text, String... methods) {
    List<List<Double>> lines =
        text.lines()
            .map(line -> Pattern.compile(" ").splitAsStream(line).map(Double::valueOf).toList())
            .toList();
    Map<String, List<Double>> table = new LinkedHashMap<>();
    for (int i = 0; i < methods.length; i++) {
      int column = i;
      table.put(methods[i], lines.stream().map(line -> line.get(column)).toList());
    }
    return table;
  }

  private static Map<String, List<Double>> demsar() {
    return table(DEMSAR, "C4.5", "+m", "+cf", "+m+cf");
  }

  /** The mean ranks of Demšar's example: 3.143 2.000 2.893 1.964. */
  @Test
  void meanRanksAreThoseOfThePaper() {
    List<Ranked> means = TaskRanks.of(demsar()).means();
    assertThat(means).extracting(Ranked::method).containsExactly("+m+cf", "+m", "+cf", "C4.5");
    double[] expected = {1.964, 2.000, 2.893, 3.143};
    for (int i = 0; i < 4; i++) {
      assertThat(means.get(i).meanRank()).isCloseTo(expected[i], within(5e-4));
    }
  }

  /** Demšar, §3.2.2: CD = 2.569 √(4 · 5 / (6 · 14)) = 1.25, and at 0.10 CD = 1.12. */
  @Test
  void criticalDifferenceAndGroupsAreThoseOfThePaper() {
    CriticalDifference strict = CriticalDifference.of(4, 14, 0.05);
    assertThat(strict.value()).isCloseTo(1.25, within(0.005));
    List<Ranked> means = TaskRanks.of(demsar()).means();
    assertThat(strict.groups(means)).containsExactly(List.of("+m+cf", "+m", "+cf", "C4.5"));
    CriticalDifference loose = CriticalDifference.of(4, 14, 0.10);
    assertThat(loose.value()).isCloseTo(1.12, within(0.005));
    // Figure 1(a) of the paper: the groups overlap.
    assertThat(loose.groups(means))
        .containsExactly(List.of("+m+cf", "+m", "+cf"), List.of("+cf", "C4.5"));
  }

  /** Demšar, table 5(a); the paper rounds up or down, so to 0.001. */
  @Test
  void quantilesAreThoseOfTheTable() {
    double[] five = {1.960, 2.343, 2.569, 2.728, 2.850, 2.949, 3.031, 3.102, 3.164};
    double[] ten = {1.645, 2.052, 2.291, 2.459, 2.589, 2.693, 2.780, 2.855, 2.920};
    for (int k = 2; k <= 10; k++) {
      assertThat(CriticalDifference.of(k, 5, 0.05).q()).isCloseTo(five[k - 2], within(1e-3));
      assertThat(CriticalDifference.of(k, 5, 0.10).q()).isCloseTo(ten[k - 2], within(1e-3));
    }
  }

  /** SciPy 1.17.1: {@code studentized_range.isf(0.05, k, inf) / sqrt(2)} for 12 and 20 methods. */
  @Test
  void quantilesGoBeyondTheTable() {
    assertThat(CriticalDifference.of(12, 5, 0.05).q()).isCloseTo(3.268004, within(2e-6));
    assertThat(CriticalDifference.of(20, 5, 0.05).q()).isCloseTo(3.543799, within(2e-6));
    assertThat(CriticalDifference.of(20, 5, 0.10).q()).isCloseTo(3.319233, within(2e-6));
  }

  @Test
  void groupsAreMaximalAndSinglesAreNone() {
    CriticalDifference one = new CriticalDifference(0.05, 2, 1.0);
    List<Ranked> means =
        List.of(
            new Ranked("a", 1.0),
            new Ranked("b", 1.5),
            new Ranked("c", 2.25),
            new Ranked("d", 3.25), // exactly the critical difference away from c: differs
            new Ranked("e", 4.0));
    assertThat(one.groups(means))
        .containsExactly(List.of("a", "b"), List.of("b", "c"), List.of("d", "e"));
    assertThat(one.groups(List.of(new Ranked("a", 1), new Ranked("b", 2)))).isEmpty();
  }

  /**
   * R: {@code friedman.test(RoundingTimes)} prints chi-squared = 11.143, df = 2, p-value =
   * 0.003805; SciPy 1.17.1 gives 11.142857142857132, and with it F = 7.121739130434773, {@code
   * f.sf(F, 2, 42)} = 0.0021712983876075345.
   */
  @Test
  void friedmansTestAgreesWithRsExampleThatHasTies() {
    TaskRanks ranks = TaskRanks.of(table(ROUNDING, "round out", "narrow", "wide"));
    FriedmanTest test = FriedmanTest.of(ranks);
    assertThat(test.methods()).isEqualTo(3);
    assertThat(test.tasks()).isEqualTo(22);
    assertThat(test.chiSquare()).isCloseTo(11.142857142857132, within(1e-9));
    assertThat(test.chiSquareP()).isCloseTo(0.003805040775511383, within(1e-10));
    assertThat(test.f()).isCloseTo(7.121739130434773, within(1e-9));
    assertThat(test.fP()).isCloseTo(0.0021712983876075345, within(1e-10));
  }

  /** By hand: all three tasks agree on three methods, χ² = N (k - 1) = 6, p = (1/3!)². */
  @Test
  void friedmansTestOfFullAgreementAndOfNoDifference() {
    FriedmanTest agree = FriedmanTest.of(TaskRanks.of(table("1 2 3\n1 2 3\n1 2 3", "a", "b", "c")));
    assertThat(agree.chiSquare()).isCloseTo(6, within(1e-12));
    assertThat(agree.f()).isInfinite();
    assertThat(agree.fP()).isCloseTo(1 / 36.0, within(1e-12));
    FriedmanTest equal = FriedmanTest.of(TaskRanks.of(table("1 1\n2 2", "a", "b")));
    assertThat(equal.chiSquare()).isZero();
    assertThat(equal.chiSquareP()).isEqualTo(1);
    assertThat(equal.fP()).isEqualTo(1);
  }

  @Test
  void refusesTablesWithHoles() {
    Map<String, List<Double>> uneven =
        new TreeMap<>(Map.of("a", List.of(1.0), "b", List.of(1.0, 2.0)));
    assertThatThrownBy(() -> TaskRanks.of(uneven)).hasMessageContaining("same tasks");
    assertThatThrownBy(() -> TaskRanks.of(Map.of("a", List.of(1.0))))
        .hasMessageContaining("two methods or more");
    assertThatThrownBy(() -> TaskRanks.of(Map.of("a", List.of(Double.NaN), "b", List.of(1.0))))
        .hasMessageContaining("NaN");
    TaskRanks one = TaskRanks.of(Map.of("a", List.of(1.0), "b", List.of(2.0)));
    assertThatThrownBy(() -> FriedmanTest.of(one)).hasMessageContaining("found 1");
    assertThat(Stream.of(0.0, 1.0, Double.NaN))
        .allSatisfy(
            alpha ->
                assertThatThrownBy(() -> CriticalDifference.of(3, 3, alpha))
                    .hasMessageContaining("alpha from"));
  }
}
