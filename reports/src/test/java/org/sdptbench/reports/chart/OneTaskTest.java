package org.sdptbench.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.content.ReportContent.Section;
import org.sdptbench.reports.record.ChartKind;
import org.sdptbench.reports.record.Layout;
import org.sdptbench.reports.record.Layout.Columns;
import org.sdptbench.reports.record.Layout.Rows;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecords;
import org.sdptbench.reports.table.Table;

/** A single task of a suite bears its own name: the suite's is that of the mean over its tasks. */
class OneTaskTest {

  private static final String SUITE = "picto-odinw13";

  private static ChartRuns runs(int tasks) {
    ChartRuns runs = new ChartRuns();
    for (int t = 0; t < tasks; t++) {
      for (ChartRuns.Row row : ChartRuns.METHODS.subList(0, 5)) {
        for (int shots : new int[] {0, 1, 3}) {
          runs.add(row, ChartRuns.odinw(t, shots), 0, 0.25);
        }
      }
    }
    return runs;
  }

  /** All layouts and all charts of a spec, as sections of a report. */
  private static List<Section> sections(ChartRuns runs) {
    Spec some = runs.spec("some");
    List<Spec> specs = new ArrayList<>();
    for (Rows rows : Rows.values()) {
      for (Columns columns : rows.columns()) {
        Layout layout = new Layout(rows, columns, List.of(ChartKind.values()));
        String name = "%s-by-%s".formatted(rows, columns);
        specs.add(
            new Spec(name, "Title", "What then?", null, some.metrics(), layout, some.cells()));
      }
    }
    TreeMap<String, RunRecord> byCell = new TreeMap<>();
    runs.results("some").records().forEach(run -> byCell.put(run.cell(), run));
    return ReportContent.of(
            new ReportPlan("title", "mini", "small", specs), new RunRecords(byCell, List.of()))
        .sections();
  }

  private static List<String> texts(Section section) {
    List<String> texts = new ArrayList<>(section.facts());
    for (Table table : section.tables()) {
      texts.add(table.title());
      table.columns().forEach(column -> texts.add(column.group() + ": " + column.label()));
      texts.addAll(table.remarks());
    }
    for (List<Figure> figures : List.of(section.charts(), section.curves())) {
      for (Figure figure : figures) {
        texts.add(figure.name());
        texts.add(figure.caption());
        texts.add(figure.data().title());
      }
    }
    return texts;
  }

  @Test
  void itsNameStandsInEveryTableChartCaptionAndSentence() {
    List<Section> sections = sections(runs(1));
    assertThat(sections).hasSizeGreaterThan(5);
    for (Section section : sections) {
      List<String> named = texts(section).stream().filter(text -> text.contains(SUITE)).toList();
      assertThat(named).as(section.spec().name()).isNotEmpty();
      assertThat(named).allMatch(text -> text.matches(".*" + SUITE + "[/-]AerialMaritimeDrone.*"));
      assertThat(named.toString().replaceAll(SUITE + "[/-]AerialMaritimeDrone", ""))
          .doesNotContain(SUITE);
    }
  }

  @Test
  void severalTasksBearTheNameOfTheirSuite() {
    for (Section section : sections(runs(2))) {
      assertThat(texts(section)).anyMatch(text -> text.matches(".*" + SUITE + "(?![/-]).*"));
    }
  }
}
