package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.testing.CommandRun;
import org.sdptbench.harness.testing.FakeCellRunner;
import org.sdptbench.harness.testing.Scales;

@Timeout(120)
class VerifyDeterminismCommandTest {
  private final Path folder;
  private final CommandRun commands = CommandRun.ofFake();

  VerifyDeterminismCommandTest(@TempDir Path folder) throws Exception {
    this.folder = folder;
    Files.createDirectories(folder.resolve("experiments/scales"));
    Files.writeString(folder.resolve("experiments/scales/small.yaml"), Scales.SMALL);
    Files.writeString(
        folder.resolve("experiments/tiny.yaml"),
        "name: tiny\ntitle: t\nquestion: q\ntasks: [odinw13/Thermal]\nmethods: [zero-shot, sdpt]\n");
  }

  private int verify(String... more) {
    List<String> line =
        new ArrayList<>(
            List.of(
                "verify-determinism",
                "tiny",
                "--scale",
                "small",
                "--experiments",
                folder.resolve("experiments").toString(),
                "--heap",
                "48m",
                "--out",
                folder.resolve("out").toString()));
    line.addAll(List.of(more));
    return commands.run((Object[]) line.toArray(String[]::new));
  }

  /** The fake runner keeps no state; real ones are resumed in KilledRunTest. */
  @Test
  @Tag("slow")
  void aRunThatIsTheSameEachTimePasses() {
    assertThat(verify("--set", "recipe.steps=1500")).as(commands.told()).isEqualTo(ExitCode.OK);
    assertThat(commands.told())
        .contains("SDPT, steps = 1500 on picto-odinw13/Thermal, seed 0, five times")
        .contains(
            """
            alone: the same
            alone again: the same
            beside another: the same
            beside another, the other: the same
            ended in the middle, which left no state, and again: the same
            All the same to the last bit. Records: """);
    assertThat(verify()).as("a folder with records").isEqualTo(ExitCode.USER_ERROR);
  }

  @Test
  void whatDiffersIsNamed() {
    assertThat(verify("--seeds", String.valueOf(FakeCellRunner.THROWS_DICE)))
        .as(commands.told())
        .isEqualTo(ExitCode.DIFFERENT);
    assertThat(commands.told())
        .contains("alone: the same\nalone again: differs\n  metrics.AP: published 0.")
        .contains("Not everything is the same.");
  }
}
