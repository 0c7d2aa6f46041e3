package org.sdptbench.glip.weights;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * A tensor as it lies in a file: an element type, a shape, and little-endian bytes in row-major
 * order. The bytes are usually still in the file, and are read each time they are asked for: if
 * that fails, it is an {@link UncheckedIOException}. Immutable as long as nobody writes to the file
 * or buffer behind it.
 */
public final class RawTensor {

  /** The most bytes a tensor may have: ten times the largest of GLIP-L. */
  static final int MAX_BYTES = 1 << 30;

  /** The most dimensions that PyTorch gives a tensor. */
  static final int MAX_DIMENSIONS = 64;

  private final DType dtype;
  private final long[] shape;
  private final int size;
  private final Content content;

  /** Where the bytes are. */
  @FunctionalInterface
  interface Content {
    /** All bytes, little-endian: a view that is not to be written to, or a copy. */
    ByteBuffer bytes() throws IOException;

    /** Writes all bytes to a buffer. */
    default void copyTo(ByteBuffer target) throws IOException {
      target.put(bytes());
    }

    /** Gives all bytes to a consumer, in order. */
    default void each(FileRegion.Consumer consumer) throws IOException {
      consumer.take(bytes());
    }
  }

  private record Stored(FileRegion region) implements Content {
    @Override
    public ByteBuffer bytes() throws IOException {
      return region.bytes();
    }

    @Override
    public void copyTo(ByteBuffer target) throws IOException {
      region.readInto(target);
    }

    @Override
    public void each(FileRegion.Consumer consumer) throws IOException {
      region.each(consumer);
    }
  }

  /**
   * Wraps bytes without copying them.
   *
   * @param dtype element type
   * @param shape sizes of the dimensions, each at least 0; empty for a scalar
   * @param data little-endian bytes from its position to its limit, row-major
   * @throws IllegalArgumentException if the bytes are not as many as type and shape ask for, or
   *     more than 1 GiB
   */
  public RawTensor(DType dtype, long[] shape, ByteBuffer data) {
    this(dtype, shape, data.remaining(), inMemory(data.slice().asReadOnlyBuffer()));
  }

  /**
   * A tensor whose bytes stay in a file.
   *
   * @throws IllegalArgumentException as for the bytes themselves
   */
  RawTensor(DType dtype, long[] shape, FileRegion bytes) {
    this(dtype, shape, bytes.size(), new Stored(bytes));
  }

  /** A tensor whose bytes are made when they are asked for. */
  RawTensor(DType dtype, long[] shape, Content content) {
    this(dtype, shape, byteSize(dtype, shape), content);
  }

  private RawTensor(DType dtype, long[] shape, long found, Content content) {
    this.dtype = dtype;
    this.shape = shape.clone();
    int bytes = byteSize(dtype, shape);
    if (bytes != found) {
      throw new IllegalArgumentException(
          "%s%s needs %s bytes, found %s".formatted(dtype, Arrays.toString(shape), bytes, found));
    }
    this.size = bytes / dtype.bytes();
    this.content = content;
  }

  private static Content inMemory(ByteBuffer data) {
    return () -> data.duplicate().order(ByteOrder.LITTLE_ENDIAN);
  }

  /** An {@link DType#F32} tensor that holds a copy of {@code values}. */
  public static RawTensor of(float[] values, long... shape) {
    ByteBuffer bytes = allocate(DType.F32, values.length);
    bytes.asFloatBuffer().put(values);
    return new RawTensor(DType.F32, shape, bytes);
  }

  /** An {@link DType#I64} tensor that holds a copy of {@code values}. */
  public static RawTensor of(long[] values, long... shape) {
    ByteBuffer bytes = allocate(DType.I64, values.length);
    bytes.asLongBuffer().put(values);
    return new RawTensor(DType.I64, shape, bytes);
  }

  /**
   * Bytes of a tensor of this type and shape.
   *
   * @throws IllegalArgumentException if a size is negative, the bytes are more than {@link
   *     #MAX_BYTES}, or the dimensions more than {@link #MAX_DIMENSIONS}
   */
  static int byteSize(DType dtype, long[] shape) {
    checkDimensions(shape.length);
    long bytes = dtype.bytes();
    for (long size : shape) {
      if (size < 0) {
        throw new IllegalArgumentException("negative size in shape " + Arrays.toString(shape));
      }
      if (bytes > 0 && size > MAX_BYTES / bytes) {
        throw new IllegalArgumentException(
            "%s%s is larger than the %s bytes a tensor may have"
                .formatted(dtype, Arrays.toString(shape), MAX_BYTES));
      }
      bytes *= size;
    }
    return (int) bytes;
  }

  /**
   * Checks a number of dimensions.
   *
   * @throws IllegalArgumentException if it is more than {@link #MAX_DIMENSIONS}
   */
  static void checkDimensions(int dimensions) {
    if (dimensions > MAX_DIMENSIONS) {
      throw new IllegalArgumentException(
          "%s dimensions, allowed are %s".formatted(dimensions, MAX_DIMENSIONS));
    }
  }

