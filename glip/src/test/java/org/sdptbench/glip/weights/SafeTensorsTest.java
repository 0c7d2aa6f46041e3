package org.sdptbench.glip.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.INTEGER;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class SafeTensorsTest {

  private final Path folder;

  SafeTensorsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  private static Map<String, RawTensor> sample() {
    Map<String, RawTensor> tensors = new LinkedHashMap<>();
    tensors.put("flags", new RawTensor(DType.BOOL, new long[] {3}, bytes(1, 0, 1)));
    tensors.put("weight", RawTensor.of(new float[] {1, -2.5f, 3e-8f, 4}, 2, 2));
    tensors.put("empty", RawTensor.of(new float[0], 0, 4));
    tensors.put("step", RawTensor.of(new long[] {-7}));
    return tensors;
  }

  private static ByteBuffer bytes(int... values) {
    ByteBuffer buffer = ByteBuffer.allocate(values.length);
    for (int value : values) {
      buffer.put((byte) value);
    }
    return buffer.flip();
  }

  @Test
  void whatIsWrittenIsRead() throws IOException {
    Path file = folder.resolve("new/folder/x.safetensors");
    SafeTensors.write(file, sample(), Map.of("z", "last", "a", "ä\n"));
    TensorFile read = SafeTensors.read(file);
    assertThat(read.names()).containsExactly("flags", "weight", "empty", "step");
    assertThat(read.metadata()).containsExactly(Map.entry("a", "ä\n"), Map.entry("z", "last"));
    assertThat(read.get("weight").toFloats()).containsExactly(1, -2.5f, 3e-8f, 4);
    assertThat(read.get("weight").shape()).containsExactly(2, 2);
    assertThat(read.get("flags").toLongs()).containsExactly(1, 0, 1);
    assertThat(read.get("empty").shape()).containsExactly(0, 4);
    assertThat(read.get("step").toLongs()).containsExactly(-7);
    assertThat(read.get("step").shape()).isEmpty();
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).as("no temporary file is left").containsExactly(file);
    }
  }

  @Test
  void sameInputGivesSameBytes() throws IOException {
    Path a = folder.resolve("a");
    Path b = folder.resolve("b");
    SafeTensors.write(a, sample(), Map.of("k", "v", "j", "w", "i", "x"));
    SafeTensors.write(b, sample(), Map.of("i", "x", "j", "w", "k", "v"));
    assertThat(a).hasSameBinaryContentAs(b);
  }

  @Test
  void aReaderKeepsTheOldFileWhenItIsReplaced() throws IOException {
    Path file = folder.resolve("x.safetensors");
    SafeTensors.write(file, sample(), Map.of());
    TensorFile old = SafeTensors.read(file);
    SafeTensors.write(file, Map.of("weight", RawTensor.of(new float[] {9}, 1)), Map.of());
    assertThat(old.get("weight").toFloats()).containsExactly(1, -2.5f, 3e-8f, 4);
    assertThat(SafeTensors.read(file).get("weight").toFloats()).containsExactly(9);
  }

  @Test
  void halfPrecisionRoundsFloatsAndLeavesIntegers() throws IOException {
    Path file = folder.resolve("x.safetensors");
    SafeTensors.write(file, sample(), Map.of(), DType.F16);
    TensorFile read = SafeTensors.read(file);
    assertThat(read.get("weight").dtype()).isEqualTo(DType.F16);
    // 3e-8 lies between 0 and the smallest subnormal 2^-24 = 5.96e-8, nearer to the latter.
    assertThat(read.get("weight").toFloats()).containsExactly(1, -2.5f, 0x1p-24f, 4);
    assertThat(read.get("step").toLongs()).containsExactly(-7);
    Map<String, RawTensor> large = Map.of("big", RawTensor.of(new float[] {70000}, 1));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> SafeTensors.write(file, large, Map.of(), DType.F16))
        .withMessageContaining("tensor 'big'")
        .withMessageContaining("65504");
  }

  @Test
  void aNameThatTheFormatReservesIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () ->
                SafeTensors.write(
                    folder.resolve("x"),
                    Map.of("__metadata__", RawTensor.of(new float[1], 1)),
                    Map.of()));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void missingNameSuggestsTheNearest() throws IOException {
    Path file = folder.resolve("x.safetensors");
    SafeTensors.write(file, sample(), Map.of());
    assertThatThrownBy(() -> SafeTensors.read(file).get("wieght"))
        .hasMessageContaining(file.toString())
        .hasMessageContaining("the nearest name is 'weight'");
  }

  static Stream<Arguments> hostile() {
    String ok = "{'dtype':'F32','shape':[2],'data_offsets':[0,8]}";
    return Stream.of(
        Arguments.of("{'a':" + ok + "}", 7, "tensor 'a': data_offsets are [0, 8]"),
        Arguments.of("{'a':" + ok + "}", 9, "tensors cover 8 of 9 bytes"),
        Arguments.of("{'a':" + ok + ",'a':" + ok + "}", 8, "Duplicate"),
        Arguments.of("{'a':" + ok + "} x", 8, "not JSON"),
        Arguments.of("{'a':" + ok, 8, "not JSON"),
        Arguments.of("['a']", 8, "not a JSON object"),
        Arguments.of("{'a':3}", 8, "tensor 'a': found keys []"),
        Arguments.of("{'a':{'dtype':'F32','shape':[2]}}", 8, "found keys [dtype, shape]"),
        Arguments.of(
            "{'a':" + ok + ",'b':{'dtype':'F32','shape':[2],'data_offsets':[4,12]}}",
            12,
            "tensor 'b': starts at byte 4 of the data, the one before it ends at 8"),
        Arguments.of(
            "{'a':" + ok + ",'b':{'dtype':'F32','shape':[1],'data_offsets':[12,16]}}",
            16,
            "tensor 'b': starts at byte 12"),
        Arguments.of("{'a':" + ok.replace("F32", "F8") + "}", 8, "dtype is \"F8\", allowed are"),
        Arguments.of("{'a':" + ok.replace("'F32'", "32") + "}", 8, "dtype is 32"),
        Arguments.of("{'a':" + ok.replace("[2]", "[3]") + "}", 8, "F32[3] needs 12 bytes"),
        Arguments.of("{'a':" + ok.replace("[2]", "[-2]") + "}", 8, "shape is [-2]"),
        Arguments.of("{'a':" + ok.replace("[2]", "[2.0]") + "}", 8, "shape is [2.0]"),
        Arguments.of("{'a':" + ok.replace("[2]", "2") + "}", 8, "shape is 2"),
        Arguments.of("{'a':" + ok.replace("[2]", "{'x':1}") + "}", 8, "shape is {"),
        Arguments.of(
            "{'a':" + ok.replace("[2]", "[4294967296,4294967296,2]") + "}", 8, "is larger than"),
        Arguments.of(
            "{'a':" + ok.replace("[2]", "[3,9223372036854775807]") + "}", 8, "is larger than"),
        Arguments.of("{'a':" + ok.replace("[2]", "[99999999999999999999]") + "}", 8, "shape is"),
        Arguments.of("{'a':" + ok.replace("[0,8]", "[8,0]") + "}", 8, "data_offsets are [8, 0]"),
        Arguments.of("{'a':" + ok.replace("[0,8]", "[-8,0]") + "}", 8, "data_offsets is [-8,0]"),
        Arguments.of("{'a':" + ok.replace("[0,8]", "[8]") + "}", 8, "data_offsets are [8]"),
        Arguments.of("{'__metadata__':{'k':1},'a':" + ok + "}", 8, "metadata 'k' is no string"),
        Arguments.of("{'__metadata__':[],'a':" + ok + "}", 8, "__metadata__ is not"));
  }

  @ParameterizedTest
  @MethodSource("hostile")
  void hostileHeadersAreRefused(String header, int dataBytes, String problem) throws IOException {
    byte[] json = header.replace('\'', '"').getBytes(StandardCharsets.UTF_8);
    Path file = write(json.length, json, dataBytes);
    assertRefused(file, problem);
  }

  @Test
  void hostileLengthsAreRefused() throws IOException {
    byte[] json = "{}".getBytes(StandardCharsets.UTF_8);
    assertRefused(write(Long.MAX_VALUE, json, 0), "header length is 9223372036854775807");
    assertRefused(write(-1, json, 0), "header length is 18446744073709551615");
    assertRefused(write(0, json, 0), "header length is 0");
    assertRefused(write(3, json, 0), "allowed are 2 to 2");
    assertRefused(Files.write(folder.resolve("tiny"), new byte[7]), "found 7 bytes");
    assertRefused(write(3, new byte[] {'{', (byte) 0xff, '}'}, 0), "not UTF-8");
    String deep = "{\"a\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
    byte[] nested = deep.getBytes(StandardCharsets.UTF_8);
    assertRefused(write(nested.length, nested, 0), "not JSON");
    assertThat(SafeTensors.read(write(2, json, 0)).names()).isEmpty();
  }

  @Test
  void aHeaderBeyondTheLimitIsRefusedBeforeItIsRead() throws IOException {
    Path file = folder.resolve("large.safetensors");
    try (FileChannel channel =
        FileChannel.open(
            file,
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.SPARSE,
            StandardOpenOption.WRITE)) {
      long header = 98_000_000;
      channel.write(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(header).flip());
      channel.write(ByteBuffer.allocate(1), header + 8);
    }
    assertRefused(file, "header length is 98000000, allowed are 2 to 8388608");
  }

  @Test
  void aHeaderAtTheLimitIsReadOrRefusedInLittleMemory() throws IOException {
    byte[] lists = ("[" + "[],".repeat((8 << 20) / 3 - 2) + "0]").getBytes(StandardCharsets.UTF_8);
    assertRefused(write(lists.length, lists, 0), "not a JSON object");
    String many = "1,".repeat(400_000) + "1";
    byte[] dimensions =
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[%s],\"data_offsets\":[0,4]}}"
            .formatted(many)
            .getBytes(StandardCharsets.UTF_8);
    assertRefused(write(dimensions.length, dimensions, 4), "shape has 400001 numbers, allowed are");
    byte[] text = ("{\"a\":{\"dtype\":\"" + "x".repeat(1_000_000) + "\"}}").getBytes(ISO_8859_1);
    assertThatThrownBy(() -> SafeTensors.read(write(text.length, text, 0)))
        .isInstanceOf(WeightFormatException.class)
        .extracting(e -> String.valueOf(e.getMessage()).length(), INTEGER)
        .isLessThan(2000);
  }

  @Test
  void aFolderAndAPageAreNamed() throws IOException {
    assertRefused(folder, "found a folder, needed is a file");
    Path page = folder.resolve("page.safetensors");
    assertRefused(Files.writeString(page, "<!DOCTYPE html><p>404"), "a page of HTML");
  }

  private Path write(long headerLength, byte[] header, int dataBytes) throws IOException {
    ByteBuffer file =
        ByteBuffer.allocate(8 + header.length + dataBytes).order(ByteOrder.LITTLE_ENDIAN);
    file.putLong(headerLength).put(header);
    return Files.write(folder.resolve("hostile.safetensors"), file.array());
  }

  private static void assertRefused(Path file, String problem) {
    assertThatThrownBy(() -> SafeTensors.read(file))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(problem);
  }
}
