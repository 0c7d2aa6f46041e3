package org.sdptbench.glip.peft;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** A setting that a method offers: its name, what it may be, and what it is unless told. */
public sealed interface Setting {
  /** Name in specs and records, in lower camel case. */
  String name();

  /** One sentence for users. */
  String summary();

  /** The value unless told. */
  Object standard();

  /** What is allowed, in words. */
  String allowed();

  /**
   * The value in its own type, or null if it is not allowed.
   *
   * @param value as read from YAML or JSON
   */
  @Nullable Object accept(Object value);

  /** A whole number in a range, ends included. */
  record Whole(String name, int standardValue, int least, int most, String summary)
      implements Setting {
    @Override
    public Object standard() {
      return standardValue;
    }

    @Override
    public String allowed() {
      return "a whole number from %d to %d".formatted(least, most);
    }

    @Override
    public @Nullable Object accept(Object value) {
      if (value instanceof Integer || value instanceof Long) {
        long number = ((Number) value).longValue();
        return number >= least && number <= most ? (Object) (int) number : null;
      }
      return null;
    }
  }

  /** A number in a range, ends included. */
  record Real(String name, double standardValue, double least, double most, String summary)
      implements Setting {
    @Override
    public Object standard() {
      return standardValue;
    }

    @Override
    public String allowed() {
      return "a number from %s to %s".formatted(least, most);
    }

    @Override
    public @Nullable Object accept(Object value) {
      if (value instanceof Number number) {
        double real = number.doubleValue();
        return real >= least && real <= most ? real : null;
      }
      return null;
    }
  }

  /** One of several words. */
  record Choice(String name, String standardValue, List<String> options, String summary)
      implements Setting {
    /** Defensive copy. */
    public Choice {
      options = List.copyOf(options);
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
    public @Nullable Object accept(Object value) {
      return value instanceof String word && options.contains(word) ? word : null;
    }
  }

  /** Free text, e.g. a regular expression. */
  record Text(String name, String standardValue, String summary) implements Setting {
    @Override
    public Object standard() {
      return standardValue;
    }

    @Override
    public String allowed() {
      return "a text";
    }

    @Override
    public @Nullable Object accept(Object value) {
      return value instanceof String text && !text.isBlank() ? text : null;
    }
  }
}
