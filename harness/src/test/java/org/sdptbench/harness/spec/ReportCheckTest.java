package org.sdptbench.harness.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdptbench.harness.testing.FakeVocabulary;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.reports.record.ChartKind;
import org.sdptbench.reports.record.Layout;
import org.sdptbench.reports.record.Layout.Columns;
import org.sdptbench.reports.record.Layout.Rows;

class ReportCheckTest {
  private final Vocabulary vocabulary = FakeVocabulary.create(false);

  private Spec read(String name, String report) throws Exception {
    return Scales.spec(
        vocabulary,
        """
        name: %s
        title: t
        question: q
        tasks: [odinw13]
        methods: [full]
        report: %s
        """
            .formatted(name, report));
  }

  @Test
  void hintsReachTheSpec() throws Exception {
    Spec spec =
        read("x", "{rows: shots, columns: metric, metrics: [AP, APr, APh], charts: [line]}");
    assertThat(spec.report())
        .isEqualTo(
            new Spec.ReportHints(
                new Layout(Rows.SHOTS, Columns.METRIC, List.of(ChartKind.LINE)),
                List.of("AP", "APr", "APh")));
    for (Columns columns : Columns.values()) {
      assertThat(read("x", "{columns: %s}".formatted(columns.word())).report().layout())
          .isEqualTo(new Layout(Rows.METHOD, columns, List.of()));
    }
  }

  @Test
  void mistakesAreNamedWithPlaceAndWhatIsAllowed() {
    assertThatThrownBy(() -> read("x", "{rows: task, columns: test, metrics: [AP, APP]}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(":6:31: columns 'test' with rows 'task'")
        .hasMessageContaining("llowed: metric, shots, cost")
        .hasMessageContaining(":6:51: unknown metric 'APP', did you mean 'AP'?");
    assertThatThrownBy(() -> read("x", "{rows: methods, columns: method, metrics: []}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining("'report/rows': found 'methods'; allowed: method, task, shots")
        .hasMessageContaining(
            "'report/columns': found 'method'; allowed: task, metric, shots, test, cost")
        .hasMessageContaining("metrics': found an empty list");
    assertThatThrownBy(() -> read("x", "{rows: task}"))
        .hasMessageContaining("columns 'task' with rows 'task'; allowed: metric, shots, cost");
    assertThatThrownBy(() -> read("x", "{metrics: [AP, AP]}"))
        .hasMessageContaining("a list of different metrics");
  }

  @Test
  void aSpecMayNotTakeTheNameOfATableOfTheReport() {
    assertThatThrownBy(() -> read("runs", "{rows: method}"))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(":1:7: name 'runs' is that of a table of every report; allowed: any");
  }
}
