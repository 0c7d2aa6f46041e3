package org.sdptbench.harness.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellTimes;
import org.sdptbench.harness.plan.Planner;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.harness.testing.FakeVocabulary;
import org.sdptbench.harness.testing.Scales;

class CellArrayTest {
  private final Vocabulary vocabulary = FakeVocabulary.create(false);
  private final Scale scale = Scales.small(vocabulary);
  private final CellTimes times = new CellTimes(scale.estimate(), vocabulary.datasets(), List.of());
  private final List<Cell> cells =
      new Planner(vocabulary, scale)
          .plan(
              List.of(
                  Scales.spec(
                      vocabulary,
                      """
                      name: x
                      title: t
                      question: q
                      tasks: [odinw13]
                      methods: [sdpt]
                      seeds: 0..15
                      """)))
          .cells();

  CellArrayTest() throws Exception {}

  private List<CellArray> arrays(int most) {
    return CellArray.of(
        cells,
        times,
        cell -> cell.seed() < 8 ? 700L << 20 : 3000L << 20,
        SlurmProfile.DEFAULT,
        1,
        most);
  }

  @Test
  void smallCellsAreOneTaskAndWhatNeedsMoreMemoryIsAnotherArray() {
    List<CellArray> arrays = arrays(1001);
    assertThat(arrays).extracting(CellArray::memoryMib).containsExactly(1536L + 1024, 1536L + 4096);
    assertThat(arrays).extracting(array -> array.tasks().size()).containsExactly(1, 1);
    assertThat(arrays).extracting(CellArray::time).containsOnly(Duration.ofMinutes(15));
    assertThat(arrays.stream().flatMap(array -> array.tasks().stream()).flatMap(List::stream))
        .containsExactlyInAnyOrderElementsOf(cells);
  }

  @Test
  void noArrayHasMoreTasksThanTheClusterTakes() {
    SlurmProfile profile =
        new SlurmProfile(
            SlurmProfile.DEFAULT.partition(),
            SlurmProfile.DEFAULT.account(),
            1,
            0,
            OptionalLong.of(2000),
            SlurmProfile.DEFAULT.time(),
            Duration.ofSeconds(1),
            SlurmProfile.DEFAULT.atOnce(),
            SlurmProfile.DEFAULT.java(),
            SlurmProfile.DEFAULT.environment(),
            List.of(),
            List.of());
    List<CellArray> arrays = CellArray.of(cells, times, cell -> 0, profile, 1, 15);
    assertThat(arrays).extracting(array -> array.tasks().size()).containsExactly(15, 15, 2);
    assertThat(arrays.stream().flatMap(array -> array.tasks().stream()).flatMap(List::stream))
        .containsExactlyElementsOf(cells);
  }
}
