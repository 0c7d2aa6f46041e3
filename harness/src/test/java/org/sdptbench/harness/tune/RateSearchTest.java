package org.sdptbench.harness.tune;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateSearchTest {
  /** All rates in the order in which they were asked for, round by round. */
  private static List<List<Double>> run(RateSearch search, DoubleUnaryOperator ap) {
    List<List<Double>> rounds = new ArrayList<>();
    while (!search.next().isEmpty()) {
      rounds.add(search.next());
      Map<Double, Double> found = new TreeMap<>();
      search.next().forEach(rate -> found.put(rate, ap.applyAsDouble(rate)));
      search.found(found);
    }
    return rounds;
  }

  @Test
  void aGridOfDecadesIsRefinedOnce() {
    RateSearch search = new RateSearch(List.of(1e-3, 1e-2, 1e-1));
    assertThat(run(search, rate -> -Math.abs(Math.log(rate / 0.02))))
        .containsExactly(List.of(1e-3, 1e-2, 1e-1), List.of(3e-3, 3e-2));
    assertThat(search.rate()).hasValue(3e-2);
    assertThat(search.trials()).hasSize(5);
  }

  /** Whatever the best is, also at an end, the number of trials is the same. */
  @ParameterizedTest
  @ValueSource(doubles = {1e-7, 1e-5, 4e-5, 1e-4, 3e-3, 0.05, 0.1, 3})
  void aWiderGridTakesTwoRoundsMoreForEveryMethod(double best) {
    RateSearch search = new RateSearch(List.of(1e-5, 1e-3, 1e-1));
    assertThat(search.budget()).isEqualTo(7);
    assertThat(run(search, rate -> -Math.abs(Math.log(rate / best)))).hasSize(3);
    assertThat(search.trials()).hasSize(7);
    double nearest =
        search.trials().keySet().stream()
            .min(
                (a, b) ->
                    Double.compare(Math.abs(Math.log(a / best)), Math.abs(Math.log(b / best))))
            .orElseThrow();
    assertThat(search.rate()).hasValue(nearest);
  }

  @Test
  void ofEqualRatesTheSmallestIsTaken() {
    RateSearch search = new RateSearch(List.of(1e-3, 1e-2));
    run(search, rate -> 0.5);
    assertThat(search.rate()).hasValue(3e-4);
  }

  @Test
  void whatDivergesIsWorseThanAnything() {
    RateSearch search = new RateSearch(List.of(1e-3, 1e-2, 1e-1));
    run(search, rate -> rate > 2e-3 ? Double.NaN : 0);
    assertThat(search.rate()).hasValue(3e-4);
    RateSearch hopeless = new RateSearch(List.of(1e-3, 1e-2));
    run(hopeless, rate -> Double.NaN);
    assertThat(hopeless.rate()).isEmpty();
  }

  @Test
  void gridsThatAreNotEvenHalfDecadesAreRefused() {
    for (List<Double> grid :
        List.of(
            List.<Double>of(),
            List.of(0.1),
            List.of(1e-3, 1e-2, 3e-2),
            List.of(2e-3, 2e-2),
            List.of(10.0, 100.0))) {
      assertThatThrownBy(() -> new RateSearch(grid))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("1 or 3 times a power of ten");
    }
  }
}
