package org.sdptbench.reports.chart;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Comparator;
import java.util.List;
import org.knowm.xchart.internal.chartpart.Annotation;

/**
 * Labels right of the ends of lines, in the order of the ends, pushed apart where they would touch
 * and joined to their line by a hair.
 */
final class LineEndLabels extends Annotation {

  private static final Lettering LETTERING = new Lettering(Typeface.REGULAR.font(10));
  private static final double PITCH = 12.5;
  private static final double HAIR = 14;

  private final List<End> ends;
  private final double labelX;

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
    double above = Math.max(0, top - 8);
    g.fill(new Rectangle2D.Double(x + 2, above, right - x + 2, bottom + 8 - above));
    double[] wanted = ends.stream().mapToDouble(end -> getYAxisScreenValue(end.y())).toArray();
    double[] y = Spread.apart(wanted, PITCH, top + 2, bottom - 4);
    for (int i = 0; i < y.length; i++) {
      End end = ends.get(i);
      new Pen(g)
          .hair(
              getXAxisScreenValue(end.x()) + 3,
              getYAxisScreenValue(end.y()),
              x + HAIR - 3,
              y[i],
              end.color());
      g.setColor(end.color());
      g.fill(LETTERING.outline(LETTERING.fit(end.text(), right - x - HAIR), x + HAIR, y[i]));
    }
    bounds = new Rectangle2D.Double(x, top, right - x, bottom - top);
  }
}
