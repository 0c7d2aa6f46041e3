package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.weights.DType;
import org.sdptbench.glip.weights.RawTensor;
import org.sdptbench.glip.weights.SafeTensors;
import org.sdptbench.glip.weights.TensorFile;
import org.sdptbench.glip.weights.TorchFiles;
import org.sdptbench.harness.testing.CommandRun;

/** {@code sdptbench weights}. */
class WeightsCommandTest {
  private final Path folder;
  private final Path checkpoint;
  private final Map<String, RawTensor> model = new LinkedHashMap<>();
  private final CommandRun commands = CommandRun.ofProduct();
  private String told = "";

  WeightsCommandTest(@TempDir Path folder) {
    this.folder = folder;
    this.checkpoint = folder.resolve("model.pth");
  }

  @BeforeEach
  void writeCheckpoint() throws IOException {
    model.put("backbone.body.a", RawTensor.of(new float[] {1, 2, 3, 4, 5, 6.1f}, 2, 3));
    model.put("backbone.body.b", RawTensor.of(new float[] {7}, 1));
    model.put("rpn.head.scales.0.scale", RawTensor.of(new float[] {70}, 1));
    TorchFiles.write(checkpoint, model, true);
  }

  private int weights(Object... arguments) {
    int code =
        commands.run(
            (Object[])
                Stream.concat(Stream.of("weights"), Arrays.stream(arguments).map(Object::toString))
                    .toArray(String[]::new));
    told = commands.told();
    return code;
  }

