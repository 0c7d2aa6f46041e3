package org.sdptbench.glip.head;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class AnchorsTest {
  @Test
  void firstAnchorsAreGlips() {
    Anchors anchors = Anchors.ofImage(800, 1344, 5, 8);
    assertThat(anchors.count()).isEqualTo(100 * 168 + 50 * 84 + 25 * 42 + 13 * 21 + 7 * 11);
    float[][] expected = {
      {-28, -28, 35, 35},
      {-56, -56, 71, 71},
      {-112, -112, 143, 143},
      {-224, -224, 287, 287},
      {-448, -448, 575, 575}
    };
    float[] box = new float[4];
    for (int level = 0; level < 5; level++) {
      anchors.copy(anchors.start(level), box, 0);
      assertThat(box).containsExactly(expected[level]);
    }
    anchors.copy(anchors.start(1) + 84 + 2, box, 0);
    assertThat(box).containsExactly(-56 + 32, -56 + 16, 71 + 32, 71 + 16);
  }

  @Test
  void miniHasThreeLevelsOfOddScale() {
    Anchors anchors = Anchors.ofImage(128, 128, 3, 3);
    assertThat(anchors.count()).isEqualTo(336);
    float[] box = new float[4];
    anchors.copy(0, box, 0);
    assertThat(box).containsExactly(-8, -8, 15, 15);
  }

  @Test
  void decodingInvertsEncoding() {
    float[] anchor = {-28, -28, 35, 35};
    float[] box = {3.25f, 7, 90.5f, 21.75f};
    float[] code = new float[4];
    float[] decoded = new float[4];
    BoxCoder.encode(box, 0, anchor, 0, code, 0);
    // Centres (46.875, 14.375) and (3.5, 3.5), sizes 88.25 x 15.75 and 64 x 64.
    assertThat(code[0]).isCloseTo(10 * 43.375f / 64, within(1e-5f));
    assertThat(code[1]).isCloseTo(10 * 10.875f / 64, within(1e-5f));
    assertThat(code[2]).isCloseTo((float) (5 * Math.log(88.25 / 64)), within(1e-5f));
    assertThat(code[3]).isCloseTo((float) (5 * Math.log(15.75 / 64)), within(1e-5f));
    BoxCoder.decode(code, 0, anchor, 0, decoded, 0);
    assertThat(decoded).containsExactly(box, within(1e-4f));
  }

  @Test
  void growthIsLimited() {
    float[] decoded = new float[4];
    BoxCoder.decode(new float[] {0, 0, 1e9f, 0}, 0, new float[] {0, 0, 15, 15}, 0, decoded, 0);
    assertThat(decoded[2] - decoded[0] + 1).isCloseTo(1000, within(1e-2f));
    assertThat(decoded[3] - decoded[1] + 1).isCloseTo(16, within(1e-4f));
  }
}
