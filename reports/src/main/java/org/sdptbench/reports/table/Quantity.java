package org.sdptbench.reports.table;

import java.util.List;
import java.util.Locale;

/** What a column measures: its unit, its better direction, and how a value is shown. */
public enum Quantity {
  /** A COCO-style metric; stored as a fraction, shown in points as the papers do. */
  METRIC("fraction", Direction.HIGHER) {
    @Override
    public String format(double value) {
      return String.format(Locale.ROOT, "%.1f", 100 * value);
    }
  },
  /** A number of parameters, shown with as many digits as matter. */
  PARAMETERS("parameters", Direction.LOWER) {
    @Override
    public String format(double value) {
      if (value < 1_000) {
        return String.format(Locale.ROOT, "%.0f", value);
      }
      double thousands = value / 1_000;
      return thousands < 999.5
          ? threeDigits(thousands) + " k"
          : threeDigits(thousands / 1_000) + " M";
    }
  },
  /** A share of the model's parameters; stored as a fraction, shown in percent. */
  SHARE("fraction", Direction.LOWER) {
    @Override
    public String format(double value) {
      double percent = 100 * value;
      return percent == 0 ? "0" : percent < 0.01 ? "< 0.01" : threeDigits(percent);
    }
  },
  /** A size in bytes, shown in decimal multiples. */
  BYTES("bytes", Direction.LOWER) {
    @Override
    public String format(double value) {
      if (value < 999.5) {
        return String.format(Locale.ROOT, "%.0f B", value);
      }
      double scaled = value / 1_000;
      int unit = 0;
      while (scaled >= 999.5 && unit < BYTE_UNITS.size() - 1) {
        scaled /= 1_000;
        unit++;
      }
      return threeDigits(scaled) + " " + BYTE_UNITS.get(unit);
    }
  },
  /** A time in seconds, shown in milliseconds where it is less than one. */
  SECONDS("seconds", Direction.LOWER) {
    @Override
    public String format(double value) {
      return value > 0 && value < 0.9995
          ? threeDigits(1_000 * value) + " ms"
          : threeDigits(value) + " s";
    }
  };

  private static final List<String> BYTE_UNITS = List.of("kB", "MB", "GB", "TB");

  /** Which values are better. */
  public enum Direction {
    /** Higher is better. */
    HIGHER,
    /** Lower is better. */
    LOWER
  }

  private final String unit;
  private final Direction direction;

  Quantity(String unit, Direction direction) {
    this.unit = unit;
    this.direction = direction;
  }

  /** Unit of the stored values. */
  public String unit() {
    return unit;
  }

  /** Which values are better. */
  public Direction direction() {
    return direction;
  }

  /** Returns the text to show for a value in the stored unit. */
  public abstract String format(double value);

  private static String threeDigits(double value) {
    if (value == 0) {
      return "0";
    }
    String pattern = value < 9.995 ? "%.2f" : value < 99.95 ? "%.1f" : "%.0f";
    return String.format(Locale.ROOT, pattern, value);
  }
}