  /** Element type. */
  public DType dtype() {
    return dtype;
  }

  /** Sizes of the dimensions; a fresh array. */
  public long[] shape() {
    return shape.clone();
  }

  /** Number of elements. */
  public int size() {
    return size;
  }

  /** Number of bytes. */
  public int byteSize() {
    return size * dtype.bytes();
  }

  /** The little-endian bytes, row-major: a read-only view, or a copy of what is in a file. */
  public ByteBuffer data() {
    try {
      return content.bytes().order(ByteOrder.LITTLE_ENDIAN);
    } catch (IOException e) {
      throw new UncheckedIOException(e.getMessage(), e);
    }
  }

  /** Gives the little-endian bytes, row-major, to a consumer. */
  void each(FileRegion.Consumer consumer) throws IOException {
    content.each(consumer);
  }

  /**
   * The elements as floats, row-major. Half-precision types widen exactly; {@link DType#F64} and
   * the integers round to the nearest float.
   */
  public float[] toFloats() {
    float[] values = new float[size];
    if (dtype == DType.F32) {
      data().asFloatBuffer().get(values);
    } else {
      widen(FloatBuffer.wrap(values));
    }
    return values;
  }

  /**
   * Puts the elements as {@link #toFloats} gives them into a buffer, in its byte order.
   *
   * @param target little-endian, with room for four bytes an element
   */
  void putFloats(ByteBuffer target) {
    if (dtype == DType.F32) {
      try {
        content.copyTo(target);
      } catch (IOException e) {
        throw new UncheckedIOException(e.getMessage(), e);
      }
    } else {
      widen(target.asFloatBuffer());
      target.position(target.position() + Float.BYTES * size);
    }
  }

  private void widen(FloatBuffer target) {
    ByteBuffer bytes = data();
    switch (dtype) {
      case F32 -> target.put(bytes.asFloatBuffer());
      case F16 -> fill(target, i -> HalfPrecision.toFloat(bytes.getShort(2 * i)));
      case BF16 -> fill(target, i -> Float.intBitsToFloat(bytes.getShort(2 * i) << 16));
      case F64 -> fill(target, i -> (float) bytes.getDouble(8 * i));
      case I64, I32, I16, I8, U8, BOOL -> fill(target, i -> (float) integer(bytes, i));
    }
  }

  /**
   * The elements as integers, row-major; booleans are 0 and 1.
   *
   * @throws IllegalStateException if the element type is a floating-point one
   */
  public long[] toLongs() {
    if (dtype.isFloating()) {
      throw new IllegalStateException("found a tensor of " + dtype + ", integers were asked for");
    }
    ByteBuffer bytes = data();
    long[] values = new long[size];
    for (int i = 0; i < size; i++) {
      values[i] = integer(bytes, i);
    }
    return values;
  }

  /**
   * This tensor as another floating-point type; itself if it is of that type already.
   *
   * @param target {@link DType#F32} or {@link DType#F16}; rounds to nearest, ties to even
   * @throws IllegalArgumentException if a type is another one, or if a finite element is too large
   *     for the target
   */
  public RawTensor cast(DType target) {
    if (target == dtype) {
      return this;
    }
    if (!dtype.isFloating() || (target != DType.F32 && target != DType.F16)) {
      throw new IllegalArgumentException(
          "cannot cast %s to %s; floating-point tensors can be cast to F32 and F16"
              .formatted(dtype, target));
    }
    float[] values = toFloats();
    if (target == DType.F32) {
      return of(values, shape);
    }
    ByteBuffer bytes = allocate(DType.F16, size);
    for (float value : values) {
      short half = HalfPrecision.fromFloat(value);
      if (Float.isFinite(value) && !Float.isFinite(HalfPrecision.toFloat(half))) {
        throw new IllegalArgumentException(
            "%s is too large for F16, whose largest value is %s"
                .formatted(value, HalfPrecision.MAX_VALUE));
      }
      bytes.putShort(half);
    }
    return new RawTensor(DType.F16, shape, bytes.flip());
  }

  /** Type and shape, for example {@code F32[768, 3072]}. */
  @Override
  public String toString() {
    return dtype + Arrays.toString(shape);
  }

  private long integer(ByteBuffer data, int index) {
    return switch (dtype) {
      case I64 -> data.getLong(8 * index);
      case I32 -> data.getInt(4 * index);
      case I16 -> data.getShort(2 * index);
      case I8 -> data.get(index);
      case U8 -> data.get(index) & 0xff;
      case BOOL -> data.get(index) == 0 ? 0 : 1;
      case F64, F32, F16, BF16 -> throw new IllegalStateException(dtype + " is no integer type");
    };
  }

  private static ByteBuffer allocate(DType dtype, int elements) {
    return ByteBuffer.allocate(Math.multiplyExact(elements, dtype.bytes()))
        .order(ByteOrder.LITTLE_ENDIAN);
  }

  private void fill(FloatBuffer target, FloatAt source) {
    for (int i = 0; i < size; i++) {
      target.put(i, source.at(i));
    }
  }

  private interface FloatAt {
    float at(int index);
  }
}
