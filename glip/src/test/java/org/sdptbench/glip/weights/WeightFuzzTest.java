package org.sdptbench.glip.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.fail;

import com.sun.management.ThreadMXBean;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The readers on files that chance has changed: every one is read, or refused with a message that
 * names it, in short time and little memory. {@code -Dsdptbench.fuzz=100000} tries that many of
 * each format.
 */
class WeightFuzzTest {
  private static final int FILES = Integer.getInteger("sdptbench.fuzz", 3000);
  private static final Duration LONGEST = Duration.ofSeconds(5);

  /** The files have some kilobytes; a class that is loaded on the way takes its part too. */
  private static final long MOST_ALLOCATED = 64L << 20;

  private static final byte[][] NUMBERS = {
    {0, 0, 0, 0},
    {-1, -1, -1, -1},
    {-1, -1, -1, 127},
    {0, 0, 0, -128},
    {0, 0, 0, 64},
    {-1, -1, -1, -1, -1, -1, -1, 127},
    {0, 0, 0, 0, 1, 0, 0, 0},
  };

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private final Path file;
  private long slowest;
  private long mostAllocated;
  private int read;

  WeightFuzzTest(@TempDir Path folder) {
    this.file = folder.resolve("changed");
  }

  /** Reads one format. */
  private interface Reader {
    TensorFile read(Path path) throws IOException;
  }

  private void tryOne(byte[] bytes, Reader reader, String what) throws IOException {
    Files.write(file, bytes);
    long allocated = threads.getCurrentThreadAllocatedBytes();
    long start = System.nanoTime();
    try {
      TensorFile tensors = reader.read(file);
      tensors.tensors().values().forEach(RawTensor::toFloats);
      read++;
    } catch (WeightFormatException e) {
      assertThat(e).as(what).hasMessageStartingWith(file.toString());
    } catch (IOException | RuntimeException | Error e) {
      fail("%s: %s; the file: %s".formatted(what, e, HexFormat.of().formatHex(bytes)), e);
    }
    slowest = Math.max(slowest, System.nanoTime() - start);
    mostAllocated = Math.max(mostAllocated, threads.getCurrentThreadAllocatedBytes() - allocated);
    assertThat(slowest).as(what).isLessThan(LONGEST.toNanos());
    assertThat(mostAllocated).as(what).isLessThan(MOST_ALLOCATED);
  }

  private void report(String format) {
    System.out.printf(
        "%s: %s changed files, %s of them read, slowest %.1f ms, at most %.1f MB allocated%n",
        format, FILES, read, slowest / 1e6, mostAllocated / 1e6);
    assertThat(read).as("changes that leave a file readable").isBetween(1, FILES - 1);
  }

  @Test
  void checkpointsThatChanceHasChanged() throws IOException {
    Random random = new Random(11);
    List<byte[]> pickles = List.of(pickle(false), pickle(true));
    List<byte[]> whole = List.of(zip(pickles.get(0)), stream(pickle(true)));
    for (int i = 0; i < FILES; i++) {
      byte[] bytes =
          i % 3 == 0
              ? changed(whole.get(random.nextInt(whole.size())), random)
              : i % 3 == 1
                  // With right checksums, so that they are not what refuses it.
                  ? zip(changed(pickles.get(0), random))
                  : stream(changed(pickles.get(1), random));
      tryOne(
          bytes, i % 2 == 0 ? TorchCheckpoint::read : TorchCheckpoint::readUnchecked, "file " + i);
    }
    report("pth");
  }

  @Test
  void safetensorsThatChanceHasChanged() throws IOException {
    Random random = new Random(12);
    Path good = file.resolveSibling("good");
    Map<String, RawTensor> tensors = new LinkedHashMap<>();
    tensors.put("rpn.head.w", RawTensor.of(new float[] {1, 2, 3, 4, 5, 6}, 2, 3));
    tensors.put("empty", RawTensor.of(new float[0], 0, 7));
    tensors.put("step", RawTensor.of(new long[] {3}));
    tensors.put("half", RawTensor.of(new float[] {1, 2}, 2).cast(DType.F16));
    SafeTensors.write(good, tensors, Map.of("format", "pt"));
    byte[] whole = Files.readAllBytes(good);
    int headerEnd = 8 + (int) ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getLong();
    byte[] header = Arrays.copyOfRange(whole, 8, headerEnd);
    byte[] data = Arrays.copyOfRange(whole, headerEnd, whole.length);
    for (int i = 0; i < FILES; i++) {
      byte[] bytes = i % 3 == 0 ? changed(whole, random) : framed(changed(header, random), data);
      tryOne(bytes, SafeTensors::read, "file " + i);
    }
    report("safetensors");
  }