  private void refused(Object[] arguments, String... parts) {
    assertThat(weights(arguments)).as(told).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told).contains(parts).doesNotContain("\tat ");
  }

  private static Object[] of(Object... arguments) {
    return arguments;
  }

  @Test
  void aFileIsToldInShortAndInFull() {
    assertThat(weights("inspect", checkpoint)).as(told).isEqualTo(ExitCode.OK);
    assertThat(told)
        .contains(checkpoint + ": PyTorch checkpoint, 3 tensors, 8 numbers, 0 kB")
        .containsPattern("backbone\\.body +2 tensors +7 +F32")
        .containsPattern("rpn\\.head +1 tensors +1 +F32")
        .contains("fits no model; the nearest is glip-mini: ")
        .doesNotContain("backbone.body.a");
    assertThat(weights("inspect", checkpoint, "--all")).isEqualTo(ExitCode.OK);
    assertThat(told).contains("  backbone.body.a  F32[2, 3]", "rpn.head.scales.0.scale  F32[1]");
  }

  @Test
  void theModelsThatAFileFitsAreNamed() throws IOException {
    Glip mini = new Glip(GlipConfig.MINI);
    Path file = folder.resolve("mini.safetensors");
    SafeTensors.write(file, TorchFiles.random(mini.layout(), 1), Map.of("made", "here"));
    assertThat(weights("inspect", file)).isEqualTo(ExitCode.OK);
    assertThat(told)
        .contains(": safetensors, ", " tensors, 29,959,026 numbers, 119 MB", "  made: here")
        .endsWith("fits glip-mini" + System.lineSeparator());
  }

  @Test
  void aModelIsConvertedAndNothingElse() throws IOException {
    Path out = folder.resolve("out.safetensors");
    assertThat(weights("convert", checkpoint, out)).as(told).isEqualTo(ExitCode.OK);
    assertThat(told).contains(out + ": 3 tensors, ");
    TensorFile converted = SafeTensors.read(out);
    assertThat(converted.names()).containsExactlyElementsOf(model.keySet());
    model.forEach(
        (name, tensor) -> {
          assertThat(converted.get(name).toFloats()).containsExactly(tensor.toFloats());
          assertThat(converted.get(name).shape()).isEqualTo(tensor.shape());
        });
    assertThat(converted.metadata())
        .containsEntry("format", "pt")
        .containsEntry("converted_from", "model.pth");
    Path half = folder.resolve("half.safetensors");
    assertThat(weights("convert", out, half, "--half")).as(told).isEqualTo(ExitCode.OK);
    RawTensor halved = SafeTensors.read(half).get("backbone.body.a");
    assertThat(halved.dtype()).isEqualTo(DType.F16);
    assertThat(halved.toFloats()).containsExactly(1, 2, 3, 4, 5, 6.1015625f);
  }

  @Test
  void nothingIsOverwrittenUnasked() throws IOException {
    Path out = Files.writeString(folder.resolve("out.safetensors"), "mine");
    refused(of("convert", checkpoint, out), out + ": is there already", "--overwrite");
    assertThat(out).hasContent("mine");
    assertThat(weights("convert", checkpoint, out, "--overwrite")).isEqualTo(ExitCode.OK);
    assertThat(SafeTensors.read(out).names()).hasSize(3);
    refused(of("convert", out, out, "--overwrite"), "the checkpoint itself");
    refused(of("convert", checkpoint, folder.resolve("out.pth")), "a name that ends in .safetens");
    refused(of("convert", checkpoint, out + "/x.safetensors"), "OUT " + out + ": a file");
  }

  /** The name of a temporary file would tell nobody anything. */
  @Test
  void aFolderThatCannotBeWrittenIsNamed() throws IOException {
    Path full = Path.of("/proc"); // nobody may write there, not even root
    assumeTrue(Files.isDirectory(full), "no folder here that nobody may write");
    Path out = full.resolve("out.safetensors");
    assertThat(weights("convert", checkpoint, out)).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told)
        .containsPattern(
            "out.safetensors: cannot be written: .*; allowed: a folder that can be written, with"
                + " room for |OUT /proc: no right to write in /proc; allowed: a folder that can")
        .doesNotContain(".tmp");
  }

  @ParameterizedTest
  @ValueSource(strings = {"inspect F --all", "inspect --all F", "--all inspect F"})
  void optionsMayStandAnywhere(String line) {
    assertThat(weights((Object[]) line.replace("F", checkpoint.toString()).split(" ")))
        .as(told)
        .isEqualTo(ExitCode.OK);
    assertThat(told).contains("  backbone.body.a  F32[2, 3]");
  }

  @Test
  void theOfficialFileBesideItIsMentioned() {
    Path out = folder.resolve("model.safetensors");
    assertThat(weights("convert", checkpoint, out)).isEqualTo(ExitCode.OK);
    assertThat(told).contains(checkpoint + " is there too, and is used instead as long as it is");
  }

  @Test
  void whatDoesNotFitIntoHalfIsNamed() throws IOException {
    model.put("rpn.head.large", RawTensor.of(new float[] {70_000}, 1));
    TorchFiles.write(checkpoint, model, false);
    Path out = folder.resolve("out.safetensors");
    refused(of("convert", checkpoint, out, "--half"), "tensor 'rpn.head.large'", "65504");
    assertThat(out).doesNotExist();
    try (Stream<Path> left = Files.list(folder)) {
      assertThat(left).containsExactly(checkpoint);
    }
  }

  @Test
  void whatIsNoCheckpointIsNamed() throws IOException {
    Path wrong = folder.resolve("none.pth");
    refused(of("inspect", wrong), wrong + ": no such file");
    refused(of("inspect", folder), folder + ": found a folder, needed is a file");
    Path page = Files.writeString(folder.resolve("page.pth"), "<html>404</html>");
    refused(of("inspect", page), page + ": ", "a page of HTML", "copy or download it again");
    Path text = Files.writeString(folder.resolve("text.safetensors"), "hello, world");
    refused(of("convert", text, folder.resolve("o.safetensors")), text + ": header length is ");
    byte[] cut = Files.readAllBytes(checkpoint);
    Path half = Files.write(folder.resolve("cut.pth"), Arrays.copyOf(cut, cut.length / 2));
    refused(of("inspect", half), half + ": damaged zip archive, or a part of one");
    refused(of(), "a command is missing");
  }
}
