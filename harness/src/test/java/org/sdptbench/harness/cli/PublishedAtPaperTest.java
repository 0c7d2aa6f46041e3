package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.BenchEngine;
import org.sdptbench.harness.catalog.Models;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.plan.ReportPlans;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.ScaleReader;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.reports.record.PublishedValue;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.RunRecord;

class PublishedAtPaperTest {
  private final Path experiments = Scales.experiments();

  private Scale scale(String name) throws Exception {
    return new ScaleReader(new BenchEngine().vocabulary(Optional.empty()))
        .read(experiments.resolve("scales/" + name + ".yaml"));
  }

  @Test
  void publishedValuesComeWithTheScaleOfThePaperOnly() throws Exception {
    assertThat(SpecOptions.published(scale("mini"))).isEmpty();
    assertThat(SpecOptions.published(scale("paper"))).hasSizeGreaterThan(150);
  }

  @Test
  void thePlanCarriesThoseOfItsModels(@TempDir Path folder) throws Exception {
    Scale paper = scale("paper");
    Cell cell =
        new Cell(
            "glip-t",
            new RunRecord.Method("full", "Full", new TreeMap<>()),
            new RunRecord.Task("coco", "coco", 0),
            new TreeMap<>(),
            0,
            new TreeMap<>(),
            1);
    Plan plan = new Plan(paper, List.of(), Map.of(cell.id(), cell), List.of());
    ReportPlan report =
        ReportPlans.of(plan, SpecOptions.published(paper), new Models(Optional.empty())::official);
    assertThat(report.published())
        .extracting(PublishedValue::model)
        .containsOnly("GLIP-T", "GLIP-T (paper)");
    assertThat(report.published())
        .as("only the released checkpoint is known by its digest")
        .allSatisfy(
            value ->
                assertThat(value.weights())
                    .isEqualTo(
                        value.model().equals("GLIP-T")
                            ? "3bec0a3dea804fcb278d7106c5438de5116ee888e49dfae46270e7ad7bc4ccbf"
                            : null));
    Path file = folder.resolve("plan.json");
    report.write(file);
    assertThat(ReportPlan.read(file)).isEqualTo(report);
  }

  @Test
  void aMissingOrDamagedFileIsNamed(@TempDir Path folder) throws Exception {
    Path own = Files.createDirectory(folder.resolve("scales")).resolve("paper.yaml");
    Files.copy(experiments.resolve("scales/paper.yaml"), own);
    ScaleReader reader = new ScaleReader(new BenchEngine().vocabulary(Optional.empty()));
    assertThatThrownBy(() -> reader.read(own))
        .hasMessageContaining("published: no such file: " + folder.resolve("paper-values.csv"));
    Files.writeString(folder.resolve("paper-values.csv"), "method\n");
    Scale damaged = reader.read(own);
    assertThatThrownBy(() -> SpecOptions.published(damaged))
        .hasMessageContaining("paper-values.csv:1: column 2 (model): found nothing");
  }
}
