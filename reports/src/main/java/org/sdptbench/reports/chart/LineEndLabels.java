package org.sdptbench.reports.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;
import java.awt.geom.Line2D;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;
import org.knowm.xchart.internal.chartpart.Annotation;

/**
 * Labels right of the ends of lines, in the order of the ends, pushed apart where they would touch
 * and joined to their line by a hair.
 */
final class LineEndLabels extends Annotation {

  private static final FontRenderContext UNHINTED = new FontRenderContext(null, true, true);
  private static final double PITCH = 12.5;
  private static final double HAIR = 14;

  private final List<End> ends;
  private final double labelX;
  private final Font font = Typeface.REGULAR.font(10);

  /**
   * The end of a line, in the units of the axes.
   *
   * @param text its label
   * @param x its x
   * @param y its y
   * @param color colour of the label
   */
  record End(String text, double x, double y, Color color) {}

  /** Labels that start right of {@code labelX}, in the unit of the x axis. */
  LineEndLabels(List<End> ends, double labelX) {
    super(false);
    this.ends = ends.stream().sorted(Comparator.comparingDouble(End::y).reversed()).toList();
    this.labelX = labelX;
  }

  @Override
  public void paint(Graphics2D g) {
    double x = getXAxisScreenValue(labelX);
    double top = Math.min(getYAxisScreenValueForMin(), getYAxisScreenValueForMax());
    double bottom = Math.max(getYAxisScreenValueForMin(), getYAxisScreenValueForMax());
    double right = Math.max(getXAxisScreenValueForMin(), getXAxisScreenValueForMax());
    // The axis was made longer only to have room for the labels: take grid and ticks away there.
    g.setColor(Color.WHITE);
    g.fill(new Rectangle2D.Double(x + 2, top - 8, right - x + 2, bottom - top + 16));
    double[] y = spread();
    g.setStroke(new BasicStroke(0.6f));
    for (int i = 0; i < y.length; i++) {
      End end = ends.get(i);
      g.setColor(PlainChart.QUIET);
      g.draw(
          new Line2D.Double(
              getXAxisScreenValue(end.x()) + 3, getYAxisScreenValue(end.y()), x + HAIR - 3, y[i]));
      Shape outline = font.createGlyphVector(UNHINTED, end.text()).getOutline();
      g.setColor(end.color());
      g.fill(
          AffineTransform.getTranslateInstance(x + HAIR, y[i] + 3.5)
              .createTransformedShape(outline));
    }
    bounds = new Rectangle2D.Double(x, top, right - x, bottom - top);
  }

  /** Downward pass keeps the pitch, upward pass brings the last back inside. */
  private double[] spread() {
    double floor = Math.max(getYAxisScreenValueForMin(), getYAxisScreenValueForMax()) - 4;
    double[] y = new double[ends.size()];
    for (int i = 0; i < y.length; i++) {
      double wanted = getYAxisScreenValue(ends.get(i).y());
      y[i] = i == 0 ? wanted : Math.max(wanted, y[i - 1] + PITCH);
    }
    for (int i = y.length - 1; i >= 0; i--) {
      y[i] = Math.min(y[i], i == y.length - 1 ? floor : y[i + 1] - PITCH);
    }
    return y;
  }
}
