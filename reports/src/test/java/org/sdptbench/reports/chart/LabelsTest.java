package org.sdptbench.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.knowm.xchart.XYChart;
import org.sdptbench.reports.FakeRuns;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.stats.Interval;

/** Where labels stand, how methods look, and how axes are divided. */
class LabelsTest {

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 3, 4})
  void fourteenLabelsOfCloseMethodsDoNotTouch(long seed) {
    Random random = new Random(seed);
    XYChart chart = PlainChart.of(680, 320, "trained parameters", "AP (points)");
    chart.getStyler().setXAxisLogarithmic(true);
    chart.getStyler().setXAxisMin(1e4);
    chart.getStyler().setXAxisMax(1e8);
    chart.getStyler().setYAxisMin(30.0);
    chart.getStyler().setYAxisMax(50.0);
    List<PointLabels.Point> points = new ArrayList<>();
    for (ChartRuns.Row row : ChartRuns.METHODS) {
      double x = row.parameters() > 1e6 ? 3e7 : 25_000 + 15_000 * random.nextDouble();
      double y = 40 + random.nextDouble() * 4;
      PlainChart.series(chart, new double[] {x}, new double[] {y});
      points.add(new PointLabels.Point(row.label(), x, y - 1, y, y + 1, Color.BLACK));
    }
    PointLabels labels = new PointLabels(points, List.of());
    chart.addAnnotation(labels);
    chart.paint(new BufferedImage(680, 320, BufferedImage.TYPE_INT_RGB).createGraphics(), 680, 320);
    List<Rectangle2D> boxes = labels.boxes();
    assertThat(boxes).hasSize(14);
    Rectangle2D whole = new Rectangle2D.Double(0, 0, 680, 320);
    for (int i = 0; i < boxes.size(); i++) {
      assertThat(whole.contains(boxes.get(i))).isTrue();
      for (int j = 0; j < i; j++) {
        assertThat(boxes.get(i).intersects(boxes.get(j))).as("%d and %d", i, j).isFalse();
      }
    }
  }

  @Test
  void placesMoveApartAsLittleAsTheyCan() {
    assertThat(Spread.apart(new double[] {10, 50, 90}, 12, 0, 100)).containsExactly(10, 50, 90);
    // Two that touch share the way; the sum of squared movements is least.
    assertThat(Spread.apart(new double[] {40, 44}, 12, 0, 100)).containsExactly(36, 48);
    assertThat(Spread.apart(new double[] {98, 99}, 12, 0, 100)).containsExactly(88, 100);
    assertThat(Spread.apart(new double[] {1, 2}, 12, 0, 100)).containsExactly(0, 12);
    double[] wanted = new Random(1).doubles(20, 0, 300).sorted().toArray();
    double[] places = Spread.apart(wanted, 12, 0, 300);
    for (int i = 1; i < places.length; i++) {
      assertThat(places[i] - places[i - 1]).isGreaterThanOrEqualTo(12 - 1e-9);
    }
    assertThat(places[0]).isGreaterThanOrEqualTo(0);
    assertThat(places[19]).isLessThanOrEqualTo(300);
  }

  @Test
  void looksFollowFromTheOrderOfRowsAndTheLastOfTheFirstSpecHaveTheFirst() {
    MethodStyles one = styles(List.of("any", "other", "mine"));
    MethodStyles renamed = styles(List.of("1", "2", "3"));
    assertThat(look(renamed, "3")).isEqualTo(look(one, "mine"));
    assertThat(look(renamed, "1")).isEqualTo(look(one, "any"));
    MethodStyles more = styles(List.of("any", "other", "mine"), List.of("new", "mine", "other"));
    for (String row : List.of("any", "other", "mine")) {
      assertThat(look(more, row)).as(row).isEqualTo(look(one, row));
    }
    assertThat(look(more, "new")).isNotIn(look(one, "any"), look(one, "other"), look(one, "mine"));
  }

  @Test
  void fortyNineLabelsDifferInColourOrMark() {
    List<String> labels = IntStream.range(0, 49).mapToObj(i -> "row " + i).toList();
    MethodStyles styles = styles(labels);
    Set<List<Object>> looks = new HashSet<>();
    labels.forEach(label -> looks.add(look(styles, label)));
    assertThat(looks).hasSize(49);
  }

  private static List<Object> look(MethodStyles styles, String label) {
    return List.of(styles.of(label).color(), styles.of(label).mark());
  }

  @SafeVarargs
  private static MethodStyles styles(List<String>... specs) {
    List<ReportPlan.Spec> plan = new ArrayList<>();
    for (List<String> labels : specs) {
      List<PlannedCell> cells =
          labels.stream()
              .map(label -> new PlannedCell(FakeRuns.sha(label), label, ChartRuns.odinw(0, 0), 0))
              .toList();
      plan.add(new ReportPlan.Spec("s" + plan.size(), "t", "q", null, Map.of(), cells));
    }
    return new MethodStyles(new ReportPlan("t", "mini", "m", plan));
  }

  @Test
  void ticksAreRoundValuesWithinTheScale() {
    assertThat(Scale.linear(0.21, 0.39, 0, 100).ticks(5)).containsExactly(0.25, 0.3, 0.35);
    assertThat(Scale.linear(0, 100, 0, 100).ticks(5))
        .containsExactly(0.0, 20.0, 40.0, 60.0, 80.0, 100.0);
    assertThat(new Scale(1, 100, 0, 200, true).at(10)).isCloseTo(100, within(1e-9));
    assertThat(
            Arrays.asList(
                Scale.format(0.0001), Scale.format(0.25), Scale.format(20), Scale.format(3e-7)))
        .containsExactly("1e-4", "0.25", "20", "3e-7");
  }

  @Test
  void oneWideIntervalDoesNotFlattenTheRest() {
    List<Measured> measures =
        List.of(new Measured(40, new Interval(-20, 100)), new Measured(44, null));
    Scale.Range range = Scale.range(measures, 2);
    assertThat(range.low()).isBetween(37.0, 38.0);
    assertThat(range.high()).isBetween(46.0, 47.0);
    assertThat(Scale.range(List.of(new Measured(0, null)), 2).low()).isZero();
  }

  @Test
  void aLabelLosesTheSettingOfItsLine() {
    assertThat(NumericSetting.without("k", "SDPT (k = 10)")).isEqualTo("SDPT");
    assertThat(NumericSetting.without("k", "SDPT, k = 10")).isEqualTo("SDPT");
    assertThat(NumericSetting.without("k", "SDPT (k = 10, release)")).isEqualTo("SDPT (release)");
    assertThat(NumericSetting.without("learningRate", "LoRA, learningRate = 1e-3"))
        .isEqualTo("LoRA");
    assertThat(NumericSetting.without("k", "DPT, rank = 8")).isEqualTo("DPT, rank = 8");
  }

  @Test
  void aLabelThatIsTooWideIsCut() {
    Lettering plain = Lettering.PLAIN;
    assertThat(plain.fit("SDPT", 100)).isEqualTo("SDPT");
    String cut = plain.fit("a label that nobody can read".repeat(1_000), 100);
    assertThat(cut).endsWith("…").startsWith("a label");
    assertThat(plain.width(cut)).isLessThanOrEqualTo(100);
    assertThat(plain.fit("two\nlines\u202E", 100)).isEqualTo("two lines ");
  }
}
