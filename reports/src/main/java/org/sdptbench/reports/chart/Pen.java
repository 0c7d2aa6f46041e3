package org.sdptbench.reports.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.geom.Line2D;
import java.awt.geom.Path2D;
import java.util.List;
import org.sdptbench.reports.chart.MethodStyles.Style;

/** Draws the parts of a chart; all lengths in pixels. */
final class Pen {

  private static final BasicStroke RIM =
      new BasicStroke(3f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  private static final BasicStroke BAR =
      new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER);
  private static final float[] DASH = {5, 4};

  private final Graphics2D g;

  /** What of a text stands at its x. */
  enum Anchor {
    /** Its begin. */
    START,
    /** Its middle. */
    MIDDLE,
    /** Its end. */
    END
  }

  Pen(Graphics2D g) {
    this.g = g;
  }

  /** A line. */
  void line(double x1, double y1, double x2, double y2, Color color, float width) {
    g.setColor(color);
    g.setStroke(new BasicStroke(width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_MITER));
    g.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  /** A hair that leads from a point to its label. */
  void hair(double x1, double y1, double x2, double y2, Color color) {
    Color faint = new Color(color.getRed(), color.getGreen(), color.getBlue(), 140);
    line(x1, y1, x2, y2, faint, 0.6f);
  }

  /** A dashed line. */
  void dashed(double x1, double y1, double x2, double y2, Color color) {
    g.setColor(color);
    g.setStroke(new BasicStroke(1.2f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_BEVEL, 1, DASH, 0));
    g.draw(new Line2D.Double(x1, y1, x2, y2));
  }

  /** A line through points, in the style of a method. */
  void path(List<double[]> points, Style style) {
    if (points.size() > 1) {
      Path2D path = new Path2D.Double();
      path.moveTo(points.get(0)[0], points.get(0)[1]);
      points.stream().skip(1).forEach(point -> path.lineTo(point[0], point[1]));
      g.setColor(style.color());
      g.setStroke(style.line());
      g.draw(path);
    }
  }

  /** A bar of an interval with short ends, from one point to another, upright or level. */
  void whisker(double x1, double y1, double x2, double y2, Color color, double cap) {
    g.setColor(color);
    g.setStroke(BAR);
    g.draw(new Line2D.Double(x1, y1, x2, y2));
    double dx = x1 == x2 ? cap : 0;
    double dy = x1 == x2 ? 0 : cap;
    g.draw(new Line2D.Double(x1 - dx, y1 - dy, x1 + dx, y1 + dy));
    g.draw(new Line2D.Double(x2 - dx, y2 - dy, x2 + dx, y2 + dy));
  }

  /** The mark of a method, with a white rim that keeps it apart from the marks below. */
  void mark(double x, double y, Style style, int size) {
    g.setColor(Color.WHITE);
    style.mark().paint(g, x, y, size + 2);
    g.setColor(style.color());
    style.mark().paint(g, x, y, size);
  }

  /** Says what a mark means to a surface that wants to know. */
  void spot(double x, double y, String text) {
    if (g instanceof Spots spots) {
      spots.spot(x, y, text);
    }
  }

  /** The cross of a run that diverged. */
  void cross(double x, double y, Color color) {
    g.setColor(color);
    g.setStroke(new BasicStroke(1.8f));
    g.draw(new Line2D.Double(x - 3.5, y - 3.5, x + 3.5, y + 3.5));
    g.draw(new Line2D.Double(x - 3.5, y + 3.5, x + 3.5, y - 3.5));
  }

  /** A text whose lower-case letters have their middle at y. */
  void text(String text, double x, double y, Anchor anchor, Lettering lettering, Color color) {
    double width = anchor == Anchor.START ? 0 : lettering.width(text);
    double begin = anchor == Anchor.START ? x : anchor == Anchor.END ? x - width : x - width / 2;
    g.setColor(color);
    g.fill(lettering.outline(text, begin, y));
  }

  /** A shape in one colour, on a white rim that keeps lines from striking it through. */
  void rimmed(Shape shape, Color color) {
    g.setColor(Color.WHITE);
    g.setStroke(RIM);
    g.draw(shape);
    g.setColor(color);
    g.fill(shape);
  }
}
