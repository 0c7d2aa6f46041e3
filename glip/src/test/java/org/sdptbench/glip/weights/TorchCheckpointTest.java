package org.sdptbench.glip.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TorchCheckpointTest {

  private final Path folder;

  TorchCheckpointTest(@TempDir Path folder) {
    this.folder = folder;
  }

  // Files written here

  private static final long[] SHAPE = {2, 3};
  private static final long[] STRIDE = {3, 1};

  private static PickleBuilder model() {
    return new PickleBuilder().proto().dict();
  }

  private static byte[] oneTensor(long elements, long offset, long[] shape, long[] stride) {
    return model().text("w").tensor("0", elements, offset, shape, stride, false).ops("u").stop();
  }

  private static byte[] floats(int count) {
    ByteBuffer bytes = ByteBuffer.allocate(4 * count).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < count; i++) {
      bytes.putFloat(i);
    }
    return bytes.array();
  }

  private Path zip(byte[] pickle, Map<String, byte[]> more) throws IOException {
    Map<String, byte[]> members = new TreeMap<>(more);
    members.put("any stem/data.pkl", pickle);
    Path file = folder.resolve("x.pth");
    try (OutputStream out = Files.newOutputStream(file);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        ZipEntry entry = new ZipEntry(member.getKey());
        CRC32 crc = new CRC32();
        crc.update(member.getValue());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(member.getValue().length);
        entry.setCrc(crc.getValue());
        zip.putNextEntry(entry);
        zip.write(member.getValue());
      }
    }
    return file;
  }

  private Path zip(byte[] pickle) throws IOException {
    return zip(pickle, Map.of("any stem/data/0", floats(6)));
  }

  private static void assertRefused(Path file, String problem) {
    assertThatThrownBy(() -> TorchCheckpoint.read(file))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageStartingWith(file.toString())
        .hasMessageContaining(problem);
  }

  @Test
  void viewsArePackedInRowMajorOrder() throws IOException {
    Path file = zip(oneTensor(6, 0, new long[] {3, 2}, new long[] {1, 3}));
    assertThat(TorchCheckpoint.read(file).get("w").toFloats()).containsExactly(0, 3, 1, 4, 2, 5);
    Path narrowed = zip(oneTensor(6, 1, new long[] {2, 2}, new long[] {3, 1}));
    assertThat(TorchCheckpoint.read(narrowed).get("w").toFloats()).containsExactly(1, 2, 4, 5);
    Path scalar = zip(oneTensor(6, 5, new long[] {}, new long[] {}));
    assertThat(TorchCheckpoint.read(scalar).get("w").toFloats()).containsExactly(5);
  }

  @Test
  void modulePrefixGoesOnlyIfAllNamesHaveIt() throws IOException {
    PickleBuilder both = model().text("module.a").tensor("0", 6, 0, SHAPE, STRIDE, false);
    byte[] pickle = both.text("b").tensor("0", 6, 0, SHAPE, STRIDE, false).ops("u").stop();
    assertThat(TorchCheckpoint.read(zip(pickle)).names()).containsExactly("module.a", "b");
  }

  @Test
  void attributesOfAStateDictAreIgnored() throws IOException {
    // What torch.save(model.state_dict()) writes: OrderedDict with _metadata, set by BUILD.
    byte[] pickle =
        new PickleBuilder()
            .proto()
            .global("collections", "OrderedDict")
            .ops(")R(")
            .text("w")
            .tensor("0", 6, 0, SHAPE, STRIDE, false)
            .ops("u")
            .dict()
            .text("_metadata")
            .global("collections", "OrderedDict")
            .ops(")Rub")
            .stop();
    assertThat(TorchCheckpoint.read(zip(pickle)).names()).containsExactly("w");
  }

  @Test
  void anyOtherClassIsRefusedByName() throws IOException {
    PickleBuilder evil = new PickleBuilder().proto().global("os", "system").ops("(");
    assertRefused(zip(evil.text("rm -rf /").ops("tR").stop()), "it asks for os.system, allowed");
    assertRefused(
        zip(new PickleBuilder().text("posix").text("system").ops("\u0093").stop()),
        "it asks for posix.system");
    assertRefused(
        zip(new PickleBuilder().ops("(ios\nsystem\n").stop()), "opcode 0x69 is not allowed");
    assertRefused(zip(new PickleBuilder().ops("}\u0082\u0001").stop()), "opcode 0x82");
    assertRefused(zip(new PickleBuilder().global("torch", "FloatTensor").stop()), "FloatTensor");
    // The library's own registry of constructors, such as datetime, is out of reach too.
    assertRefused(zip(new PickleBuilder().global("datetime", "date").stop()), "datetime.date");
    assertRefused(
        zip(new PickleBuilder().global("builtins", "bytearray").stop()), "builtins.bytearray");
  }

  @Test
  void nothingIsBuiltFromNonsense() throws IOException {
    assertRefused(zip(new PickleBuilder().ops("R").stop()), "pickle, near byte 1");
    assertRefused(zip(new PickleBuilder().ops("}Nb").stop()), "attributes may be set");
    assertRefused(zip(new PickleBuilder().ops("]}b").stop()), "attributes may be set");
    assertRefused(zip(new PickleBuilder().ops("}]Ns").stop()), "dictionary key");
    assertRefused(zip(new PickleBuilder().ops("]NNs").stop()), "pickle, near byte");
    assertRefused(zip(new PickleBuilder().text("x").ops("Q").stop()), "no storage");
    assertRefused(zip(new byte[0]), "premature end");
    assertRefused(zip(new PickleBuilder().ops("N").stop()), "is no dictionary");
    assertRefused(zip(model().text("state_dict").dict().ops("uu").stop()), "[state_dict]");
    // A string that claims two gigabytes.
    assertRefused(zip(new PickleBuilder().ops("X").int32(Integer.MAX_VALUE).stop()), "1 are left");
    assertRefused(zip(new PickleBuilder().ops("X").int32(-1).stop()), "a string of 4294967295");
  }

  @Test
  void aListThatHoldsItselfIsNoDictionary() throws IOException {
    // l = []; l.append([l]): printing it would not end.
    byte[] pickle = new PickleBuilder().ops("]q\u0000]h\u0000aa").stop();
    assertRefused(zip(pickle), "is no dictionary");
  }

  static Stream<Arguments> viewsOutsideTheirStorage() {
    long huge = Long.MAX_VALUE;
    return Stream.of(
        Arguments.of(6, 1, SHAPE, STRIDE),
        Arguments.of(6, -1, SHAPE, STRIDE),
        Arguments.of(6, huge, SHAPE, STRIDE),
        Arguments.of(6, 0, new long[] {7}, new long[] {1}),
        Arguments.of(6, 0, new long[] {2}, new long[] {6}),
        Arguments.of(6, 0, new long[] {2}, new long[] {-1}),
        Arguments.of(6, 5, new long[] {2}, new long[] {-1}),
        Arguments.of(6, 0, new long[] {2, 2}, new long[] {huge, huge}),
        Arguments.of(6, 0, new long[] {-2, -3}, STRIDE),
        Arguments.of(6, 0, new long[] {2}, STRIDE),
        // Expanded by stride 0: 24 bytes that would become gigabytes.
        Arguments.of(6, 0, new long[] {1 << 28}, new long[] {0}),
        Arguments.of(6, 0, new long[] {1L << 62, 4}, new long[] {0, 0}));
  }

  @ParameterizedTest
  @MethodSource("viewsOutsideTheirStorage")
  void viewsStayInsideTheirStorage(long elements, long offset, long[] shape, long[] stride)
      throws IOException {
    assertRefused(zip(oneTensor(elements, offset, shape, stride)), "pickle, near byte");
  }

  @Test
  void copiesOfOneStorageCannotExceedTheFile() throws IOException {
    PickleBuilder many = model();
    long[] shape = {100, 100};
    long[] stride = {1, 100};
    for (int i = 0; i < 1000; i++) {
      many.text("w" + i).tensor("0", 10_000, 0, shape, stride, false);
    }
    Path file = zip(many.ops("u").stop(), Map.of("any stem/data/0", floats(10_000)));
    assertRefused(file, "more bytes than the file");
  }

  @Test
  void archiveMembersMustFitThePickle() throws IOException {
    byte[] pickle = oneTensor(6, 0, SHAPE, STRIDE);
    assertRefused(zip(pickle, Map.of()), "no member 'any stem/data/0'");
    assertRefused(zip(pickle, Map.of("any stem/data/0", floats(5))), "has 20 bytes, its storage");
    assertRefused(zip(pickle, Map.of("other/data.pkl", pickle)), "needed is one NAME/data.pkl");
    byte[] big = {'b', 'i', 'g'};
    Path file = zip(pickle, Map.of("any stem/data/0", floats(6), "any stem/byteorder", big));
    assertRefused(file, "byte order is 'big'");
    byte[] long63 = oneTensor(Long.MAX_VALUE, 0, SHAPE, STRIDE);
    assertRefused(zip(long63), "storage '0' of 9223372036854775807 elements");
  }

  @Test
  void namesThatLeaveTheArchiveAreOnlyNames() throws IOException {
    byte[] pickle = model().text("w").tensor("../../x", 6, 0, SHAPE, STRIDE, false).ops("u").stop();
    assertRefused(zip(pickle), "no member 'any stem/data/../../x'");
    TensorFile read = TorchCheckpoint.read(zip(pickle, Map.of("any stem/data/../../x", floats(6))));
    assertThat(read.get("w").size()).isEqualTo(6);
    assertThat(folder).isDirectoryContaining("glob:**x.pth");
    try (Stream<Path> files = Files.list(folder)) {
      assertThat(files).hasSize(1);
    }
  }

  @Test
  void aCompressedMemberIsRefusedBeforeItIsInflated() throws IOException {
    Path file = folder.resolve("bomb.pth");
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(file))) {
      zip.putNextEntry(new ZipEntry("a/data.pkl"));
      byte[] zeros = new byte[1 << 20];
      for (int i = 0; i < 256; i++) {
        zip.write(zeros);
      }
    }
    assertRefused(file, "compressed");
  }

  @Test
  void aPickleBeyondTheLimitIsRefused() throws IOException {
    assertRefused(zip(new byte[(8 << 20) + 1]), "allowed are 8388608");
  }

  @Test
  void fewChangedStreamFieldsAreRefused() throws IOException {
    assertThat(TorchCheckpoint.read(stream(1001, true, "0", 6, 6)).get("w").toFloats())
        .containsExactly(0, 1, 2, 3, 4, 5);
    assertRefused(stream(1002, true, "0", 6, 6), "protocol is not 1001");
    assertRefused(stream(1001, false, "0", 6, 6), "not written as little-endian");
    assertRefused(stream(1001, true, "1", 6, 6), "storage key 0");
    assertRefused(stream(1001, true, "0", 5, 6), "has 5 elements, the pickle says 6");
    assertRefused(stream(1001, true, "0", 6, 5), "ends before storage '0'");
    assertRefused(Files.write(folder.resolve("text"), new byte[] {'h', 'i'}), "starts with 6869");
  }

  private Path stream(int protocol, boolean littleEndian, String key, long elements, int stored)
      throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(
        new PickleBuilder().proto().ops("\u008a\nl\u00fc\u009cF\u00f9 j\u00a8P\u0019").stop());
    out.writeBytes(new PickleBuilder().proto().integer(protocol).stop());
    PickleBuilder system = new PickleBuilder().proto().dict().text("little_endian");
    out.writeBytes(system.ops(littleEndian ? "\u0088u" : "\u0089u").stop());
    out.writeBytes(model().text("w").tensor("0", 6, 0, SHAPE, STRIDE, true).ops("u").stop());
    out.writeBytes(new PickleBuilder().proto().ops("](").text(key).ops("e").stop());
    out.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(elements).array());
    out.writeBytes(floats(stored));
    return Files.write(folder.resolve("stream.pth"), out.toByteArray());
  }
}
