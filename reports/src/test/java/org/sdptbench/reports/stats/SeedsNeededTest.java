package org.sdptbench.reports.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SeedsNeededTest {

  /**
   * SciPy 1.17.1: with {@code c = t.isf(.025, n-1)}, {@code nct.sf(c, n-1, d*sqrt(n)) + nct.cdf(-c,
   * n-1, d*sqrt(n))}, which is R's {@code power.t.test(n, d, type = "paired", strict = TRUE)}.
   */
  @ParameterizedTest
  @CsvSource({
    "1, 3, 0.1792553937765517",
    "1, 9, 0.7480170922294764",
    "1, 10, 0.8030968566327218",
    "0.5, 33, 0.7953658414875039",
    "0.5, 34, 0.8077775012792738",
    "0.2, 20, 0.13595628876736884",
    "0.2, 199, 0.8016910240370655",
    "2, 4, 0.7549839171140109",
    "5, 2, 0.4209614091495036",
    "5, 3, 0.9754622687331688"
  })
  void powerAgreesWithTheNoncentralT(double effect, int n, double power) {
    assertThat(new PairedTPower(effect, 0.05).of(n)).isCloseTo(power, within(2e-6));
  }

  /** Without an effect a test rejects with probability alpha. */
  @Test
  void powerWithoutEffectIsAlpha() {
    assertThat(new PairedTPower(0, 0.05).of(2)).isCloseTo(0.05, within(2e-6));
    assertThat(new PairedTPower(0, 0.05).of(30)).isCloseTo(0.05, within(2e-6));
  }

  /** The n of the powers above: 10 is the first of at least 0.8 at effect 1, 34 at 0.5. */
  @Test
  void findsTheFewestSeeds() {
    assertThat(SeedsNeeded.of(List.of(0.0, 1.0, 2.0))).isEqualTo(new SeedsNeeded.Known(10));
    assertThat(SeedsNeeded.of(List.of(0.0, -1.0, -2.0))).isEqualTo(new SeedsNeeded.Known(10));
    assertThat(SeedsNeeded.of(List.of(-0.5, 0.5, 1.5))).isEqualTo(new SeedsNeeded.Known(34));
    assertThat(SeedsNeeded.of(List.of(1.0, 2.0, 3.0))).isEqualTo(new SeedsNeeded.Known(5));
    assertThat(SeedsNeeded.of(List.of(0.25, 0.25)).inWords()).isEqualTo("2");
  }

  @Test
  void saysWhatCannotBeSaid() {
    assertThat(SeedsNeeded.of(List.of(0.5)))
        .isEqualTo(new SeedsNeeded.Unknown("one seed does not show a scatter"));
    assertThat(SeedsNeeded.of(List.of(0.5, -0.5)).inWords()).isEqualTo("cannot be said");
    assertThat(SeedsNeeded.of(List.of(1.0, -1.0, 0.001)).inWords()).isEqualTo("more than 10000");
    assertThatThrownBy(() -> SeedsNeeded.of(List.of())).hasMessageContaining("finite values");
  }
}
