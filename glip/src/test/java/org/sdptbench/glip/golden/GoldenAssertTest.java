package org.sdptbench.glip.golden;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class GoldenAssertTest {

  private static Comparison compare(float[] reference, float[] actual) {
    return Comparison.of("s", "t", reference, actual, 1e-3, 1e-6);
  }

  @Test
  void toleranceIsRelativeToTheLargestReference() {
    Comparison inside = compare(new float[] {100, 0}, new float[] {100, 0.1f});
    assertThat(inside.passed()).isTrue();
    assertThat(inside.maxAbsDiff()).isEqualTo(0.1f);
    assertThat(inside.maxRelDiff()).isEqualTo(0.1f / 100.0);
    assertThat(inside.worstIndex()).isEqualTo(1);
    assertThat(compare(new float[] {100, 0}, new float[] {100, 0.11f}).passed()).isFalse();
  }

  @Test
  void nanAndInfinityAreNeverClose() {
    float inf = Float.POSITIVE_INFINITY;
    assertThat(compare(new float[] {1, 2}, new float[] {1, Float.NaN}).passed()).isFalse();
    assertThat(compare(new float[] {1, Float.NaN}, new float[] {1, 2}).passed()).isFalse();
    assertThat(compare(new float[] {1, inf}, new float[] {1, 2}).passed()).isFalse();
    assertThat(compare(new float[] {1, inf}, new float[] {1, -inf}).passed()).isFalse();
    assertThat(compare(new float[] {1, -inf}, new float[] {1, -inf}).passed()).isTrue();
  }

  @Test
  void everySetAgreesWithItselfAndFailsWhenOneElementMoves() {
    for (GoldenSet set : GoldenSets.all()) {
      assertThat(set.tensors().names()).as(set.name()).containsExactlyElementsOf(set.names());
      for (String name : set.names()) {
        assertThat(set.tensor(name).shape()).as(name).isEqualTo(set.shape(name));
      }
      String output =
          set.names(n -> n.startsWith("out.") && set.tensor(n).dtype().isFloating()).stream()
              .filter(n -> set.tensor(n).size() > 0)
              .findFirst()
              .orElse(null);
      if (output == null) {
        continue;
      }
      float[] reference = set.floats(output);
      assertThat(Comparison.of(set.name(), output, reference, reference, 0, 0).passed()).isTrue();
      float[] moved = reference.clone();
      moved[moved.length - 1] += 1;
      Comparison comparison = Comparison.of(set.name(), output, reference, moved, 1e-5, 1e-6);
      assertThat(comparison.passed()).as(set.name()).isFalse();
      assertThat(comparison.worstIndex()).isEqualTo(moved.length - 1);
    }
  }

  @Test
  void messageNamesSetTensorPlaceAndValues() {
    float[] reference = {1, 2, 3, 4};
    float[] actual = {1, 2, 5, 4};
    Comparison comparison = Comparison.of("swin", "out.C2", reference, actual, 0, 1);
    assertThatThrownBy(() -> GoldenAssert.verify(comparison, new long[] {2, 2}, reference, actual))
        .isInstanceOf(AssertionError.class)
        .hasMessageContaining("golden set swin, tensor 'out.C2'")
        .hasMessageContaining("at [1, 0]: found 5.0, expected 3.0")
        .hasMessageContaining("1 of 4 elements");
    assertThatThrownBy(
            () -> GoldenAssert.close("self-test", "length", new float[2], new float[3], 0, 0))
        .hasMessageContaining("found 3 elements, the reference has 2");
  }

  @Test
  void reportListsEveryComparisonAndTheWorstOfEachSet(@TempDir Path folder) throws Exception {
    Comparison good = Comparison.of("a", "x", new float[] {1}, new float[] {1}, 0, 1e-6);
    Comparison bad = Comparison.of("a", "y, z", new float[] {2}, new float[] {3}, 0, 0.5);
    Comparison other = Comparison.exact("b", "n", new long[] {1, 2}, new long[] {1, 2});
    GoldenReport report = new GoldenReport(List.of(other, bad, good, good));
    Path csv = folder.resolve("sub/report.csv");
    report.writeCsv(csv);
    assertThat(Files.readAllLines(csv))
        .hasSize(4)
        .element(2)
        .isEqualTo("a,\"y, z\",1,1.0,2.0,0.5,0.0,0.5,0.5,2.0,false");
    assertThat(report.table().lines()).hasSize(3).element(1).asString().contains("200%", "y, z");
  }
}
