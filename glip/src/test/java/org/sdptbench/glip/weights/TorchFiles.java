package org.sdptbench.glip.weights;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.ParamSpec;

/**
 * Writes checkpoints as GLIP's trainer does: model, optimizer and moving average in one archive.
 */
public final class TorchFiles {
  private TorchFiles() {}

  /** Small random values for all parameters of a model, each drawn when it is asked for. */
  public static Map<String, RawTensor> random(Layout layout, long seed) {
    Map<String, RawTensor> tensors = new LinkedHashMap<>();
    for (ParamSpec spec : layout.specs()) {
      long[] shape = spec.shape().getShape();
      tensors.put(
          spec.name(),
          new RawTensor(
              DType.F32, shape, () -> drawn(spec.size(), seed ^ spec.name().hashCode()).flip()));
    }
    return tensors;
  }

  private static ByteBuffer drawn(long size, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    ByteBuffer bytes =
        ByteBuffer.allocate(Math.toIntExact(Float.BYTES * size)).order(ByteOrder.LITTLE_ENDIAN);
    for (long i = 0; i < size; i++) {
      bytes.putFloat((float) (random.nextDouble() - 0.5) / 50);
    }
    return bytes;
  }

  /**
   * Writes a checkpoint in the official layout: {@code {model: {module.NAME: tensor}}}, and beside
   * it, if wanted, two moments and a moving average of every tensor, all zero, and objects of
   * classes that only the trainer knows.
   */
  public static void write(Path file, Map<String, RawTensor> model, boolean trained)
      throws IOException {
    PickleBuilder pickle = new PickleBuilder().proto().dict().text("model");
    entries(pickle, model, "module.", "m");
    if (trained) {
      pickle.text("optimizer").dict();
      for (String moment : new String[] {"exp_avg", "exp_avg_sq"}) {
        pickle.text(moment);
        entries(pickle, model, "", moment);
      }
      pickle.ops("u").text("model_ema");
      entries(pickle, model, "module.", "ema");
      pickle.text("args").global("argparse", "Namespace").ops(")\u0081").dict();
      pickle.text("lr").integer(1).ops("ub");
    }
    byte[] root = pickle.text("iteration").integer(120_000).ops("u").stop();
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file), 1 << 16);
        ZipOutputStream zip = new ZipOutputStream(out)) {
      put(zip, "archive/data.pkl", root, root.length);
      int i = 0;
      for (RawTensor tensor : model.values()) {
        ByteBuffer data = tensor.data();
        byte[] bytes = new byte[data.remaining()];
        data.get(bytes);
        put(zip, "archive/data/m" + i, bytes, bytes.length);
        if (trained) {
          for (String other : new String[] {"exp_avg", "exp_avg_sq", "ema"}) {
            put(zip, "archive/data/" + other + i, new byte[1 << 16], bytes.length);
          }
        }
        i++;
      }
    }
  }

  private static void entries(
      PickleBuilder pickle, Map<String, RawTensor> model, String prefix, String key) {
    pickle.global("collections", "OrderedDict").ops(")R(");
    int i = 0;
    for (Map.Entry<String, RawTensor> entry : model.entrySet()) {
      long[] shape = entry.getValue().shape();
      long[] stride = new long[shape.length];
      long elements = 1;
      for (int d = shape.length - 1; d >= 0; d--) {
        stride[d] = elements;
        elements *= shape[d];
      }
      pickle.text(prefix + entry.getKey());
      pickle.tensor(key + i++, elements, 0, shape, stride, false);
    }
    pickle.ops("u");
  }

  /** Stores bytes, over and over until there are as many as wanted. */
  private static void put(ZipOutputStream zip, String name, byte[] bytes, long size)
      throws IOException {
    CRC32 sum = new CRC32();
    for (long left = size; left > 0; left -= bytes.length) {
      sum.update(bytes, 0, (int) Math.min(left, bytes.length));
    }
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(size);
    entry.setCrc(sum.getValue());
    zip.putNextEntry(entry);
    for (long left = size; left > 0; left -= bytes.length) {
      zip.write(bytes, 0, (int) Math.min(left, bytes.length));
    }
    zip.closeEntry();
  }
}
