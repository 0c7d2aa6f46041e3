package org.sdptbench.reports.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.geom.Rectangle2D;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYChartBuilder;
import org.knowm.xchart.XYSeries;
import org.knowm.xchart.internal.chartpart.Annotation;
import org.knowm.xchart.style.XYStyler;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.sdptbench.reports.stats.Interval;

/** An empty chart in the manner of the report: white, thin grey axes, no legend, no frame. */
final class PlainChart {

  static final Color INK = new Color(0x333333);
  static final Color FAINT = new Color(0xE4E4E4);
  static final Color QUIET = new Color(0x9A9A9A);
  static final float FONT_SIZE = 11.5f;

  private PlainChart() {}

  static XYChart of(int width, int height, String xTitle, String yTitle) {
    XYChart chart = new XYChartBuilder().width(width).height(height).build();
    chart.setXAxisTitle(xTitle);
    chart.setYAxisTitle(yTitle);
    XYStyler style = chart.getStyler();
    Font font = Typeface.REGULAR.font(FONT_SIZE);
    style.setBaseFont(font);
    style.setLocale(Locale.ROOT);
    style.setChartFontColor(INK);
    style.setChartBackgroundColor(Color.WHITE);
    style.setChartPadding(4);
    style.setChartTitleVisible(false);
    style.setLegendVisible(false);
    style.setPlotBorderVisible(false);
    style.setPlotBackgroundColor(Color.WHITE);
    style.setPlotContentSize(0.98);
    style.setPlotMargin(0);
    style.setPlotGridVerticalLinesVisible(false);
    style.setPlotGridLinesColor(FAINT);
    style.setPlotGridLinesStroke(new BasicStroke(0.8f));
    style.setPlotTicksMarksVisible(false);
    style.setAxisTitleFont(font);
    style.setAxisTitlePadding(6);
    style.setAxisTickLabelsFont(font);
    style.setAxisTickLabelsColor(INK);
    style.setAxisTickMarksColor(QUIET);
    style.setAxisTickMarksStroke(new BasicStroke(0.8f));
    style.setAxisTickMarkLength(4);
    style.setMarkerSize(8);
    style.setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Line);
    return chart;
  }

  /** A chart without axes of its own, for what has rows, panels or levels in place of numbers. */
  static XYChart drawn(int width, int height, Consumer<Pen> drawing) {
    XYChart chart = of(width, height, "", "");
    XYStyler style = chart.getStyler();
    style.setAxisTitlesVisible(false);
    style.setAxisTicksVisible(false);
    style.setPlotGridLinesVisible(false);
    style.setDefaultSeriesRenderStyle(XYSeries.XYSeriesRenderStyle.Scatter);
    series(chart, new double[] {0, 1}, new double[] {0, 1}).setMarker(SeriesMarkers.NONE);
    chart.addAnnotation(
        new Annotation(true) {
          @Override
          public void paint(Graphics2D g) {
            drawing.accept(new Pen(g));
            bounds = new Rectangle2D.Double(0, 0, width, height);
          }
        });
    return chart;
  }

  /** Adds a series. Its name is a number: labels need not differ, nor do they show. */
  static XYSeries series(XYChart chart, double[] x, double[] y) {
    return chart.addSeries(Integer.toString(chart.getSeriesCollection().size()), x, y);
  }

  /** Adds a series of one value with its interval, if it has one. */
  static XYSeries series(XYChart chart, double[] x, double[] y, @Nullable Interval interval) {
    if (interval == null) {
      return series(chart, x, y);
    }
    String name = Integer.toString(chart.getSeriesCollection().size());
    return chart.addSeries(name, x, y, new double[] {interval.halfWidth()});
  }

  /** Adds a line without marks. */
  static void line(XYChart chart, double[] x, double[] y, Color color, BasicStroke stroke) {
    XYSeries series = series(chart, x, y);
    series.setMarker(SeriesMarkers.NONE);
    series.setLineColor(color);
    series.setLineStyle(stroke);
  }

  /** The next multiple of the step at or below a value. */
  static double floorTo(double value, double step) {
    return Math.floor(value / step) * step;
  }

  /** The next multiple of the step at or above a value. */
  static double ceilTo(double value, double step) {
    return Math.ceil(value / step) * step;
  }

  /** Formats a count on an axis, e.g. {@code 10 k}. */
  static String count(double value) {
    if (value >= 1e6) {
      return whole(value / 1e6) + " M";
    }
    return value >= 1e3 ? whole(value / 1e3) + " k" : whole(value);
  }

  private static String whole(double value) {
    return String.format(Locale.ROOT, value == Math.rint(value) ? "%.0f" : "%.1f", value);
  }
}
