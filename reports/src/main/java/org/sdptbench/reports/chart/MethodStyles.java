package org.sdptbench.reports.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.knowm.xchart.style.markers.Marker;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.ReportPlan.Spec;

/**
 * A colour, a mark and a line per row label, the same in every chart of a report. They follow from
 * the order of the rows in the plan: each spec in turn gives what is left to its rows that have no
 * look yet, from the last one up, since what a table is about stands at its end by custom, and the
 * first looks are the strongest. Up to 49 labels differ in their pair of colour and mark.
 */
public final class MethodStyles {

  /**
   * Okabe and Ito's palette for colour-blind readers (Color Universal Design, 2008), without its
   * yellow, which is hard to see on white.
   */
  private static final List<Color> COLORS =
      List.of(
          new Color(0x000000),
          new Color(0xD55E00),
          new Color(0x0072B2),
          new Color(0x009E73),
          new Color(0xCC79A7),
          new Color(0xE69F00),
          new Color(0x56B4E9));

  private static final Set<Color> LIGHT =
      Set.of(new Color(0xCC79A7), new Color(0xE69F00), new Color(0x56B4E9));

  /** Filled ones only: a cross cannot be told from an error bar. */
  private static final List<Marker> MARKS =
      List.of(
          SeriesMarkers.CIRCLE,
          SeriesMarkers.SQUARE,
          SeriesMarkers.DIAMOND,
          SeriesMarkers.TRIANGLE_UP,
          SeriesMarkers.TRIANGLE_DOWN,
          PolygonMark.STAR,
          PolygonMark.TRIANGLE_RIGHT);

  /** Line patterns in pixels on and off; the first is solid. One per turn through the colours. */
  private static final List<float[]> DASHES =
      List.of(new float[0], new float[] {6, 3}, new float[] {2, 2}, new float[] {8, 2, 2, 2});

  private final Map<String, Style> styles = new HashMap<>();

  /**
   * How a method looks.
   *
   * @param color colour of mark, line and label
   * @param mark its mark
   * @param line its line
   */
  record Style(Color color, Marker mark, BasicStroke line) {
    /** The colour for text, where a light one is hard to read. */
    Color ink() {
      return LIGHT.contains(color) ? color.darker() : color;
    }
  }

  /** Gives every row label of the plan its style. */
  public MethodStyles(ReportPlan plan) {
    for (Spec spec : plan.specs()) {
      List<String> rows =
          new ArrayList<>(spec.cells().stream().map(PlannedCell::row).distinct().toList());
      Collections.reverse(rows);
      rows.forEach(row -> styles.putIfAbsent(row, style(styles.size())));
    }
  }

  private static Style style(int place) {
    int color = place % COLORS.size();
    int turn = place / COLORS.size();
    return new Style(COLORS.get(color), MARKS.get((color + turn) % MARKS.size()), line(turn));
  }

  private static BasicStroke line(int turn) {
    float[] dash = DASHES.get(turn % DASHES.size());
    return dash.length == 0
        ? new BasicStroke(1.6f)
        : new BasicStroke(1.6f, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, dash, 0);
  }

  /** Returns the style of a row label of the plan. */
  Style of(String label) {
    return Objects.requireNonNull(styles.get(label), () -> "no row of the plan: " + label);
  }
}
