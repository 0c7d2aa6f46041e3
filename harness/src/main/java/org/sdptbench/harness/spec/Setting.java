package org.sdptbench.harness.spec;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A setting of a method or of the recipe.
 *
 * @param name its name, lower camel case
 * @param type its type
 * @param defaultValue its value where nothing is said: a {@link Long}, {@link Double}, {@link
 *     Boolean} or {@link String}, as the type says
 * @param min smallest number allowed
 * @param max largest number allowed
 * @param choices the values of a {@link Type#CHOICE}, empty for other types
 * @param description one line for {@code --help} and {@code sdptbench methods}
 */
public record Setting(
    String name,
    Type type,
    Object defaultValue,
    double min,
    double max,
    List<String> choices,
    String description) {

  /** Type of a setting. */
  public enum Type {
    /** A whole number. */
    INTEGER,
    /** A number. */
    NUMBER,
    /** True or false. */
    FLAG,
    /** One of a few words. */
    CHOICE,
    /** Any text; the method says more. */
    TEXT
  }

  /** Checks that the default is allowed. */
  public Setting {
    choices = List.copyOf(choices);
    if (parse(type, min, max, choices, defaultValue).isEmpty()) {
      throw new IllegalArgumentException(
          "setting '%s': its default %s is not allowed".formatted(name, defaultValue));
    }
  }

  /** A whole number from {@code min} to {@code max}. */
  public static Setting integer(String name, long byDefault, long min, long max, String text) {
    return new Setting(name, Type.INTEGER, byDefault, min, max, List.of(), text);
  }

  /** A number from {@code min} to {@code max}. */
  public static Setting number(String name, double byDefault, double min, double max, String text) {
    return new Setting(name, Type.NUMBER, byDefault, min, max, List.of(), text);
  }

  /** True or false. */
  public static Setting flag(String name, boolean byDefault, String text) {
    return new Setting(name, Type.FLAG, byDefault, 0, 0, List.of(), text);
  }

  /** One of {@code choices}. */
  public static Setting choice(String name, String byDefault, List<String> choices, String text) {
    return new Setting(name, Type.CHOICE, byDefault, 0, 0, choices, text);
  }

  /** Any text. */
  public static Setting text(String name, String byDefault, String text) {
    return new Setting(name, Type.TEXT, byDefault, 0, 0, List.of(), text);
  }

  /**
   * The canonical form of a value: {@link Long}, {@link Double}, {@link Boolean} or {@link String}.
   * Numbers may come as text, because YAML 1.1 reads {@code 1e-3} as text and the command line
   * knows nothing else. Empty if the value is not allowed.
   */
  public Optional<Object> parse(Object value) {
    return parse(type, min, max, choices, value);
  }

  /** What may stand here, for messages. */
  public String allowed() {
    return switch (type) {
      case INTEGER -> "a whole number " + range();
      case NUMBER -> "a number " + range();
      case FLAG -> "true, false";
      case CHOICE -> String.join(", ", choices);
      case TEXT -> "a text";
    };
  }

  private String range() {
    if (max == Double.POSITIVE_INFINITY || max >= Integer.MAX_VALUE) {
      return "from " + plain(min);
    }
    return "from " + plain(min) + " to " + plain(max);
  }

  private static String plain(double number) {
    return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
  }

  private static Optional<Object> parse(
      Type type, double min, double max, List<String> choices, Object value) {
    String text = value.toString().strip();
    return switch (type) {
      case INTEGER ->
          number(value, text)
              .filter(n -> n.stripTrailingZeros().scale() <= 0)
              .filter(n -> inside(n, min, max))
              .map(BigDecimal::longValue);
      case NUMBER ->
          number(value, text).filter(n -> inside(n, min, max)).map(BigDecimal::doubleValue);
      case FLAG ->
          text.equals("true") || text.equals("false")
              ? Optional.of(Boolean.valueOf(text))
              : Optional.empty();
      case CHOICE -> choices.contains(text) ? Optional.of(text) : Optional.empty();
      case TEXT -> text.isEmpty() ? Optional.empty() : Optional.of(text);
    };
  }

  private static boolean inside(BigDecimal n, double min, double max) {
    double value = n.doubleValue();
    return value >= min && value <= max;
  }

  private static Optional<BigDecimal> number(Object value, String text) {
    // A longer text is no number that a person writes, and a huge exponent would cost memory.
    if (value instanceof Boolean || text.length() > 32) {
      return Optional.empty();
    }
    try {
      BigDecimal number = new BigDecimal(text);
      return Math.abs((long) number.scale()) > 400 ? Optional.empty() : Optional.of(number);
    } catch (NumberFormatException e) {
      return Optional.empty();
    }
  }
}
