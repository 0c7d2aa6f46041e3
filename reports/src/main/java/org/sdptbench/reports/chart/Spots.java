package org.sdptbench.reports.chart;

/**
 * A drawing surface that wants to know what lies where, such as that of a page which shows values
 * under the pointer. A chart that places its marks itself tells a {@link java.awt.Graphics2D} that
 * is one; marks of series are found without.
 */
public interface Spots {

  /**
   * A mark was drawn.
   *
   * @param x its place in pixels of the chart
   * @param y its place in pixels of the chart
   * @param text what it says, a line for each fact
   */
  void spot(double x, double y, String text);
}
