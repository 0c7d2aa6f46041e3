package org.sdptbench.reports.chart;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;

/**
 * Values along a line of pixels.
 *
 * @param min value at the begin
 * @param max value at the end, larger
 * @param from pixel of the begin
 * @param to pixel of the end
 * @param logarithmic whether equal ratios are equally far apart
 */
record Scale(double min, double max, double from, double to, boolean logarithmic) {

  /**
   * The values that an axis shows.
   *
   * @param low the smallest
   * @param high the largest
   */
  record Range(double low, double high) {}

  Scale {
    if (!(min < max) || (logarithmic && min <= 0)) {
      throw new IllegalArgumentException("no axis runs from %s to %s".formatted(min, max));
    }
  }

  static Scale linear(double min, double max, double from, double to) {
    return new Scale(min, max, from, to, false);
  }

  /** Pixel of a value. */
  double at(double value) {
    double share =
        logarithmic ? Math.log(value / min) / Math.log(max / min) : (value - min) / (max - min);
    return from + share * (to - from);
  }

  /** Pixel of a value, or of the end that lies nearer. */
  double within(double value) {
    return at(Math.max(min, Math.min(max, value)));
  }

  /** Round values along the scale, about so many. */
  List<Double> ticks(int about) {
    List<Double> ticks = new ArrayList<>();
    double step = step((max - min) / about);
    for (long i = (long) Math.ceil(min / step - 1e-9);
        i <= (long) Math.floor(max / step + 1e-9);
        i++) {
      ticks.add(step < 1 ? i / (double) Math.round(1 / step) : i * step);
    }
    return ticks;
  }

  /** The round step, 1, 2 or 5 times a power of ten, next above a width. */
  static double step(double width) {
    double power = Math.pow(10, Math.floor(Math.log10(width)));
    double digit = width / power;
    return (digit <= 1 ? 1 : digit <= 2 ? 2 : digit <= 5 ? 5 : 10) * power;
  }

  /**
   * A range for measured values: from the smallest to the largest, with room for their intervals up
   * to half that range on each side, rounded outwards. One wide interval must not flatten the rest;
   * what is wider is cut at the rim.
   *
   * @param values the values, at least one
   * @param least the least room on each side where there are intervals
   * @return the range, never below 0
   */
  static Range range(Collection<Measured> values, double least) {
    double lowest = values.stream().mapToDouble(Measured::value).min().orElseThrow();
    double highest = values.stream().mapToDouble(Measured::value).max().orElseThrow();
    double room = Math.max(0.5 * (highest - lowest), least);
    double low =
        Math.max(lowest - room, values.stream().mapToDouble(Measured::low).min().orElseThrow());
    double high =
        Math.min(highest + room, values.stream().mapToDouble(Measured::high).max().orElseThrow());
    double margin = Math.max(0.05 * (high - low), 0.1 * least);
    double step = step(Math.max(high - low, least) / 10);
    return new Range(
        Math.max(0, PlainChart.floorTo(low - margin, step)),
        PlainChart.ceilTo(high + margin, step));
  }

  /** A value as data: every digit, whole numbers without a point. */
  static String exact(double value) {
    return value == Math.rint(value) && Math.abs(value) < 1e15
        ? Long.toString((long) value)
        : Double.toString(value);
  }

  /** Formats a value without needless digits. */
  static String format(double value) {
    double magnitude = Math.abs(value);
    if (magnitude != 0 && (magnitude < 1e-3 || magnitude >= 1e6)) {
      return String.format(Locale.ROOT, "%.2e", value)
          .replaceFirst("\\.?0+(?=e)", "")
          .replaceFirst("e([+-])0*", "e$1")
          .replace("e+", "e");
    }
    String text = String.format(Locale.ROOT, "%.4f", value);
    return text.replaceFirst("\\.?0+$", "");
  }
}
