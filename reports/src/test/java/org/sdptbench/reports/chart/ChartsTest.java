package org.sdptbench.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.api.InstanceOfAssertFactories.DOUBLE;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.knowm.xchart.XYChart;
import org.sdptbench.reports.chart.ChartRuns.Row;
import org.sdptbench.reports.record.ChartKind;
import org.sdptbench.reports.record.Results.Moment;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.stats.Estimate;
import org.sdptbench.reports.stats.Interval;
import org.sdptbench.reports.table.SpecResults;
import org.sdptbench.reports.table.TextTable;

/** Every chart on made-up records: what it shows, and that it shows it within its rim. */
class ChartsTest {

  private static final ChartKind[] ALL = ChartKind.values();

  static Stream<ChartRuns> shapes() {
    return Stream.of(
        ChartRuns.comparison(4, 3),
        ChartRuns.comparison(1, 1),
        ChartRuns.tokens(),
        ChartRuns.ablation(),
        ChartRuns.fewShot(4),
        ChartRuns.compatibility(7),
        hostile());
  }

  /** Labels and names that want to leave the chart, the page, or the file. */
  private static ChartRuns hostile() {
    List<String> labels =
        List.of(
            "<script>alert(1)</script> & \"quoted\"",
            "x".repeat(5_000),
            "two\nlines\tand\u0000more\u202Egnihton",
            " front",
            "0",
            "=cmd|' /C calc'!A0",
            "");
    Task task = new Task("suite <b>", "</svg>" + "w".repeat(300), 0);
    Task other = new Task("suite <b>", "", 0);
    Task third = new Task("suite <b>", "\u7d50\u679c", 0);
    ChartRuns runs = new ChartRuns();
    for (int i = 0; i < labels.size(); i++) {
      Row row = new Row(labels.get(i), "method" + i % 3, Map.of("k", (long) i), 1_000L * i);
      for (Task each : List.of(task, other, third)) {
        for (int seed = 0; seed < 2; seed++) {
          runs.add(
              row,
              each,
              seed,
              Outcome.COMPLETED,
              0.01 * i + 0.001 * seed,
              List.of(ChartRuns.test(Moment.BEFORE, other, 0.02 * i)));
        }
      }
    }
    return runs;
  }

