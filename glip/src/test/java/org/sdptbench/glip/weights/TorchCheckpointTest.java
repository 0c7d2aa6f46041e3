package org.sdptbench.glip.weights;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
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

  /** {model: {w: a tensor}} and more. */
  private static PickleBuilder trained() {
    return model().text("model").dict().text("w").tensor("0", 6, 0, SHAPE, STRIDE, false).ops("u");
  }

  /** As numpy pickles a float64 at protocol 2. */
  private static PickleBuilder numpyScalar(PickleBuilder pickle) {
    return pickle
        .global("numpy.core.multiarray", "scalar")
        .global("numpy", "dtype")
        .ops("(")
        .text("f8")
        .ops("K\u0000K\u0001tR(K\u0003")
        .text("<")
        .ops("NNN")
        .integer(-1)
        .integer(-1)
        .ops("K\u0000tb")
        .global("_codecs", "encode")
        .ops("(")
        .text("01234567")
        .text("latin1")
        .ops("tR\u0086R");
  }

  @Test
  void whatATrainerLeftBesideTheModelDoesNoHarm() throws IOException {
    PickleBuilder left = numpyScalar(trained().text("eval_result"));
    // argparse.Namespace(lr=1), with a bound method of an optimizer in it.
    left.text("args").global("argparse", "Namespace").ops(")\u0081").dict().text("lr").integer(1);
    left.text("step").global("builtins", "getattr").ops("N").text("step").ops("\u0086Rub");
    // {1, 2} at protocol 4, bytes of three kinds, {(1,): None}, and a class of an unknown package.
    left.text("set").ops("\u008f(K\u0001K\u0002\u0090");
    left.text("bytes").ops("C\u0003abcB").int32(2).ops("de0\u008e").int32(1).int32(0).ops("f0");
    left.text("tuples").ops("}K\u0001\u0085Ns");
    left.text("subclass").global("my.package", "Dict").ops(")\u0081(").text("a").ops("Nu");
    left.text("counts")
        .global("collections", "defaultdict")
        .global("builtins", "int")
        .ops("\u0085R");
    left.text("list").global("my.package", "List").ops(")\u0081(NNe");
    left.text("kwargs").global("my.package", "Named").ops(")}\u0092");
    left.text("frozen").ops("(NN\u0091");
    // Tensors that cannot be: of a type that is not read, and beyond their storage.
    left.text("complex").global("torch._utils", "_rebuild_tensor_v2").ops("(");
    left.storage("ComplexFloatStorage", "7", 6, false).ops("K\u0000").tuple(6).tuple(1).ops("tR");
    left.text("beyond").tensor("8", 6, 3, SHAPE, STRIDE, false);
    left.text("device").global("torch", "device").text("cuda").ops("\u0085R");
    TensorFile read = TorchCheckpoint.read(zip(left.ops("u").stop()));
    assertThat(read.names()).containsExactly("w");
    assertThat(read.get("w").toFloats()).containsExactly(0, 1, 2, 3, 4, 5);
  }

  @Test
  void storagesBesideTheModelNeedNotBeThere() throws IOException {
    PickleBuilder left = trained().text("optimizer").dict().text("m");
    left.tensor("missing", 6, 0, SHAPE, STRIDE, false).ops("uu");
    assertThat(TorchCheckpoint.read(zip(left.stop())).names()).containsExactly("w");
  }

  @Test
  void nothingOfTheModelMayBeOfAnotherClass() throws IOException {
    String asks =
        ": it asks for numpy.core.multiarray.scalar, allowed are [collections.OrderedDict";
    assertRefused(zip(numpyScalar(model().text("model")).ops("u").stop()), "'model' is no dict");
    PickleBuilder direct = model().text("model").dict().text("w");
    direct.tensor("0", 6, 0, SHAPE, STRIDE, false).text("x.y");
    assertRefused(zip(numpyScalar(direct).ops("uu").stop()), "tensor 'x.y'" + asks);
    PickleBuilder nested = model().text("w").tensor("0", 6, 0, SHAPE, STRIDE, false).text("v");
    assertRefused(
        zip(numpyScalar(nested.ops("]").dict().text("a")).ops("uau").stop()), "tensor 'v'" + asks);
    PickleBuilder parameter = model().text("w").global("my", "Parameter").ops("(");
    parameter.tensor("0", 6, 0, SHAPE, STRIDE, false);
    assertRefused(
        zip(parameter.ops("tRu").stop()), "tensor 'w': it asks for my.Parameter, allowed");
  }

  @Test
  void aWholeModelIsNoStateDict() throws IOException {
    PickleBuilder whole = new PickleBuilder().proto().global("my.package", "Glip").ops(")\u0081");
    assertRefused(
        zip(whole.dict().ops("ub").stop()), "is no dictionary: it asks for my.package.Glip");
  }

  @Test
  void manyDimensionsAreRefusedQuickly() throws IOException {
    long[] ones = new long[400_000];
    Arrays.fill(ones, 1);
    assertRefused(zip(oneTensor(6, 0, ones, ones)), "400000 dimensions, allowed are 64");
    long[] most = Arrays.copyOf(ones, 64);
    assertThat(TorchCheckpoint.read(zip(oneTensor(6, 0, most, most))).get("w").size()).isOne();
  }

  @Test
  void fewBytesCannotBecomeMuch() throws IOException {
    // OrderedDict([(None, None), ...]) again and again, of one list.
    PickleBuilder dictionaries = new PickleBuilder().proto().ops("](");
    for (int i = 0; i < 100_000; i++) {
      dictionaries.ops("NN\u0086");
    }
    dictionaries.ops("eq\u0000").global("collections", "OrderedDict").ops("q\u0001");
    for (int i = 0; i < 1_000; i++) {
      dictionaries.ops("h\u0001h\u0000\u0085R");
    }
    assertRefused(zip(dictionaries.stop()), "more than 2000000 operations or entries");
    assertRefused(zip("}".repeat(2_000_001).getBytes(ISO_8859_1)), "more than 2000000 operations");
    // A list that is in every entry, and that entry's list in the next one.
    PickleBuilder shared = model().text("w").tensor("0", 6, 0, SHAPE, STRIDE, false);
    shared.integer(0).ops("](");
    for (int i = 0; i < 100_000; i++) {
      shared.ops("]");
    }
    shared.ops("eq\u0000");
    for (int i = 1; i < 100_000; i++) {
      shared.integer(i).ops("h\u0000");
    }
    assertThat(TorchCheckpoint.read(zip(shared.ops("u").stop())).names()).containsExactly("w");
  }

  @Test
  void aDamagedMemberIsNamed() throws IOException {
    Path file = zip(oneTensor(6, 0, SHAPE, STRIDE));
    byte[] bytes = Files.readAllBytes(file);
    int at = position(bytes, floats(6));
    bytes[at + 5] ^= 1;
    Files.write(file, bytes);
    assertRefused(file, "member 'any stem/data/0' is damaged: its CRC-32 is ");
    assertThat(TorchCheckpoint.readUnchecked(file).get("w").toFloats()[1]).isNotEqualTo(1);
  }

  private static int position(byte[] bytes, byte[] part) {
    for (int i = 0; ; i++) {
      if (Arrays.equals(bytes, i, i + part.length, part, 0, part.length)) {
        return i;
      }
    }
  }

  @Test
  void anArchiveOfTooManyMembersIsRefused() throws IOException {
    Map<String, byte[]> members = new TreeMap<>();
    for (int i = 0; i < 10_000; i++) {
      members.put("x".repeat(400) + i, new byte[0]);
    }
    assertRefused(zip(oneTensor(6, 0, SHAPE, STRIDE), members), "more than 4194304 bytes");
  }

  @Test
  void aFolderIsNoCheckpoint() {
    assertRefused(folder, "found a folder, needed is a file");
  }

  @Test
  void nothingIsBuiltFromNonsense() throws IOException {
    assertRefused(zip(new PickleBuilder().ops("R").stop()), "pickle, near byte 1");
    assertRefused(zip(new PickleBuilder().ops("}Nb").stop()), "attributes may be set");
    assertRefused(zip(new PickleBuilder().ops("]}b").stop()), "attributes may be set");
    assertRefused(zip(new PickleBuilder().ops("}]Ns").stop()), "[a key that is no string]");
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
    assertRefused(zip(oneTensor(elements, offset, shape, stride)), "tensor 'w': ");
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
