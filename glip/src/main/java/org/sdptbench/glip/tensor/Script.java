package org.sdptbench.glip.tensor;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtNDManager;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.pytorch.jni.ScriptMethod;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.zip.CRC32;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/**
 * The TorchScript kernels of this process.
 *
 * <p>The kernels of all areas are compiled into one module when the first is called. Arguments are
 * {@link NDArray}, {@code List<NDArray>}, Integer or Long (as {@code int}), Double (as {@code
 * float}), Boolean, String, {@code long[]} ({@code List[int]}) or {@code double[]} ({@code
 * List[float]}).
 */
public final class Script {
  private static final List<String> AREAS = List.of("core", "vision", "text", "fusion", "head");

  /** Threads of torch for each Java thread. */
  static final int THREADS = Integer.getInteger("sdptbench.threads", 1);

  private Script() {}

  /** Loaded on first use; immutable afterwards. */
  private static final class Holder {
    static final PtNDManager MANAGER = startEngine();
    static final PtSymbolBlock MODULE = load(MANAGER);
  }

  private static final ThreadLocal<Boolean> READY =
      ThreadLocal.withInitial(
          () -> {
            // Both settings are per thread in libtorch: eager execution, and the number of threads.
            JniUtils.setGraphExecutorOptimize(false);
            JniUtils.setNumThreads(THREADS);
            return true;
          });

  /** Owner of arrays that outlive every scope. */
  public static NDManager manager() {
    return Holder.MANAGER;
  }

  /** Calls a kernel that returns one tensor. */
  public static NDArray call(String kernel, Object... arguments) {
    PtSymbolBlock module = Holder.MODULE;
    READY.get();
    return ScriptMethod.call(module, kernel, Holder.MANAGER, convert(arguments));
  }

  /** Calls a kernel that returns a list of tensors. */
  public static List<NDArray> callForList(String kernel, Object... arguments) {
    PtSymbolBlock module = Holder.MODULE;
    READY.get();
    return Arrays.asList(
        (NDArray[]) ScriptMethod.callForList(module, kernel, Holder.MANAGER, convert(arguments)));
  }

  private static Object[] convert(Object[] arguments) {
    Object[] converted = new Object[arguments.length];
    for (int i = 0; i < arguments.length; i++) {
      Object argument = arguments[i];
      if (argument instanceof List<?> list) {
        converted[i] = list.stream().map(PtNDArray.class::cast).toArray(PtNDArray[]::new);
      } else if (argument instanceof Integer number) {
        converted[i] = number.longValue();
      } else {
        converted[i] = argument;
      }
    }
    return converted;
  }

  private static PtNDManager startEngine() {
    // Before the engine starts: no download, no telemetry.
    if (System.getProperty("ai.djl.offline") == null) {
      System.setProperty("ai.djl.offline", "true");
    }
    // On the CPU, wherever DJL would put arrays; see Placement.
    return (PtNDManager) NDManager.newBaseManager(Device.cpu(), "PyTorch");
  }

  private static PtSymbolBlock load(PtNDManager manager) {
    try {
      return JniUtils.loadModule(
          manager, new ByteArrayInputStream(archive(source())), false, false);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String source() throws IOException {
    StringBuilder source =
        new StringBuilder(
            """
            class M(Module):
              __parameters__ = []
              __buffers__ = []
              training : bool
            """);
    for (String area : AREAS) {
      String resource = area + ".py";
      try (InputStream in = Script.class.getResourceAsStream(resource)) {
        if (in == null) {
          throw new IOException("no kernels on the class path: " + resource);
        }
        // "self" is typed in the archive format; the resources leave the type out.
        source.append(
            new String(in.readAllBytes(), StandardCharsets.UTF_8)
                .replaceAll("(?m)^(def \\w+\\(self)", "$1: __torch__.M")
                .indent(2));
      }
    }
    return source.toString();
  }

  /** A TorchScript archive: a stored zip with a pickled module object and its code. */
  private static byte[] archive(String code) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
      // M.__new__(), then its state {"training": True}, as pickle protocol 2.
      store(
          zip,
          "kernels/data.pkl",
          "\u0080\u0002c__torch__\nM\n)\u0081}(X\u0008\u0000\u0000\u0000training\u0088ub.");
      store(zip, "kernels/constants.pkl", "\u0080\u0002).");
      store(zip, "kernels/version", "10\n");
      store(zip, "kernels/code/__torch__.py", code);
    }
    return bytes.toByteArray();
  }

  private static void store(ZipOutputStream zip, String name, String content) throws IOException {
    byte[] data = content.getBytes(StandardCharsets.ISO_8859_1);
    CRC32 crc = new CRC32();
    crc.update(data);
    ZipEntry entry = new ZipEntry(name);
    entry.setMethod(ZipEntry.STORED);
    entry.setSize(data.length);
    entry.setCrc(crc.getValue());
    zip.putNextEntry(entry);
    zip.write(data);
    zip.closeEntry();
  }
}
