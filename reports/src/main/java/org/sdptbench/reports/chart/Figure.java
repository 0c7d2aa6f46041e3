package org.sdptbench.reports.chart;

import java.awt.Graphics2D;
import java.util.function.Function;
import org.knowm.xchart.XYChart;
import org.sdptbench.reports.table.TextTable;

/**
 * A chart with what belongs to it.
 *
 * @param name file name without extension
 * @param caption what it shows and how to read it
 * @param chart the chart, in pixels of which four make a millimetre on paper
 * @param data every value drawn, unrounded, as text
 */
public record Figure(String name, String caption, XYChart chart, TextTable data) {

  /** Pixels per millimetre on paper. */
  public static final double PIXELS_PER_MILLIMETRE = 4;

  /**
   * Works with the chart while nobody else does: to be painted changes it, and several formats are
   * written at once.
   */
  public <T> T draw(Function<XYChart, T> work) {
    synchronized (chart) {
      return work.apply(chart);
    }
  }

  /** Paints the chart in its own size. */
  public void paint(Graphics2D graphics) {
    draw(
        drawn -> {
          drawn.paint(graphics, drawn.getWidth(), drawn.getHeight());
          return drawn;
        });
  }

  /** Width on paper in millimetres. */
  public double widthInMillimetres() {
    return chart.getWidth() / PIXELS_PER_MILLIMETRE;
  }

  /** Height on paper in millimetres. */
  public double heightInMillimetres() {
    return chart.getHeight() / PIXELS_PER_MILLIMETRE;
  }
}
