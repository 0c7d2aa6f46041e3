package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.testing.CommandRun;
import org.sdptbench.harness.testing.OwnReef;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.reports.record.RunRecord;

/** A data set of a user's own, through the command line. */
class OwnDataCommandTest {
  private final Path data;
  private final CommandRun commands = CommandRun.ofProduct();
  private String told = "";

  OwnDataCommandTest(@TempDir Path data) {
    this.data = data;
  }

  @BeforeEach
  void write() throws IOException {
    new OwnReef(data).write();
  }

  @Test
  void itIsPlanned() {
    assertThat(command("plan", "--runs", data.resolve("runs").toString())).as(told).isZero();
    assertThat(told).contains("own/reef").doesNotContain("missing");
  }

  @Test
  void aClassNameThatFitsIntoNoCaptionIsFoundByThePlan() throws IOException {
    String endless = "coral ".repeat(300).strip();
    new OwnReef(data)
        .annotate(
            "train",
            OwnReef.CLASSES.replace("shark", endless),
            OwnReef.object(1, 1, 1, "[10, 10, 30, 30]"));
    assertThat(command("plan", "--runs", data.resolve("runs").toString()))
        .isEqualTo(ExitCode.USER_ERROR);
    assertThat(told)
        .contains("_annotations.coco.json, /categories/1/name (line 3): found \"coral coral")
        .contains("302 tokens; allowed: a name that fits into a caption of 256");
  }

  @Test
  @Tag("slow")
  void itIsRun() throws IOException {
    new OwnReef(data)
        .annotate(
            "train",
            OwnReef.CLASSES,
            OwnReef.object(1, 1, 1, "[90, 10, 12, 30]"),
            OwnReef.object(2, 2, 2, "[5, 5, 9, 9]"));
    Path out = data.resolve("out");
    int code =
        command(
            "run",
            "--out",
            out.toString(),
            "--set",
            "recipe.steps=2",
            "--set",
            "recipe.batchSize=2",
            "--workers",
            "1");
    assertThat(code).as(told).isZero();
    assertThat(new RunStore(out.resolve("runs")).all())
        .singleElement()
        .satisfies(
            record -> {
              assertThat(record.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
              assertThat(record.metrics()).containsKey("AP");
            });
  }

  private int command(String name, String... more) {
    List<String> all = new ArrayList<>(List.of(name, "comparison"));
    all.addAll(List.of("--methods", "SDPT (k = 10)", "--seeds", "1", "--set", "task=own/reef"));
    all.addAll(List.of("--data", data.toString()));
    all.addAll(List.of("--experiments", Scales.experiments().toString()));
    all.addAll(List.of(more));
    int code = commands.run((Object[]) all.toArray(String[]::new));
    told = commands.told();
    return code;
  }
}
