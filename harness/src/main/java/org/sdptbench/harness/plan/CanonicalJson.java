package org.sdptbench.harness.plan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * JSON with one form for each value, as RFC 8785 (JSON Canonicalization Scheme) has it: keys sorted
 * by UTF-16 code units, no white space, numbers as ECMAScript prints them. Whole numbers of Java's
 * integer types are written exactly, also beyond 2^53, where the RFC would round.
 */
public final class CanonicalJson {
  private CanonicalJson() {}

  /**
   * The canonical form.
   *
   * @param value a map with text keys, a collection, a text, a number, a boolean or null
   * @throws IllegalArgumentException if it holds anything else, NaN or an infinity
   */
  public static String write(@Nullable Object value) {
    StringBuilder json = new StringBuilder();
    append(json, value);
    return json.toString();
  }

  private static void append(StringBuilder json, @Nullable Object value) {
    if (value == null) {
      json.append("null");
    } else if (value instanceof Map<?, ?> map) {
      json.append('{');
      String separator = "";
      for (Map.Entry<?, ?> entry : sorted(map).entrySet()) {
        json.append(separator);
        text(json, (String) entry.getKey());
        json.append(':');
        append(json, entry.getValue());
        separator = ",";
      }
      json.append('}');
    } else if (value instanceof Collection<?> collection) {
      json.append('[');
      String separator = "";
      for (Object element : collection) {
        json.append(separator);
        append(json, element);
        separator = ",";
      }
      json.append(']');
    } else if (value instanceof String text) {
      text(json, text);
    } else if (value instanceof Boolean flag) {
      json.append(flag.booleanValue());
    } else if (value instanceof Double || value instanceof Float) {
      json.append(number(((Number) value).doubleValue()));
    } else if (value instanceof Number number) {
      json.append(number);
    } else {
      throw new IllegalArgumentException("no JSON form for " + value.getClass().getName());
    }
  }

  private static Map<?, ?> sorted(Map<?, ?> map) {
    return map instanceof SortedMap<?, ?> sorted && sorted.comparator() == null
        ? map
        : new TreeMap<>(map);
  }

  /**
   * A number as ECMAScript's Number::toString prints it: the shortest digits that read back equal.
   */
  public static String number(double value) {
    if (!Double.isFinite(value)) {
      throw new IllegalArgumentException("no JSON form for " + value);
    }
    if (value == 0) {
      return "0";
    }
    if (value < 0) {
      return "-" + number(-value);
    }
    BigDecimal shortest = shortest(value);
    String digits = shortest.unscaledValue().toString();
    int k = digits.length();
    int n = k - shortest.scale(); // value = 0.digits * 10^n
    if (k <= n && n <= 21) {
      return digits + "0".repeat(n - k);
    } else if (0 < n && n <= 21) {
      return digits.substring(0, n) + "." + digits.substring(n);
    } else if (-6 < n && n <= 0) {
      return "0." + "0".repeat(-n) + digits;
    }
    String exponent = (n > 0 ? "e+" : "e") + (n - 1);
    return (k == 1 ? digits : digits.charAt(0) + "." + digits.substring(1)) + exponent;
  }

  // Double.toString is not always shortest before JDK 19 (2.0E-3 and 2.2250738585072014E-308 are
  // fine, 2.0E-323 is not), so the precision is raised until the value reads back.
  private static BigDecimal shortest(double value) {
    BigDecimal exact = new BigDecimal(value);
    for (int precision = 1; precision < 17; precision++) {
      BigDecimal rounded = exact.round(new MathContext(precision, RoundingMode.HALF_EVEN));
      if (rounded.doubleValue() == value) {
        return rounded.stripTrailingZeros();
      }
    }
    return exact.round(new MathContext(17, RoundingMode.HALF_EVEN)).stripTrailingZeros();
  }

  /** Whether a text stands for itself, as nearly all do. */
  private static boolean isPlain(String value) {
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      if (c < 0x20 || c == '"' || c == '\\') {
        return false;
      }
    }
    return true;
  }

  private static void text(StringBuilder json, String value) {
    json.append('"');
    if (isPlain(value)) {
      json.append(value).append('"');
      return;
    }
    for (int i = 0; i < value.length(); i++) {
      char c = value.charAt(i);
      switch (c) {
        case '"' -> json.append("\\\"");
        case '\\' -> json.append("\\\\");
        case '\b' -> json.append("\\b");
        case '\f' -> json.append("\\f");
        case '\n' -> json.append("\\n");
        case '\r' -> json.append("\\r");
        case '\t' -> json.append("\\t");
        default -> {
          if (c < 0x20) {
            json.append(String.format(Locale.ROOT, "\\u%04x", (int) c));
          } else {
            json.append(c);
          }
        }
      }
    }
    json.append('"');
  }
}
