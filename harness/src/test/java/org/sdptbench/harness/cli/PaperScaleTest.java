package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.weights.TorchFiles;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.testing.CommandRun;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.reports.record.RunRecord;

/**
 * A GLIP-T of full size with random weights on photographs of COCO, through the command line: from
 * a folder that is looked at to AP, and some steps of training. Small images, to be quick.
 */
@Tag("slow")
class PaperScaleTest {
  private static final List<String> SMALL =
      List.of(
          "--set",
          "recipe.shorterSide=128",
          "--set",
          "recipe.longerSide=213",
          "--set",
          "recipe.testImages=2");

  private final Path folder;
  private final CommandRun commands = CommandRun.ofProduct();
  private String told = "";

  PaperScaleTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private Path data() throws Exception {
    Path photographs =
        Path.of(System.getProperty("sdptbench.shared", "../shared"), "data/coco-tiny");
    assumeTrue(Files.isDirectory(photographs), () -> "no photographs at " + photographs);
    Path data = Files.createDirectories(folder.resolve("data"));
    Files.createSymbolicLink(data.resolve("coco"), photographs.toAbsolutePath().normalize());
    return data;
  }

  private int command(List<String> start, List<String> more) {
    List<String> all = new ArrayList<>(start);
    all.addAll(more);
    int code = commands.run((Object[]) all.toArray(String[]::new));
    told = commands.told();
    return code;
  }

  private int atPaperScale(String command, String spec, Path data, List<String> more) {
    List<String> all =
        new ArrayList<>(
            List.of(
                "--scale",
                "paper",
                "--data",
                data.toString(),
                "--experiments",
                Scales.experiments().toString(),
                "--set",
                "task=coco"));
    all.addAll(more);
    return command(List.of(command, spec), all);
  }

  @Test
  void aCheckpointIsConvertedTestedAndTrained() throws Exception {
    Path data = data();
    Path weights = Files.createDirectories(data.resolve("weights"));
    Path pth = folder.resolve("glip_tiny_model_o365_goldg_cc_sbu.pth");
    TorchFiles.write(pth, TorchFiles.random(new Glip(GlipConfig.T).layout(), 1), false);

    Path official = weights.resolve(pth.getFileName());
    Files.createLink(official, pth);
    assertThat(atPaperScale("plan", "zero-shot-check", data, SMALL)).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told).contains(official.toString(), "./sdptbench datasets fetch glip-t");
    Files.delete(official);

    Path own = weights.resolve("glip_tiny_model_o365_goldg_cc_sbu.safetensors");
    assertThat(command(List.of("weights", "convert", pth.toString(), own.toString()), List.of()))
        .as(told)
        .isZero();
    Files.delete(pth);
    assertThat(command(List.of("datasets", "check", data.resolve("coco").toString()), List.of()))
        .as(told)
        .isZero();
    assertThat(told).contains("val2017: 80 images, 815 objects of 80 classes");

    Path out = folder.resolve("out");
    List<String> where = List.of("--out", out.toString(), "--workers", "1");
    List<String> tested = new ArrayList<>(SMALL);
    tested.addAll(where);
    assertThat(atPaperScale("run", "zero-shot-check", data, tested)).as(told).isZero();
    assertThat(told).contains("| Zero-shot", "on coco, AP (GLIP repository, README", "46.6");

    List<String> trained = new ArrayList<>(tested);
    trained.addAll(List.of("--methods", "SDPT (k = 10)", "--seeds", "0"));
    trained.addAll(List.of("--set", "recipe.steps=3", "--set", "recipe.bootstrap=0"));
    assertThat(atPaperScale("run", "comparison", data, trained)).as(told).isZero();
    List<RunRecord> records = new RunStore(out.resolve("runs")).all();
    assertThat(records).hasSize(2);
    assertThat(records)
        .allSatisfy(
            record -> {
              assertThat(record.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED);
              assertThat(record.metrics()).containsKey("AP");
              assertThat(record.cost().totalParameters()).isEqualTo(231_780_222L);
            });
    RunRecord sdpt =
        records.stream().filter(r -> r.method().name().equals("sdpt")).findFirst().orElseThrow();
    assertThat(sdpt.cost().trainableParameters()).isEqualTo(122_880L);
    assertThat(sdpt.recipe()).containsEntry("augment", "glip").containsEntry("epochs", 0L);
    assertThat(sdpt.curve())
        .isNotEmpty()
        .allSatisfy(point -> assertThat(Objects.requireNonNull(point.loss())).isPositive());
  }
}
