package org.sdptbench.harness.testing;

import ai.djl.ndarray.NDArray;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.weights.PickleBuilder;

/**
 * A checkpoint in the official layout with random weights: a zip as {@code torch.save} writes it.
 */
public final class RandomCheckpoint {
  /** GLIP starts where nothing is found; so that something is. */
  private static final float LIKELY = -2;

  private RandomCheckpoint() {}

  /** Writes one of a preset: PRESET FILE. */
  public static void main(String[] arguments) throws IOException {
    write(GlipConfig.preset(arguments[0]).orElseThrow(), Path.of(arguments[1]));
  }

  /** Writes a checkpoint; its weights are always the same. */
  public static void write(GlipConfig config, Path file) throws IOException {
    try (Params params = Params.initialise(new Glip(config).layout(), 1);
        ZipOutputStream zip =
            new ZipOutputStream(new BufferedOutputStream(Files.newOutputStream(file)))) {
      PickleBuilder pickle = new PickleBuilder().proto().dict().text("model").dict();
      List<String> names = params.names();
      for (int i = 0; i < names.size(); i++) {
        long[] shape = params.get(names.get(i)).getShape().getShape();
        pickle
            .text(names.get(i))
            .tensor(
                String.valueOf(i),
                Arrays.stream(shape).reduce(1, (a, b) -> a * b),
                0,
                shape,
                strides(shape),
                false);
      }
      member(zip, "archive/data.pkl", pickle.ops("u").ops("u").stop());
      for (int i = 0; i < names.size(); i++) {
        member(zip, "archive/data/" + i, bytes(names.get(i), params.get(names.get(i))));
      }
    }
  }

  private static long[] strides(long[] shape) {
    long[] strides = new long[shape.length];
    long stride = 1;
    for (int d = shape.length - 1; d >= 0; d--) {
      strides[d] = stride;
      stride *= shape[d];
    }
    return strides;
  }

  private static byte[] bytes(String name, NDArray value) {
    float[] values = value.toFloatArray();
    if (name.endsWith("bias0")) {
      Arrays.fill(values, LIKELY);
    }
    ByteBuffer bytes =
        ByteBuffer.allocate(Float.BYTES * values.length).order(ByteOrder.LITTLE_ENDIAN);
    bytes.asFloatBuffer().put(values);
    return bytes.array();
  }

  private static void member(ZipOutputStream zip, String name, byte[] content) throws IOException {
    ZipEntry entry = new ZipEntry(name);
    CRC32 crc = new CRC32();
    crc.update(content);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(content.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(content);
  }
}
