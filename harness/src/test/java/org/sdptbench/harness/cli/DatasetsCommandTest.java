package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.harness.testing.CommandRun;

/** {@code sdptbench datasets}, but for what has a test of its own. */
class DatasetsCommandTest {
  private static final String COCO = "coco/val2017.zip";

  private final Path data;
  private final CommandRun command = CommandRun.ofFake();

  DatasetsCommandTest(@TempDir Path data) {
    this.data = data;
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "where coco-test --data D",
        "where --data D coco-test",
        "where --data=D coco-test",
        "--data D where coco-test",
        "--data=D where coco-test"
      })
  void optionsMayStandAnywhere(String line) {
    Object[] words = ("datasets " + line).replace("D", data.toString()).split(" ");
    assertThat(command.run(words)).as(command.told()).isEqualTo(ExitCode.OK);
    assertThat(command.out()).isEqualTo(data.resolve("coco") + "  coco/test2017.zip: missing\n");
  }

  /** Somebody may have them already. */
  @Test
  void contentsThatNobodyFetchedAreThereAllTheSame() throws IOException {
    Path set = data.resolve("odinw/Packages/Raw");
    for (String split : new String[] {"train", "valid", "test"}) {
      assertThat(command.run("datasets", "where", "odinw/Packages", "--data", data))
          .isEqualTo(ExitCode.OK);
      assertThat(command.out()).endsWith("odinw/Packages.zip: missing\n");
      Path file = set.resolve(split).resolve("annotations_without_background.json");
      Files.createDirectories(file.resolveSibling(""));
      Files.writeString(file, "{}");
    }
    assertThat(command.run("datasets", "where", "odinw/Packages", "--data", data))
        .isEqualTo(ExitCode.OK);
    assertThat(command.out())
        .endsWith("odinw/Packages.zip: its contents are there, not by fetch\n");
  }

  @Test
  void aCommandThatIsNoneIsToldWhateverStandsBefore() {
    assertThat(command.run("datasets", "--data", data, "wher", "coco"))
        .isEqualTo(ExitCode.USER_ERROR);
    assertThat(command.err())
        .contains(
            "--data %s: unknown command 'wher', did you mean 'where'? Allowed: ".formatted(data));
    assertThat(command.run("datasets", "--data", "where", "coco")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(command.err()).contains("--data where: unknown command 'coco'");
    assertThat(command.run("datasets", "--data")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(command.run("datasets")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(command.err()).contains("a command is missing");
  }

  @Test
  void whereThereIsNothingToVerifyThatIsAMistake() {
    assertThat(command.run("datasets", "verify", "--data", data)).isEqualTo(ExitCode.USER_ERROR);
    assertThat(command.told())
        .contains("--data " + data + ": nothing to verify: none of the files that list shows is")
        .doesNotContain(COCO);
    assertThat(command.run("datasets", "verify", "coco", "--data", data))
        .isEqualTo(ExitCode.USER_ERROR);
    assertThat(command.told()).contains(COCO + ": missing", "none of coco is there");
  }

  @Test
  void whatIsThereIsVerified() throws IOException {
    Files.createDirectories(data.resolve("coco"));
    Files.write(data.resolve(COCO), "<html>".getBytes(StandardCharsets.UTF_8));
    assertThat(command.run("datasets", "verify", "--data", data)).isEqualTo(ExitCode.USER_ERROR);
    assertThat(command.told())
        .contains(COCO + ": WRONG: ")
        .contains("SHA-256 is ")
        .contains("published is 4f7e2ccb2866ec5041993c9cf2a952bbed69647b115d0f74da7ce8f4bef82f05")
        .doesNotContain("train2017");
  }

  @Test
  void aFileWhereAFolderShouldBeIsToldByAll() throws IOException {
    Path file = Files.writeString(data.resolve("file"), "");
    for (String line : new String[] {"list", "where coco", "verify", "fetch coco"}) {
      Object[] words = ("datasets " + line + " --data " + file).split(" ");
      assertThat(command.run(words)).as(line).isEqualTo(ExitCode.USER_ERROR);
      assertThat(command.err()).contains("--data " + file + ": a file; allowed: a folder");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://example.org", "http:///", "mirror"})
  void aMirrorThatIsNoneIsRefused(String mirror) {
    assertThat(command.run("datasets", "fetch", "coco", "--data", data, "--mirror", mirror))
        .isEqualTo(ExitCode.USER_ERROR);
    assertThat(command.err()).contains("--mirror " + mirror + ": no such address; allowed: an htt");
  }

  @ParameterizedTest
  @ValueSource(strings = {"{", "[1]", "null", "{\"odinw/Raccoon.zip\": null}", "<html>"})
  void aDamagedMemoryOfDigestsIsNamed(String text) throws IOException {
    Path memory = Files.createDirectories(data.resolve(".sdptbench")).resolve("digests.json");
    Files.writeString(memory, text);
    assertThat(command.run("datasets", "list", "--data", data)).isEqualTo(ExitCode.USER_ERROR);
    assertThat(command.err()).contains(memory + ": damaged (", "; move it away, then ");
  }
}
