package org.sdptbench.reports.html;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Attribute;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.jsoup.nodes.Node;
import org.jsoup.parser.Parser;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.XYSeries;
import org.sdptbench.reports.chart.Figure;
import org.sdptbench.reports.chart.Spots;

/**
 * A chart as an {@code svg} element of the page. Colours become variables of the style sheet, which
 * has one for light and one for dark; styles become attributes, which the page's policy allows;
 * coordinates keep hundredths of a pixel.
 */
final class InlineChart {

  private static final Pattern LONG_NUMBER =
      Pattern.compile("-?\\d+\\.\\d{3,}(?:[eE][-+]?\\d+)?|-?\\d+\\.\\d+[eE][-+]?\\d+");
  private static final Pattern COLOR = Pattern.compile("rgb\\((\\d+),(\\d+),(\\d+)\\)");

  /** Columns of a chart's data that hold metrics, as fractions. */
  private static final Pattern FRACTIONS = Pattern.compile("value|ci95_.*|validation_AP");

  private static final Pattern LINK = Pattern.compile("url\\(#([^)]*)\\)");

  private final SortedSet<String> colors = new TreeSet<>();

  /**
   * The values of a chart.
   *
   * @param header names of the columns of its data
   * @param rows its data
   * @param points x and y in the chart's pixels, and what lies there: the index of a row, or a text
   * @param inPoints columns of fractions that the chart shows in points
   */
  record Values(
      List<String> header,
      List<List<String>> rows,
      List<List<Object>> points,
      List<Integer> inPoints) {}

  /**
   * A chart of the page.
   *
   * @param svg the drawing
   * @param values its values
   */
  record Drawing(Element svg, Values values) {}

  /** Colours that the charts drawn so far use, as six hexadecimal digits. */
  SortedSet<String> colors() {
    return colors;
  }

  /**
   * Draws a chart.
   *
   * @param id starts the ids of the elements inside; different for every chart of a page
   */
  Drawing draw(Figure figure, String id) throws IOException {
    XYChart chart = figure.chart();
    SpotGraphics graphics = new SpotGraphics();
    Values values =
        figure.draw(
            drawn -> {
              figure.paint(graphics);
              return values(figure, graphics.spots); // asks the chart where it has its marks
            });
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    new SVGProcessor()
        .getDocument(graphics.getCommands(), new PageSize(chart.getWidth(), chart.getHeight()))
        .writeTo(bytes);
    Document document =
        Jsoup.parse(new ByteArrayInputStream(bytes.toByteArray()), "UTF-8", "", Parser.xmlParser());
    Element svg = document.expectFirst("svg");
    svg.clearAttributes();
    svg.attr("viewBox", "0 0 %s %s".formatted(chart.getWidth(), chart.getHeight()))
        .attr("width", Integer.toString(chart.getWidth()))
        .attr("height", Integer.toString(chart.getHeight()))
        .attr("role", "img")
        .attr("aria-label", Elements.plain(figure.caption()));
    for (Element element : svg.getAllElements()) {
      adapt(element, id);
      // Words are drawn as outlines: all text is white space between elements.
      element.textNodes().forEach(Node::remove);
    }
    svg.remove();
    return new Drawing(svg, values);
  }

  private static Values values(Figure figure, List<List<Object>> spots) {
    List<String> header = figure.data().header();
    XYChart chart = figure.chart();
    // Without ticks the axes have no scale, and the chart itself says where its marks lie.
    List<List<Object>> points = chart.getStyler().isXAxisTicksVisible() ? points(figure) : spots;
    String axis = chart.getYAxisTitle();
    List<Integer> inPoints =
        axis != null && axis.contains("(points)")
            ? IntStream.range(0, header.size())
                .filter(i -> FRACTIONS.matcher(header.get(i)).matches())
                .boxed()
                .toList()
            : List.of();
    return new Values(header, figure.data().rows(), points, inPoints);
  }

  private void adapt(Element element, String id) {
    for (Attribute attribute : element.attributes().asList()) {
      String value = attribute.getValue();
      switch (attribute.getKey()) {
        case "id" -> element.attr("id", id + "-" + value);
        case "clip-path" ->
            element.attr("clip-path", LINK.matcher(value).replaceAll("url(#" + id + "-$1)"));
        case "style" -> {
          element.removeAttr("style");
          style(element, value);
        }
        case "transform" -> {
          if (value.startsWith("translate")) {
            element.attr("transform", rounded(value));
          }
        }
        case "aria-label" -> {}
        default -> element.attr(attribute.getKey(), rounded(value));
      }
    }
  }

  private void style(Element element, String style) {
    for (String declaration : style.split(";", -1)) {
      String[] parts = declaration.split(":", 2);
      if (parts.length == 2 && !declaration.equals("stroke:none")) {
        element.attr(parts[0].strip(), color(parts[1].strip()));
      }
    }
  }

  private String color(String value) {
    Matcher matcher = COLOR.matcher(value);
    if (!matcher.matches()) {
      return value;
    }
    String color =
        String.format(
            Locale.ROOT,
            "%02x%02x%02x",
            Integer.parseInt(matcher.group(1)),
            Integer.parseInt(matcher.group(2)),
            Integer.parseInt(matcher.group(3)));
    colors.add(color);
    return "var(--c-%s)".formatted(color);
  }

  private static String rounded(String text) {
    return LONG_NUMBER
        .matcher(text)
        .replaceAll(
            match -> {
              BigDecimal value = new BigDecimal(match.group()).setScale(2, RoundingMode.HALF_EVEN);
              return value.signum() == 0 ? "0" : value.stripTrailingZeros().toPlainString();
            });
  }

  /**
   * Finds where the values of a chart that was drawn lie in it. A point of a series belongs to the
   * first row of the data that holds its x and its y and has no point yet; a level line, which has
   * no x of its own, to the first that holds its y.
   */
  private static List<List<Object>> points(Figure figure) {
    double[][] rows =
        figure.data().rows().stream()
            .map(row -> row.stream().mapToDouble(InlineChart::number).toArray())
            .toArray(double[][]::new);
    BitSet found = new BitSet();
    List<List<Object>> points = new ArrayList<>();
    XYChart chart = figure.chart();
    for (XYSeries series : chart.getSeriesCollection()) {
      double[] x = series.getXData();
      double[] y = series.getYData();
      boolean level = y.length > 1 && DoubleStream.of(y).allMatch(v -> v == y[0]);
      for (int i = 0; i < x.length; i++) {
        for (int r = 0; r < rows.length; r++) {
          if (!found.get(r) && holds(rows[r], y[i]) && (level || holds(rows[r], x[i]))) {
            found.set(r);
            points.add(
                List.of(
                    Math.round(chart.getScreenXFromChart(x[i])),
                    Math.round(chart.getScreenYFromChart(y[i])),
                    r));
            break;
          }
        }
      }
    }
    return points;
  }

  private static boolean holds(double[] row, double value) {
    for (double number : row) {
      if (number == value) {
        return true;
      }
    }
    return false;
  }

  /** The number that a text is, or NaN, which equals none. */
  private static double number(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  /** Keeps what the chart says of its marks. */
  private static final class SpotGraphics extends VectorGraphics2D implements Spots {
    private final List<List<Object>> spots = new ArrayList<>();

    @Override
    public void spot(double x, double y, String text) {
      spots.add(List.of(Math.round(x), Math.round(y), text));
    }
  }
}
