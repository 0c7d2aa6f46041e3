package org.sdptbench.glip.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.tensor.Scope;

class ImageInputTest {
  private static final float[] MEAN = {103.53f, 116.28f, 123.675f};
  private static final float[] DEVIATION = {57.375f, 57.12f, 58.395f};

  private static byte[] noise(int width, int height) {
    byte[] rgb = new byte[3 * width * height];
    new SplittableRandom(4).nextBytes(rgb);
    return rgb;
  }

  @Test
  void sameSizeKeepsTheBytes() {
    byte[] rgb = noise(7, 5);
    ImageSize size = new ImageSize(7, 5);
    assertThat(BilinearResize.resize(rgb, size, size)).isEqualTo(rgb);
  }

  @Test
  void oneColourStaysOneColour() {
    byte[] rgb = new byte[3 * 9 * 4];
    Arrays.fill(rgb, (byte) 201);
    for (ImageSize to : List.of(new ImageSize(31, 2), new ImageSize(1, 1), new ImageSize(2, 17))) {
      byte[] out = BilinearResize.resize(rgb, new ImageSize(9, 4), to);
      assertThat(out).hasSize(3 * to.width() * to.height()).containsOnly((byte) 201);
    }
  }

  /** Half the width: a triangle two outputs wide over inputs at distances ±½ and ±1½. */
  @Test
  void shrinkingAveragesWithATriangle() {
    byte[] rgb = new byte[3 * 8];
    int[] values = {0, 0, 0, 160, 80, 56, 0, 0};
    for (int x = 0; x < values.length; x++) {
      Arrays.fill(rgb, 3 * x, 3 * x + 3, (byte) values[x]);
    }
    byte[] out = BilinearResize.resize(rgb, new ImageSize(8, 1), new ImageSize(4, 1));
    // Weights 1/8, 3/8, 3/8, 1/8; at the border 1/7, 3/7, 3/7.
    assertThat(new int[] {out[0], out[3], out[6], out[9]}).containsExactly(0, 70, 71, 8);
  }

  @Test
  void channelsAreNormalisedInBgr() {
    byte[] rgb = {(byte) 255, (byte) 128, 0};
    PreparedImage image = ImageInput.prepare(repeat(rgb, 4), 2, 2, 2, 10);
    assertThat(image.size()).isEqualTo(new ImageSize(2, 2));
    float[] normalised = {
      (0 - 103.53f) / 57.375f, (128 - 116.28f) / 57.12f, (255 - 123.675f) / 58.395f
    };
    try (Scope scope = new Scope()) {
      float[] pixels = ImageInput.batch(List.of(image)).toFloatArray();
      for (int c = 0; c < 3; c++) {
        for (int y = 0; y < 32; y++) {
          for (int x = 0; x < 32; x++) {
            float expected = y < 2 && x < 2 ? normalised[c] : 0;
            assertThat(pixels[(c * 32 + y) * 32 + x]).isCloseTo(expected, within(1e-6f));
          }
        }
      }
    }
  }

  private static byte[] repeat(byte[] pixel, int times) {
    byte[] out = new byte[pixel.length * times];
    for (int i = 0; i < out.length; i++) {
      out[i] = pixel[i % pixel.length];
    }
    return out;
  }

  @Test
  void batchesPadToTheLargestAndToThirtyTwo() {
    PreparedImage a = ImageInput.prepare(noise(40, 20), 40, 20, 20, 100);
    PreparedImage b = ImageInput.prepare(noise(10, 33), 10, 33, 10, 100);
    try (Scope scope = new Scope()) {
      NDArray batch = ImageInput.batch(List.of(a, b));
      assertThat(batch.getShape().getShape()).containsExactly(2, 3, 64, 64);
      float[] pixels = batch.toFloatArray();
      for (int i = 0; i < 2; i++) {
        PreparedImage image = i == 0 ? a : b;
        int w = image.size().width();
        int h = image.size().height();
        for (int c = 0; c < 3; c++) {
          for (int y = 0; y < 64; y++) {
            for (int x = 0; x < 64; x++) {
              boolean inside = y < h && x < w;
              int value = inside ? image.rgb()[(y * w + x) * 3 + 2 - c] & 0xff : 0;
              float expected = inside ? (value - MEAN[c]) / DEVIATION[c] : 0;
              assertThat(pixels[((i * 3 + c) * 64 + y) * 64 + x])
                  .isCloseTo(expected, within(1e-6f));
            }
          }
        }
      }
    }
  }

  @Test
  void flippingTwiceIsNothing() {
    PreparedImage image = ImageInput.prepare(noise(6, 4), 6, 4, 4, 10);
    PreparedImage flipped = image.flipped();
    assertThat(Arrays.copyOf(flipped.rgb(), 3)).isEqualTo(Arrays.copyOfRange(image.rgb(), 15, 18));
    assertThat(flipped.rgb()).isNotEqualTo(image.rgb());
    assertThat(flipped.flipped().rgb()).isEqualTo(image.rgb());
    XyxyBox box = new XyxyBox(1, 0, 3, 2);
    assertThat(box.flipped(6)).isEqualTo(new XyxyBox(2, 0, 4, 2));
    assertThat(box.flipped(6).flipped(6)).isEqualTo(box);
  }

  @Test
  void boxesKeepTheirSizeThroughBothForms() {
    XyxyBox box = XyxyBox.ofXywh(3, 4, 10, 1);
    assertThat(box).isEqualTo(new XyxyBox(3, 4, 12, 4));
    assertThat(box.width()).isEqualTo(10);
    assertThat(box.height()).isEqualTo(1);
  }

  @Test
  void aWrongNumberOfBytesIsRefused() {
    assertThatThrownBy(() -> ImageInput.prepare(new byte[11], 2, 2, 2, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("needs 12 bytes, found 11");
    assertThatThrownBy(() -> ImageInput.prepare(new byte[0], 0, 2, 2, 10))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("0 x 2");
    assertThatThrownBy(() -> ImageInput.batch(List.of()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void extremeShapesKeepAtLeastOnePixel() {
    assertThat(new ImageSize(1, 5000).resized(800, 1333)).isEqualTo(new ImageSize(1, 5000));
    assertThat(new ImageSize(2, 9000).resized(800, 1333)).isEqualTo(new ImageSize(1, 4500));
  }
}
