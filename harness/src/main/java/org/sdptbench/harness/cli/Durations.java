package org.sdptbench.harness.cli;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads and writes durations as people do: {@code 90s}, {@code 30m}, {@code 1h30m}. */
final class Durations implements ITypeConverter<Duration> {
  private static final Duration LEAST = Duration.ofSeconds(1);
  private static final Duration MOST = Duration.ofHours(9999);

  @Override
  public Duration convert(String text) {
    try {
      Duration duration = Duration.parse("PT" + text.strip().toUpperCase(Locale.ROOT));
      if (duration.compareTo(LEAST) >= 0 && duration.compareTo(MOST) <= 0) {
        return duration;
      }
    } catch (DateTimeParseException e) {
      // told below
    }
    throw new TypeConversionException(
        "found '%s'; allowed: a time such as 90s, 30m or 1h30m, from 1s to 9999h".formatted(text));
  }

  /** As {@link #convert} reads it: {@code 1h30m}. */
  static String exact(Duration duration) {
    return duration.toString().substring("PT".length()).toLowerCase(Locale.ROOT);
  }

  /** {@code 42 s}, {@code 3 min}, {@code 1 h 20 min}: as exact as an estimate deserves. */
  static String rough(double seconds) {
    long s = Math.round(seconds);
    if (s < 90) {
      return s + " s";
    }
    long minutes = Math.round(seconds / 60);
    if (minutes < 90) {
      return minutes + " min";
    }
    return minutes < 6000
        ? "%s h %s min".formatted(minutes / 60, minutes % 60)
        : String.format(Locale.ROOT, "%,d h", Math.round(minutes / 60.0));
  }
}
