package org.sdptbench.glip.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.golden.GoldenDocument;
import org.sdptbench.glip.golden.GoldenKind;

/** Checkpoints that PyTorch wrote, with every trap that its formats set. */
class TorchCheckpointGoldenTest {

  private final Path folder;

  TorchCheckpointGoldenTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** The checkpoint files of each document: X.pth and X-variant.pth for X.json. */
  static Stream<Arguments> goldenCheckpoints() throws IOException {
    List<GoldenDocument> documents = GoldenKind.CHECKPOINT.documents();
    Stream.Builder<Arguments> found = Stream.builder();
    for (GoldenDocument document : documents) {
      try (Stream<Path> files = Files.list(document.beside("."))) {
        files
            .filter(file -> document.equals(describing(file, documents)))
            .sorted()
            .forEach(
                file ->
                    found.add(
                        Arguments.of(
                            file,
                            document.json(),
                            document.beside(document.stem() + ".safetensors"))));
      }
    }
    return found.build();
  }

  /** The document with the longest stem that the file's name starts with, or null. */
  private static @Nullable GoldenDocument describing(Path file, List<GoldenDocument> documents) {
    String name = file.getFileName().toString();
    return documents.stream()
        .filter(d -> name.matches(Pattern.quote(d.stem()) + "(-.*)?\\.pth"))
        .max(Comparator.comparing(d -> d.stem().length()))
        .orElse(null);
  }

  @ParameterizedTest
  @MethodSource("goldenCheckpoints")
  void officialFilesAreReadExactly(Path pth, JsonNode document, Path expectedFile)
      throws IOException {
    TensorFile actual = TorchCheckpoint.read(pth);
    TensorFile expected = SafeTensors.read(expectedFile);
    JsonNode original = document.get("original");
    assertThat(actual.names()).containsExactlyInAnyOrderElementsOf(expected.names());
    for (String name : expected.names()) {
      RawTensor tensor = actual.get(name);
      RawTensor reference = expected.get(name);
      assertThat(torchName(tensor.dtype()))
          .as(name)
          .isEqualTo(original.get(name).get("dtype").textValue());
      assertThat(tensor.shape()).as(name).isEqualTo(reference.shape());
      if (reference.dtype().isFloating()) {
        assertThat(tensor.toFloats()).as(name).containsExactly(reference.toFloats());
      } else {
        assertThat(tensor.toLongs()).as(name).containsExactly(reference.toLongs());
      }
    }
    assertThat(actual.names())
        .as("the order is that of the state dict")
        .containsExactlyElementsOf(original.properties().stream().map(Map.Entry::getKey).toList());
  }

  private static String torchName(DType dtype) {
    return switch (dtype) {
      case F64 -> "torch.float64";
      case F32 -> "torch.float32";
      case F16 -> "torch.float16";
      case BF16 -> "torch.bfloat16";
      case I64 -> "torch.int64";
      case I32 -> "torch.int32";
      case I16 -> "torch.int16";
      case I8 -> "torch.int8";
      case U8 -> "torch.uint8";
      case BOOL -> "torch.bool";
    };
  }

  @ParameterizedTest
  @MethodSource("goldenCheckpoints")
  void noTruncationIsReadAsAWholeFile(Path pth, JsonNode document, Path expected)
      throws IOException {
    byte[] whole = Files.readAllBytes(pth);
    Path cut = folder.resolve("cut.pth");
    for (int length = 0; length < whole.length; length += 1 + whole.length / 97) {
      Files.write(cut, Arrays.copyOf(whole, length));
      assertThatThrownBy(() -> TorchCheckpoint.read(cut))
          .as("first %d of %d bytes", length, whole.length)
          .isInstanceOf(WeightFormatException.class)
          .hasMessageStartingWith(cut.toString());
    }
  }

  @ParameterizedTest
  @MethodSource("goldenCheckpoints")
  void damageIsRefusedOrHarmless(Path pth, JsonNode document, Path expected) throws IOException {
    byte[] whole = Files.readAllBytes(pth);
    Random random = new Random(1);
    Path damaged = folder.resolve("damaged.pth");
    for (int attempt = 0; attempt < 400; attempt++) {
      byte[] bytes = whole.clone();
      for (int change = 0; change <= attempt % 4; change++) {
        bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      }
      Files.write(damaged, bytes);
      try {
        TorchCheckpoint.read(damaged).tensors().values().forEach(RawTensor::toFloats);
      } catch (WeightFormatException e) {
        assertThat(e).hasMessageStartingWith(damaged.toString());
      }
    }
  }
}