  private static List<Figure> all(ChartRuns runs) {
    Charts charts = runs.charts("spec", ALL);
    return Stream.concat(charts.figures().stream(), charts.curves().stream()).toList();
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void nothingIsDrawnBeyondTheRim(ChartRuns runs) {
    int margin = 40;
    int outside = new Color(0x12, 0x34, 0x56).getRGB();
    for (Figure figure : all(runs)) {
      int width = figure.chart().getWidth();
      int height = figure.chart().getHeight();
      BufferedImage image =
          new BufferedImage(width + 2 * margin, height + 2 * margin, BufferedImage.TYPE_INT_RGB);
      Graphics2D g = image.createGraphics();
      g.setColor(new Color(outside));
      g.fillRect(0, 0, image.getWidth(), image.getHeight());
      g.translate(margin, margin);
      figure.chart().paint(g, width, height);
      g.dispose();
      boolean inked = false;
      for (int y = 0; y < image.getHeight(); y++) {
        for (int x = 0; x < image.getWidth(); x++) {
          int color = image.getRGB(x, y);
          if (x < margin || y < margin || x >= margin + width || y >= margin + height) {
            if (color != outside) {
              fail(
                  "%s at (%d, %d) of %d x %d",
                  figure.name(), x - margin, y - margin, width, height);
            }
          } else {
            inked |= color != Color.WHITE.getRGB();
          }
        }
      }
      assertThat(inked).as(figure.name()).isTrue();
    }
  }

  @ParameterizedTest
  @MethodSource("shapes")
  void theSameRecordsGiveTheSameBytes(ChartRuns runs) throws IOException {
    List<Figure> first = all(runs);
    List<Figure> second = all(runs);
    assertThat(second).hasSameSizeAs(first);
    for (int i = 0; i < first.size(); i++) {
      assertThat(svg(second.get(i))).as(first.get(i).name()).isEqualTo(svg(first.get(i)));
      assertThat(second.get(i).data()).isEqualTo(first.get(i).data());
      assertThat(second.get(i).caption()).isEqualTo(first.get(i).caption());
    }
    assertThat(first.stream().map(Figure::name)).doesNotHaveDuplicates();
  }

  @Test
  void labelsAreOutlinesSoThatNothingInThemIsMarkup() throws IOException {
    for (Figure figure : all(hostile())) {
      assertThat(svg(figure)).as(figure.name()).doesNotContain("script", "<text", "<b>");
      assertThat(figure.name()).matches("[A-Za-z0-9_-]+");
    }
    assertThat(hostile().charts("spec", ChartKind.BAR).figures().get(0).data().rows().get(0))
        .first()
        .isEqualTo("<script>alert(1)</script> & \"quoted\"");
  }

  @Test
  void theChartsThatFitWhatASpecVaries() {
    assertThat(names(ChartRuns.comparison(14, 3).charts("a")))
        .containsExactly(
            "a-pareto-picto-odinw13-AP", "a-dots-picto-odinw13-AP", "a-rank-picto-odinw13-AP");
    assertThat(names(ChartRuns.tokens().charts("b")))
        .containsExactly("b-line-picto-odinw13-Aquarium-AP");
    assertThat(names(ChartRuns.ablation().charts("c")))
        .containsExactly("c-bar-picto-odinw13-Aquarium-AP");
    assertThat(names(ChartRuns.fewShot(4).charts("d")))
        .containsExactly("d-few-shot-picto-odinw13-AP");
    assertThat(ChartRuns.fewShot(4).charts("d").curves()).isEmpty();
    Charts compatibility = ChartRuns.compatibility(2).charts("e");
    assertThat(names(compatibility)).containsExactly("e-tests-picto-odinw13-Aquarium-AP");
    assertThat(compatibility.curves().stream().map(Figure::name))
        .containsExactly(
            "e-curves-picto-odinw13-Aquarium", "e-curves-picto-odinw13-Aquarium-seconds");
  }

  /** One method's loss has a term that is far larger than all others. */
  @Test
  void lossesFarApartAreDrawnByTheirLogarithm() {
    ChartRuns near =
        new ChartRuns()
            .addLosses(ChartRuns.METHODS.get(3), ChartRuns.odinw(1, 0), 0, 2.4, 1.5, 1.1)
            .addLosses(ChartRuns.METHODS.get(4), ChartRuns.odinw(1, 0), 0, 2.1, 1.3, 0.9);
    assertThat(lossAxis(near)).isEqualTo("training loss");
    ChartRuns far =
        near.addLosses(ChartRuns.METHODS.get(11), ChartRuns.odinw(1, 0), 0, 6.4, 6, 5.9);
    assertThat(lossAxis(far)).isEqualTo("training loss (log scale)");
  }

  private static String lossAxis(ChartRuns runs) {
    Figure figure = runs.charts("a", ChartKind.CURVES).curves().get(0);
    XYChart chart = figure.chart();
    assertThat(chart.getStyler().isYAxisLogarithmic())
        .isEqualTo(chart.getYAxisTitle().contains("log"));
    return chart.getYAxisTitle();
  }

  @Test
  void aSpecGetsTheChartsItAsksForInItsOrder() {
    Charts charts =
        ChartRuns.comparison(3, 2)
            .charts("a", ChartKind.COST, ChartKind.FEW_SHOT, ChartKind.PARETO, ChartKind.COST);
    assertThat(names(charts))
        .containsExactly(
            "a-cost-seconds", "a-cost-inference", "a-cost-memory", "a-pareto-picto-odinw13-AP");
    assertThat(charts.curves()).isEmpty();
  }

  @Test
  void theBarsAreTheMeansAndIntervalsOfTheRecords() {
    ChartRuns runs = ChartRuns.ablation();
    SpecResults results = runs.results("a", ChartKind.BAR);
    TextTable data = runs.charts("a", ChartKind.BAR).figures().get(0).data();
    String row = results.rows().get(0);
    Estimate expected =
        Estimate.of(
            results.records(row, ChartRuns.odinw(1, 0)).stream().map(ChartsTest::ap).toList());
    Interval interval = Objects.requireNonNull(expected.interval());
    assertThat(data.rows().get(0))
        .containsExactly(
            row,
            "value",
            Double.toString(expected.mean()),
            Double.toString(interval.low()),
            Double.toString(interval.high()),
            "3",
            "3");
    assertThat(data.rows().get(4)).endsWith("diverged", "", "", "", "0", "3");
    assertThat(data.rows().get(5)).endsWith("not run", "", "", "", "0", "3");
  }

  @Test
  void theTasksOfTheDotsAreOrderedByTheirMeanOverMethods() {
    TextTable data =
        ChartRuns.comparison(14, 1).charts("a", ChartKind.DOTS).figures().get(0).data();
    assertThat(data.rows()).hasSize(14 * 14);
    List<String> tasks = data.rows().stream().map(row -> row.get(0)).distinct().toList();
    List<Double> means =
        tasks.stream()
            .map(
                task ->
                    data.rows().stream()
                        .filter(row -> row.get(0).equals(task) && row.get(2).equals("value"))
                        .mapToDouble(row -> Double.parseDouble(row.get(3)))
                        .average()
                        .orElseThrow())
            .toList();
    assertThat(means).hasSize(14).isSortedAccordingTo((a, b) -> Double.compare(b, a));
    assertThat(data.rows())
        .anyMatch(
            row ->
                row.subList(0, 4)
                    .equals(List.of("picto-odinw13/Aquarium", "LoRA", "diverged", "")));
  }

  @Test
  void whatTheRanksCannotTellApartAnotherTestMay() {
    assertThat(ChartRuns.comparison(14, 3).charts("a", ChartKind.RANK).figures().get(0).caption())
        .contains("cannot be told apart by this test of all pairs at once");
  }

  @Test
  void aLineHasTheValuesOfItsSettingAndTheRestStandsBeside() {
    Figure figure = ChartRuns.tokens().charts("a", ChartKind.LINE).figures().get(0);
    List<List<String>> rows = figure.data().rows();
    assertThat(rows.stream().filter(r -> r.get(0).equals("SDPT, mask = paper")))
        .extracting(r -> r.get(2))
        .containsExactly("1", "2", "5", "10", "20", "50", "100", "200");
    assertThat(rows.stream().filter(r -> r.get(2).isEmpty()))
        .extracting(r -> r.get(0))
        .containsExactly("Full fine-tuning", "Zero-shot");
    assertThat(figure.caption())
        .contains("against k (log scale)", "SDPT, mask = release, k = 200 (diverged)", "A cross");
  }

  @Test
  void shotsAscendAndAllImagesComeLast() {
    Figure figure = ChartRuns.fewShot(4).charts("a", ChartKind.FEW_SHOT).figures().get(0);
    assertThat(figure.data().rows().stream().filter(r -> r.get(0).equals("Full fine-tuning")))
        .extracting(r -> r.get(1))
        .containsExactly("1", "3", "5", "10", "all");
    assertThat(figure.data().rows().get(0)).startsWith("Zero-shot", "none", "value");
    assertThat(figure.caption()).contains("LoRA, 1 shot (diverged)");
  }

  /** Its line goes across, so it needs no place on the axis. */
  @Test
  void zeroShotAloneMakesNoPlaceForAllImages() {
    ChartRuns runs = new ChartRuns();
    for (int shots : new int[] {1, 3}) {
      runs.add(ChartRuns.METHODS.get(3), ChartRuns.odinw(0, shots), 3, 0.1 * shots);
    }
    double last = places(runs, "LoRA").get(1);
    runs.add(ChartRuns.METHODS.get(0), ChartRuns.odinw(0, 0), 0, 0.05);
    // Its label takes some room of the 680 pixels; a place of its own would take half of them.
    assertThat(places(runs, "LoRA")).hasSize(2).last(DOUBLE).isCloseTo(last, within(30.0));
    runs.add(ChartRuns.METHODS.get(3), ChartRuns.odinw(0, 0), 3, 0.4);
    assertThat(places(runs, "LoRA")).hasSize(3);
  }

  /** How far to the right the marks of a row of a few-shot chart are, in pixels. */
  private static List<Double> places(ChartRuns runs, String row) {
    List<Double> places = new ArrayList<>();
    class Listening extends VectorGraphics2D implements Spots {
      @Override
      public void spot(double x, double y, String text) {
        if (text.startsWith(row)) {
          places.add(x);
        }
      }
    }
    Figure figure = runs.charts("a", ChartKind.FEW_SHOT).figures().get(0);
    figure.chart().paint(new Listening(), figure.chart().getWidth(), figure.chart().getHeight());
    return places;
  }

  @Test
  void ranksAndTheCriticalDifference() {
    // Three methods that all four tasks rank alike: ranks 1, 2, 3; q(0.05, 3) = 2.343.
    ChartRuns runs = new ChartRuns();
    List<Row> methods = ChartRuns.METHODS.subList(1, 4);
    for (int task = 0; task < 4; task++) {
      for (int m = 0; m < 3; m++) {
        runs.add(methods.get(m), ChartRuns.odinw(task, 0), 0, 0.1 * m + 0.05 * task);
      }
    }
    Figure figure = runs.charts("a", ChartKind.RANK).figures().get(0);
    double expected = 2.343 * Math.sqrt(3 * 4 / (6.0 * 4));
    assertThat(figure.data().rows())
        .extracting(row -> List.of(row.get(0), row.get(1), row.get(2)))
        .containsExactly(
            List.of("LoRA", "1.0", "1"),
            List.of("Full fine-tuning", "2.0", "1 2"),
            List.of("Linear probe", "3.0", "2"));
    assertThat(Double.parseDouble(figure.data().rows().get(0).get(4)))
        .isCloseTo(expected, within(2e-3));
  }

  @Test
  void ranksThatAreNotShownToDifferAreAllJoined() {
    ChartRuns runs = new ChartRuns();
    List<Row> methods = ChartRuns.METHODS.subList(1, 4);
    for (int task = 0; task < 3; task++) {
      for (int m = 0; m < 3; m++) {
        runs.add(methods.get(m), ChartRuns.odinw(task, 0), 0, 0.1 + 0.1 * ((m + task) % 3));
      }
    }
    runs.plan(ChartRuns.METHODS.get(5), ChartRuns.odinw(0, 0), 0);
    Figure figure = runs.charts("a", ChartKind.RANK).figures().get(0);
    assertThat(figure.data().rows()).extracting(row -> row.get(2)).containsOnly("1");
    assertThat(figure.caption()).contains("does not reject", "Left out", "VPT");
  }

  @Test
  void costIsTheMeanOverCompletedRuns() {
    ChartRuns runs = ChartRuns.comparison(2, 3);
    SpecResults results = runs.results("a");
    TextTable data = runs.charts("a", ChartKind.COST).figures().get(0).data();
    double expected =
        Stream.of(0, 1)
            .flatMap(task -> results.records("BitFit", ChartRuns.odinw(task, 0)).stream())
            .mapToDouble(run -> Objects.requireNonNull(run.cost().trainSeconds()))
            .average()
            .orElseThrow();
    List<String> bitfit =
        data.rows().stream().filter(r -> r.get(0).equals("BitFit")).findFirst().orElseThrow();
    assertThat(bitfit).startsWith("BitFit", "s", Double.toString(expected)).endsWith("6");
    assertThat(data.rows()).noneMatch(row -> row.get(0).equals("Zero-shot"));
  }

  @Test
  void testsShowBothTasksAtEveryMoment() {
    Figure figure = ChartRuns.compatibility(1).charts("a", ChartKind.TESTS).figures().get(0);
    assertThat(figure.data().rows())
        .extracting(row -> String.join(" ", row.subList(1, 4)))
        .containsExactlyInAnyOrder(
            "picto-coco Linear probe + SDPT before",
            "picto-coco Linear probe + SDPT after",
            "picto-coco Linear probe + SDPT detached",
            "picto-coco Linear probe, tuned further before",
            "picto-coco Linear probe, tuned further after",
            "Aquarium Linear probe + SDPT before",
            "Aquarium Linear probe + SDPT after",
            "Aquarium Linear probe, tuned further before",
            "Aquarium Linear probe, tuned further after");
  }

  @Test
  void aSpecWithoutAnyRunHasNoCharts() {
    ChartRuns runs = new ChartRuns().plan(ChartRuns.METHODS.get(1), ChartRuns.odinw(0, 0), 0);
    Charts charts = runs.charts("a", ALL);
    assertThat(charts.figures()).isEmpty();
    assertThat(charts.curves()).isEmpty();
    assertThat(runs.charts("a").figures()).isEmpty();
  }

  private static double ap(RunRecord run) {
    return Objects.requireNonNull(run.metrics().get("AP"));
  }

  private static List<String> names(Charts charts) {
    return charts.figures().stream().map(Figure::name).toList();
  }

  private static String svg(Figure figure) throws IOException {
    VectorGraphics2D graphics = new VectorGraphics2D();
    int width = figure.chart().getWidth();
    int height = figure.chart().getHeight();
    figure.chart().paint(graphics, width, height);
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    new SVGProcessor()
        .getDocument(graphics.getCommands(), new PageSize(width, height))
        .writeTo(out);
    return out.toString(StandardCharsets.UTF_8);
  }
}
