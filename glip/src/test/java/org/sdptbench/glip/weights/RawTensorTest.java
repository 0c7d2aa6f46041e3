package org.sdptbench.glip.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.junit.jupiter.api.Test;

class RawTensorTest {

  private static ByteBuffer littleEndian(int bytes) {
    return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
  }

  @Test
  void everyTypeIsConverted() {
    ByteBuffer shorts = littleEndian(4).putShort((short) -3).putShort((short) 300).flip();
    assertThat(new RawTensor(DType.I16, new long[] {2}, shorts).toLongs()).containsExactly(-3, 300);
    ByteBuffer ints = littleEndian(4).putInt(-70000).flip();
    assertThat(new RawTensor(DType.I32, new long[] {1}, ints).toLongs()).containsExactly(-70000);
    ByteBuffer raw = ByteBuffer.wrap(new byte[] {(byte) 200});
    assertThat(new RawTensor(DType.U8, new long[] {1}, raw).toLongs()).containsExactly(200);
    assertThat(new RawTensor(DType.I8, new long[] {1}, raw).toLongs()).containsExactly(-56);
    assertThat(new RawTensor(DType.BOOL, new long[] {1}, raw).toFloats()).containsExactly(1);
    ByteBuffer doubles = littleEndian(8).putDouble(0.1).flip();
    assertThat(new RawTensor(DType.F64, new long[] {}, doubles).toFloats()).containsExactly(0.1f);
    ByteBuffer brain = littleEndian(4).putShort((short) 0x3f80).putShort((short) 0xc049).flip();
    assertThat(new RawTensor(DType.BF16, new long[] {2}, brain).toFloats())
        .containsExactly(1f, -3.140625f);
    assertThat(RawTensor.of(new long[] {1L << 40}, 1).toFloats()).containsExactly(0x1p40f);
  }

  @Test
  void floatsAreNoIntegers() {
    assertThatIllegalStateException()
        .isThrownBy(() -> RawTensor.of(new float[] {1}, 1).toLongs())
        .withMessageContaining("F32");
  }

  @Test
  void bytesMustFitTypeAndShape() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> RawTensor.of(new float[3], 2, 2))
        .withMessage("F32[2, 2] needs 16 bytes, found 12");
    assertThatIllegalArgumentException().isThrownBy(() -> RawTensor.of(new float[1], -1, -1));
    // Products that wrap around 64 bits to something small, or to something negative.
    for (long[] shape : new long[][] {{1L << 32, 1L << 32}, {3, Long.MAX_VALUE}, {1L << 62, 2}}) {
      assertThatIllegalArgumentException().isThrownBy(() -> RawTensor.of(new float[0], shape));
    }
  }

  @Test
  void aViewIsReadOnlyAndIndependentOfItsPosition() {
    RawTensor tensor = RawTensor.of(new float[] {1, 2}, 2);
    ByteBuffer view = tensor.data();
    assertThat(view.isReadOnly()).isTrue();
    assertThat(view.getFloat()).isEqualTo(1);
    assertThat(tensor.data().getFloat()).isEqualTo(1);
    tensor.shape()[0] = 5;
    assertThat(tensor).hasToString("F32[2]");
  }

  @Test
  void everyHalfSurvivesWideningAndNarrowing() {
    for (int bits = 0; bits < 1 << 16; bits++) {
      short half = (short) bits;
      float wide = HalfPrecision.toFloat(half);
      int exponent = (bits >>> 10) & 0x1f;
      int fraction = bits & 0x3ff;
      if (exponent == 0x1f && fraction != 0) {
        assertThat(wide).isNaN();
        assertThat(HalfPrecision.toFloat(HalfPrecision.fromFloat(wide))).isNaN();
        continue;
      }
      // The definition of the format, independent of the bit tricks under test.
      double magnitude =
          exponent == 0x1f
              ? Double.POSITIVE_INFINITY
              : exponent == 0
                  ? fraction * Math.pow(2, -24)
                  : (1024 + fraction) * Math.pow(2, exponent - 25);
      assertThat((double) wide).isEqualTo(Math.copySign(magnitude, bits >= 0x8000 ? -1 : 1));
      assertThat(HalfPrecision.fromFloat(wide)).isEqualTo(half);
    }
  }

  @Test
  void narrowingRoundsToNearestWithTiesToEven() {
    for (int bits = 0; bits < 0x7bff; bits++) {
      float low = HalfPrecision.toFloat((short) bits);
      float high = HalfPrecision.toFloat((short) (bits + 1));
      float middle = (low + high) / 2;
      short even = (short) ((bits & 1) == 0 ? bits : bits + 1);
      assertThat(HalfPrecision.fromFloat(middle)).isEqualTo(even);
      assertThat(HalfPrecision.fromFloat(Math.nextDown(middle))).isEqualTo((short) bits);
      assertThat(HalfPrecision.fromFloat(Math.nextUp(middle))).isEqualTo((short) (bits + 1));
      assertThat(HalfPrecision.fromFloat(-middle)).isEqualTo((short) (even | 0x8000));
    }
    assertThat(HalfPrecision.fromFloat(65519.99f)).isEqualTo((short) 0x7bff);
    assertThat(HalfPrecision.fromFloat(65520f)).isEqualTo((short) 0x7c00);
    assertThat(HalfPrecision.fromFloat(Float.MAX_VALUE)).isEqualTo((short) 0x7c00);
    assertThat(HalfPrecision.fromFloat(Float.NEGATIVE_INFINITY)).isEqualTo((short) 0xfc00);
  }
}
