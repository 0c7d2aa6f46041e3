package org.sdptbench.harness.plan;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.Collection;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
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
    if (value == null) {
      return "null";
    } else if (value instanceof Map<?, ?> map) {
      TreeMap<String, Object> sorted = new TreeMap<>();
      map.forEach((k, v) -> sorted.put((String) k, v));
      StringJoiner json = new StringJoiner(",", "{", "}");
      sorted.forEach((k, v) -> json.add(text(k) + ":" + write(v)));
      return json.toString();
    } else if (value instanceof Collection<?> collection) {
      StringJoiner json = new StringJoiner(",", "[", "]");
      collection.forEach(v -> json.add(write(v)));
      return json.toString();
    } else if (value instanceof String text) {
      return text(text);
    } else if (value instanceof Boolean flag) {
      return flag.toString();
    } else if (value instanceof Double || value instanceof Float) {
      return number(((Number) value).doubleValue());
    } else if (value instanceof Number number) {
      return number.toString();
    }
    throw new IllegalArgumentException("no JSON form for " + value.getClass().getName());
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

  private static String text(String value) {
    StringBuilder json = new StringBuilder(value.length() + 2).append('"');
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
    return json.append('"').toString();
  }
}
