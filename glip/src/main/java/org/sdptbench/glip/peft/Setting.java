package org.sdptbench.glip.peft;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;

/**
 * A setting that a method or a recipe offers: its name, what it may be, and what it is unless told.
 */
public sealed interface Setting {
  /** Name in specs and records, in lower camel case. */
  String name();

  /** One sentence for users. */
  String summary();

  /** The value unless told, in canonical form. */
  Object standard();

  /** What is allowed, in words. */
  String allowed();

  /**
   * The canonical form of a value: {@link Long}, {@link Double}, {@link Boolean} or {@link String}.
   * Numbers may come as text, because YAML 1.1 reads {@code 1e-3} as text and a command line knows
   * nothing else. Empty if the value is not allowed.
   *
   * @param value as read from YAML, JSON or a command line
   */
  Optional<Object> parse(Object value);

  /** A whole number in a range, ends included. */
  record Whole(String name, long standardValue, long least, long most, String summary)
      implements Setting {
    /** Checks the standard value. */
    public Whole {
      check(name, standardValue, standardValue >= least && standardValue <= most);
    }

    @Override
    public Object standard() {
      return standardValue;
    }

    @Override
    public String allowed() {
      return "a whole number from %s to %s".formatted(least, most);
    }

    @Override
    public Optional<Object> parse(Object value) {
      return number(value)
          .filter(number -> number.stripTrailingZeros().scale() <= 0)
          .filter(
              number ->
                  number.compareTo(BigDecimal.valueOf(least)) >= 0
                      && number.compareTo(BigDecimal.valueOf(most)) <= 0)
          .map(BigDecimal::longValueExact);
    }
  }

  /** A number in a range, ends included. */
  record Real(String name, double standardValue, double least, double most, String summary)
      implements Setting {
    /** Checks the standard value. */
    public Real {
      check(name, standardValue, standardValue >= least && standardValue <= most);
    }

    @Override
    public Object standard() {
      return standardValue;
    }

    @Override
    public String allowed() {
      return "a number from %s to %s".formatted(plain(least), plain(most));
    }

    @Override
    public Optional<Object> parse(Object value) {
      return number(value)
          .map(BigDecimal::doubleValue)
          .filter(number -> number >= least && number <= most)
          .map(Object.class::cast);
    }

    private static String plain(double number) {
      return new BigDecimal(Double.toString(number)).stripTrailingZeros().toPlainString();
    }
  }

  /** True or false. */
  record Flag(String name, boolean standardValue, String summary) implements Setting {
    @Override
    public Object standard() {
      return standardValue;
    }

    @Override
    public String allowed() {
      return "true or false";
    }

    @Override
    public Optional<Object> parse(Object value) {
      String text = value.toString().strip();
      return text.equals("true") || text.equals("false")
          ? Optional.of(Boolean.valueOf(text))
          : Optional.empty();
    }
  }

  /** One of several words. */
  record Choice(String name, String standardValue, List<String> options, String summary)
      implements Setting {
    /** Checks the standard value, and copies. */
    public Choice {
      options = List.copyOf(options);
      check(name, standardValue, options.contains(standardValue));
    }

    @Override
    public Object standard() {
      return standardValue;
    }

    @Override
    public String allowed() {
      return "one of " + String.join(", ", options);
    }

    @Override
    public Optional<Object> parse(Object value) {
      return Optional.<Object>of(value.toString().strip()).filter(options::contains);
    }
  }

  /** Free text, e.g. a regular expression. */
  record Text(String name, String standardValue, String summary) implements Setting {
    /** Checks the standard value. */
    public Text {
      check(name, standardValue, !standardValue.isBlank());
    }

    @Override
    public Object standard() {
      return standardValue;
    }

    @Override
    public String allowed() {
      return "a text";
    }

    @Override
    public Optional<Object> parse(Object value) {
      return Optional.<Object>of(value.toString().strip()).filter(text -> !text.equals(""));
    }
  }

  private static void check(String name, Object standard, boolean isAllowed) {
    if (!isAllowed) {
      throw new IllegalArgumentException(
          "setting %s: its standard value %s is not allowed".formatted(name, standard));
    }
  }

  private static Optional<BigDecimal> number(Object value) {
    String text = value.toString().strip();
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
