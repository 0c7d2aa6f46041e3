package org.sdptbench.reports.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class WilcoxonSignedRankTest {

  /** The example of SciPy's {@code wilcoxon} page: statistic 24.0, p 0.041259765625 (W- there). */
  @Test
  void agreesWithSciPysExample() {
    WilcoxonSignedRank test =
        WilcoxonSignedRank.of(values(6, 8, 14, 16, 23, 24, 28, 29, 41, -48, 49, 56, 60, -67, 75));
    assertThat(test.positiveRanks()).isEqualTo(120 - 24.0);
    assertThat(test.p()).isCloseTo(0.041259765625, within(1e-12));
    assertThat(test.exact()).isTrue();
  }

  /**
   * The example of R's {@code ?wilcox.test}, Hollander and Wolfe's depression data: V = 40, one
   * sided p 0.01953, so two-sided 10/256.
   */
  @Test
  void agreesWithRsExample() {
    double[] x = {1.83, 0.50, 1.62, 2.48, 1.68, 1.88, 1.55, 3.06, 1.30};
    double[] y = {0.878, 0.647, 0.598, 2.05, 1.06, 1.29, 1.06, 3.14, 1.29};
    WilcoxonSignedRank test =
        WilcoxonSignedRank.of(IntStream.range(0, 9).mapToObj(i -> x[i] - y[i]).toList());
    assertThat(test.positiveRanks()).isEqualTo(40);
    assertThat(test.p()).isCloseTo(10.0 / 256, within(1e-12));
  }

  /**
   * SciPy 1.17.1: {@code wilcoxon(d, method=PermutationMethod(n_resamples=inf))}, which leaves out
   * the zero and goes through all 512 signs: statistic 6.5, p 0.06640625. The normal approximation
   * would be 0.0649.
   */
  @Test
  void isExactWithTiesAndZeros() {
    WilcoxonSignedRank test = WilcoxonSignedRank.of(values(1, 1, 2, -1, 3, 0, 4, -2, 5, 5));
    assertThat(test.pairs()).isEqualTo(10);
    assertThat(test.nonZero()).isEqualTo(9);
    assertThat(test.positiveRanks()).isEqualTo(45 - 6.5);
    assertThat(test.p()).isCloseTo(0.06640625, within(1e-12));
    assertThat(test.exact()).isTrue();
  }

  /**
   * SciPy 1.17.1: {@code wilcoxon(d, method="asymptotic", correction=True)} of the same 60 numbers:
   * 57 of them not zero, W- 575.5, p 0.046403400993352495.
   */
  @Test
  void approximatesManyTiedPairsWithBothCorrections() {
    List<Double> differences =
        IntStream.range(0, 60)
            .mapToObj(i -> (double) Math.floorDiv((i * 37) % 101 - 40, 4))
            .toList();
    WilcoxonSignedRank test = WilcoxonSignedRank.of(differences);
    assertThat(test.nonZero()).isEqualTo(57);
    assertThat(57 * 58 / 2.0 - test.positiveRanks()).isEqualTo(575.5);
    assertThat(test.p()).isCloseTo(0.046403400993352495, within(1e-9));
    assertThat(test.exact()).isFalse();
  }

  /** SciPy 1.17.1, the same call without ties: W- 602, p 0.021419856207743976. */
  @Test
  void approximatesManyPairsWithoutTies() {
    WilcoxonSignedRank test =
        WilcoxonSignedRank.of(
            IntStream.range(0, 60).mapToObj(i -> (i * 37) % 101 - 40 + 0.001 * i).toList());
    assertThat(60 * 61 / 2.0 - test.positiveRanks()).isEqualTo(602);
    assertThat(test.p()).isCloseTo(0.021419856207743976, within(1e-9));
  }

  /** By hand: of the 2^n signs, two are as extreme as all plus. */
  @Test
  void noTestGoesBelowTheSmallestP() {
    assertThat(WilcoxonSignedRank.smallestP(3)).isEqualTo(0.25);
    assertThat(WilcoxonSignedRank.smallestP(0)).isEqualTo(1);
    assertThat(WilcoxonSignedRank.smallestP(1)).isEqualTo(1);
    assertThat(WilcoxonSignedRank.fewestPairs(0.05)).isEqualTo(6);
    assertThat(WilcoxonSignedRank.of(values(1, 2, 3)).p()).isCloseTo(0.25, within(1e-12));
    assertThat(WilcoxonSignedRank.of(values(-2, -2, -2)).p()).isCloseTo(0.25, within(1e-12));
    assertThat(WilcoxonSignedRank.of(values(1, 1, 1, 1, 1, 1)).p()).isEqualTo(1 / 32.0);
  }

  @Test
  void equalMethodsHaveP1() {
    WilcoxonSignedRank test = WilcoxonSignedRank.of(values(0, 0));
    assertThat(test.p()).isEqualTo(1);
    assertThat(test.nonZero()).isZero();
    assertThat(WilcoxonSignedRank.of(values(1, -1)).p()).isEqualTo(1);
  }

  @Test
  void refusesWhatHasNoRank() {
    assertThatThrownBy(() -> WilcoxonSignedRank.of(values(1, Double.NaN)))
        .hasMessageContaining("NaN");
    assertThatThrownBy(() -> WilcoxonSignedRank.of(values())).hasMessageContaining("finite");
    assertThatThrownBy(() -> WilcoxonSignedRank.fewestPairs(0)).hasMessageContaining("(0, 1]");
    assertThatThrownBy(() -> WilcoxonSignedRank.smallestP(-1)).hasMessageContaining("-1");
  }

  private static List<Double> values(double... values) {
    return Arrays.stream(values).boxed().toList();
  }
}