  private static byte[] framed(byte[] header, byte[] data) {
    return ByteBuffer.allocate(8 + header.length + data.length)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(header.length)
        .put(header)
        .put(data)
        .array();
  }

  /** One to four changes: of bits, bytes and numbers, of length, and of parts that move. */
  private static byte[] changed(byte[] whole, Random random) {
    byte[] bytes = whole.clone();
    for (int change = random.nextInt(4); change >= 0 && bytes.length > 0; change--) {
      int at = random.nextInt(bytes.length);
      int length = Math.min(bytes.length - at, 1 + random.nextInt(40));
      switch (random.nextInt(9)) {
        case 0 -> bytes[at] ^= (byte) (1 << random.nextInt(8));
        case 1, 2 -> bytes[at] = (byte) random.nextInt(256);
        case 3 -> {
          byte[] number = NUMBERS[random.nextInt(NUMBERS.length)];
          System.arraycopy(number, 0, bytes, at, Math.min(number.length, bytes.length - at));
        }
        case 4 -> bytes = Arrays.copyOf(bytes, at);
        case 5 -> bytes = spliced(bytes, at, at + length, new byte[0]);
        case 6 -> bytes = spliced(bytes, at, at, Arrays.copyOfRange(bytes, at, at + length));
        case 7 -> {
          int from = random.nextInt(bytes.length);
          int until = Math.min(bytes.length, from + length);
          bytes = spliced(bytes, at, at, Arrays.copyOfRange(bytes, from, until));
        }
        default -> {
          byte[] noise = new byte[length];
          random.nextBytes(noise);
          bytes = spliced(bytes, at, at + length, noise);
        }
      }
    }
    return bytes;
  }

  private static byte[] spliced(byte[] bytes, int from, int until, byte[] part) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write(bytes, 0, from);
    out.writeBytes(part);
    out.write(bytes, until, bytes.length - until);
    return out.toByteArray();
  }

  /** {model: {module.a, module.b}, args: an object, optimizer: {...}}. */
  private static byte[] pickle(boolean stream) {
    PickleBuilder pickle = new PickleBuilder().proto().dict().text("model");
    pickle.global("collections", "OrderedDict").ops(")R(");
    pickle.text("module.a").tensor("0", 12, 0, new long[] {3, 4}, new long[] {4, 1}, stream);
    pickle.text("module.b").tensor("0", 12, 2, new long[] {4, 2}, new long[] {1, 4}, stream);
    pickle.ops("u").text("args").global("argparse", "Namespace").ops(")\u0081").dict();
    pickle.text("lr").ops("G?\u00f0\0\0\0\0\0\0").text("names").ops("](").text("x").ops("NK\1eub");
    pickle.text("set").ops("\u008f(K\1K\2\u0090").text("bytes").ops("C\3abc");
    pickle.text("optimizer").dict().text("m");
    pickle.tensor("1", 6, 0, new long[] {6}, new long[] {1}, stream).ops("q\1u");
    return pickle.text("again").ops("h\1u").stop();
  }

  private static byte[] zip(byte[] pickle) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    Map<String, byte[]> members = new LinkedHashMap<>();
    members.put("x/data.pkl", pickle);
    members.put("x/byteorder", "little".getBytes(StandardCharsets.US_ASCII));
    members.put("x/data/0", new byte[48]);
    members.put("x/data/1", new byte[24]);
    members.put("x/version", "3\n".getBytes(StandardCharsets.US_ASCII));
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      for (Map.Entry<String, byte[]> member : members.entrySet()) {
        ZipEntry entry = new ZipEntry(member.getKey());
        CRC32 sum = new CRC32();
        sum.update(member.getValue());
        entry.setMethod(ZipEntry.STORED);
        entry.setSize(member.getValue().length);
        entry.setCrc(sum.getValue());
        zip.putNextEntry(entry);
        zip.write(member.getValue());
      }
    }
    return bytes.toByteArray();
  }

  private static byte[] stream(byte[] pickle) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.writeBytes(HexFormat.of().parseHex(TorchArchive.STREAM_MAGIC));
    out.writeBytes(new PickleBuilder().proto().integer(1001).stop());
    out.writeBytes(new PickleBuilder().proto().dict().text("little_endian").ops("\u0088u").stop());
    out.writeBytes(pickle);
    out.writeBytes(new PickleBuilder().proto().ops("](").text("0").text("1").ops("e").stop());
    for (int elements : new int[] {12, 6}) {
      out.writeBytes(
          ByteBuffer.allocate(8 + 4 * elements)
              .order(ByteOrder.LITTLE_ENDIAN)
              .putLong(elements)
              .array());
    }
    return out.toByteArray();
  }
}
