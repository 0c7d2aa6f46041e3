package org.sdptbench.glip.weights;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;

/** Writes pickles opcode by opcode, so that tests can write those that no Python would. */
public final class PickleBuilder {

  private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();

  /** Opcodes without operand, as ASCII characters. */
  public PickleBuilder ops(String opcodes) {
    bytes.writeBytes(opcodes.getBytes(StandardCharsets.ISO_8859_1));
    return this;
  }

  public PickleBuilder proto() {
    return ops("\u0080\u0002");
  }

  public PickleBuilder text(String text) {
    byte[] utf8 = text.getBytes(StandardCharsets.UTF_8);
    ops("X").int32(utf8.length);
    bytes.writeBytes(utf8);
    return this;
  }

  public PickleBuilder integer(int value) {
    return ops("J").int32(value);
  }

  public PickleBuilder longInteger(long value) {
    ops("\u008a\u0008");
    bytes.writeBytes(ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(value).array());
    return this;
  }

  public PickleBuilder global(String module, String name) {
    return ops("c" + module + "\n" + name + "\n");
  }

  /** A dictionary under construction, closed with {@code ops("u")}. */
  public PickleBuilder dict() {
    return ops("}(");
  }

  public PickleBuilder tuple(long... values) {
    ops("(");
    for (long value : values) {
      longInteger(value);
    }
    return ops("t");
  }

  public PickleBuilder storage(String type, String key, long elements, boolean stream) {
    ops("(").text("storage").global("torch", type).text(key).text("cuda:7").longInteger(elements);
    return ops(stream ? "NtQ" : "tQ");
  }

  /** A tensor whose storage is the top of the stack when {@code storage} has run. */
  public PickleBuilder tensor(
      String key, long elements, long offset, long[] shape, long[] stride, boolean stream) {
    return global("torch._utils", "_rebuild_tensor_v2")
        .ops("(")
        .storage("FloatStorage", key, elements, stream)
        .longInteger(offset)
        .tuple(shape)
        .tuple(stride)
        .ops("\u0089")
        .global("collections", "OrderedDict")
        .ops(")RtR");
  }

  public byte[] stop() {
    ops(".");
    return bytes.toByteArray();
  }

  public PickleBuilder int32(int value) {
    bytes.writeBytes(ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putInt(value).array());
    return this;
  }
}
