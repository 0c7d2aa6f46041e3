package org.sdptbench.harness.data.picto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import org.junit.jupiter.api.Test;

class OutlineFillTest {
  @Test
  void partlyCoveredPixelsCountInPart() {
    float[] coverage = OutlineFill.coverage(new Rectangle2D.Double(1.25, 2.5, 3.5, 2), 8);
    assertThat(coverage[3 * 8 + 2]).isCloseTo(1f, within(1e-6f));
    assertThat(coverage[3 * 8 + 1]).isCloseTo(0.75f, within(1e-6f));
    assertThat(coverage[2 * 8 + 4]).isCloseTo(0.375f, within(1e-6f));
    assertThat(sum(coverage)).isCloseTo(7, within(1e-5));
  }

  @Test
  void windingDecidesAboutHoles() {
    Path2D same = new Path2D.Double();
    square(same, 1, 7, false);
    square(same, 3, 5, false);
    assertThat(sum(OutlineFill.coverage(same, 8))).isCloseTo(36, within(1e-4));
    Path2D opposite = new Path2D.Double();
    square(opposite, 1, 7, false);
    square(opposite, 3, 5, true);
    assertThat(sum(OutlineFill.coverage(opposite, 8))).isCloseTo(32, within(1e-4));
  }

  @Test
  void curvesAgreeWithJava2d() {
    Path2D drop = new Path2D.Double(Path2D.WIND_NON_ZERO);
    drop.moveTo(16, 2);
    drop.quadTo(34, 20, 16, 30);
    drop.quadTo(-4, 22, 16, 2);
    drop.closePath();
    BufferedImage image = new BufferedImage(32, 32, BufferedImage.TYPE_INT_ARGB);
    Graphics2D g = image.createGraphics();
    g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    g.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
    g.setColor(Color.WHITE);
    g.fill(drop);
    g.dispose();
    float[] coverage = OutlineFill.coverage(OutlineFill.flatten(drop), 32);
    for (int i = 0; i < coverage.length; i++) {
      float expected = (image.getRGB(i % 32, i / 32) >>> 24) / 255f;
      // Java2D samples 8 by 8 points a pixel.
      assertThat(coverage[i]).as("pixel %d", i).isCloseTo(expected, within(0.13f));
    }
  }

  @Test
  void cubicCurvesAreRefused() {
    assertThatThrownBy(() -> OutlineFill.flatten(new Ellipse2D.Double(1, 1, 5, 5)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private static void square(Path2D path, double from, double to, boolean reversed) {
    path.moveTo(from, from);
    path.lineTo(reversed ? from : to, reversed ? to : from);
    path.lineTo(to, to);
    path.lineTo(reversed ? to : from, reversed ? from : to);
    path.closePath();
  }

  private static double sum(float[] values) {
    double sum = 0;
    for (float v : values) {
      sum += v;
    }
    return sum;
  }
}
