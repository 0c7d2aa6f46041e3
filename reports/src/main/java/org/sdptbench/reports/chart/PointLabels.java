package org.sdptbench.reports.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Point2D;
import java.awt.geom.Rectangle2D;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.knowm.xchart.internal.chartpart.Annotation;

/**
 * Labels beside their points, each where it covers the least: of eight places around its point a
 * label takes the one that overlaps marks, error bars, earlier labels and the rim the least.
 */
final class PointLabels extends Annotation {

  private static final FontRenderContext UNHINTED = new FontRenderContext(null, true, true);
  private static final double GAP = 8;
  private static final double MARK = 6;
  private static final BasicStroke RIM =
      new BasicStroke(3f, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);

  private final List<Point> points;
  private final List<Segment> lines;
  private final Font font = Typeface.REGULAR.font(PlainChart.FONT_SIZE);
  private Rectangle2D covered = new Rectangle2D.Double();

  /**
   * A labelled point, in the units of the axes.
   *
   * @param text its label
   * @param x its x
   * @param low lower end of its error bar, or its y
   * @param y its y
   * @param high upper end of its error bar, or its y
   * @param color colour of the label
   */
  record Point(String text, double x, double low, double y, double high, Color color) {}

  /**
   * A horizontal or vertical line that labels should not cross, in the units of the axes.
   *
   * @param x1 smaller x
   * @param y1 smaller y
   * @param x2 larger x
   * @param y2 larger y
   */
  record Segment(double x1, double y1, double x2, double y2) {}

  PointLabels(List<Point> points, List<Segment> lines) {
    super(false);
    this.lines = List.copyOf(lines);
    // From the top down, so that the result does not hang on the order of the plan alone.
    this.points = points.stream().sorted(Comparator.comparingDouble(Point::y).reversed()).toList();
  }

  @Override
  public void paint(Graphics2D g) {
    Rectangle2D plot = new Rectangle2D.Double();
    plot.setFrameFromDiagonal(
        getXAxisScreenValueForMin(),
        getYAxisScreenValueForMin(),
        getXAxisScreenValueForMax(),
        getYAxisScreenValueForMax());
    List<Rectangle2D> taken = new ArrayList<>();
    for (Segment segment : lines) {
      Rectangle2D box = new Rectangle2D.Double();
      box.setFrameFromDiagonal(
          getXAxisScreenValue(segment.x1()) - 1,
          getYAxisScreenValue(segment.y1()) - 1,
          getXAxisScreenValue(segment.x2()) + 1,
          getYAxisScreenValue(segment.y2()) + 1);
      taken.add(box);
    }
    for (Point point : points) {
      double x = getXAxisScreenValue(point.x());
      double y = getYAxisScreenValue(point.y());
      double top = getYAxisScreenValue(point.high());
      double bottom = getYAxisScreenValue(point.low());
      taken.add(new Rectangle2D.Double(x - MARK, y - MARK, 2 * MARK, 2 * MARK));
      taken.add(new Rectangle2D.Double(x - 2, top, 4, bottom - top));
    }
    for (Point point : points) {
      Shape outline = font.createGlyphVector(UNHINTED, point.text()).getOutline();
      Rectangle2D size = outline.getBounds2D();
      Rectangle2D best = place(point, size, plot, taken);
      taken.add(best);
      covered = covered.createUnion(best);
      Shape text =
          AffineTransform.getTranslateInstance(best.getX() - size.getX(), best.getY() - size.getY())
              .createTransformedShape(outline);
      // A white rim keeps grid lines from striking the label through.
      g.setColor(Color.WHITE);
      g.setStroke(RIM);
      g.draw(text);
      g.setColor(point.color());
      g.fill(text);
    }
    bounds = covered;
  }

  private Rectangle2D place(
      Point point, Rectangle2D size, Rectangle2D plot, List<Rectangle2D> taken) {
    double x = getXAxisScreenValue(point.x());
    double y = getYAxisScreenValue(point.y());
    double width = size.getWidth();
    double height = size.getHeight();
    double top = Math.min(y - GAP, getYAxisScreenValue(point.high()) - 3);
    double bottom = Math.max(y + GAP, getYAxisScreenValue(point.low()) + 3);
    List<Point2D> corners =
        List.of(
            new Point2D.Double(x + GAP, y - height / 2),
            new Point2D.Double(x - GAP - width, y - height / 2),
            new Point2D.Double(x - width / 2, top - height),
            new Point2D.Double(x - width / 2, bottom),
            new Point2D.Double(x + GAP, y - GAP - height),
            new Point2D.Double(x + GAP, y + GAP),
            new Point2D.Double(x - GAP - width, y - GAP - height),
            new Point2D.Double(x - GAP - width, y + GAP));
    Rectangle2D best = new Rectangle2D.Double();
    double least = Double.POSITIVE_INFINITY;
    for (Point2D corner : corners) {
      Rectangle2D candidate = new Rectangle2D.Double(corner.getX(), corner.getY(), width, height);
      double cost = area(candidate) - area(candidate.createIntersection(plot));
      for (Rectangle2D other : taken) {
        // A hair line that crosses a label hurts as much as a mark that touches it.
        cost += candidate.intersects(other) ? 40 + area(candidate.createIntersection(other)) : 0;
      }
      if (cost < least) {
        least = cost;
        best = candidate;
      }
    }
    return best;
  }

  private static double area(Rectangle2D r) {
    return Math.max(0, r.getWidth()) * Math.max(0, r.getHeight());
  }
}
