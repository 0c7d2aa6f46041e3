package org.sdptbench.reports.chart;

import java.awt.Graphics2D;
import java.awt.geom.Path2D;
import org.knowm.xchart.style.markers.Marker;

/** A mark with corners, filled with the colour of the pen. */
final class PolygonMark extends Marker {

  /** A triangle that points to the right. */
  static final Marker TRIANGLE_RIGHT =
      new PolygonMark(new double[][] {{-0.45, -0.55}, {0.6, 0}, {-0.45, 0.55}});

  /** A star of five points. */
  static final Marker STAR = new PolygonMark(star());

  /** In units of the size of a mark, from its middle. */
  private final double[][] corners;

  private PolygonMark(double[][] corners) {
    this.corners = corners;
  }

  private static double[][] star() {
    double[][] corners = new double[10][];
    for (int i = 0; i < 10; i++) {
      double radius = i % 2 == 0 ? 0.72 : 0.32;
      double angle = Math.PI * i / 5;
      corners[i] = new double[] {radius * Math.sin(angle), -radius * Math.cos(angle)};
    }
    return corners;
  }

  @Override
  public void paint(Graphics2D g, double x, double y, int size) {
    Path2D path = new Path2D.Double();
    for (double[] corner : corners) {
      double cx = x + size * corner[0];
      double cy = y + size * corner[1];
      if (path.getCurrentPoint() == null) {
        path.moveTo(cx, cy);
      } else {
        path.lineTo(cx, cy);
      }
    }
    path.closePath();
    g.fill(path);
  }
}
