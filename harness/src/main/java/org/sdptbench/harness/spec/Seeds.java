package org.sdptbench.harness.spec;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.LongStream;

/** Reads lists of seeds. */
public final class Seeds {
  /** What may stand where seeds are asked for. */
  public static final String ALLOWED =
      "whole numbers from 0 without repetition, such as 0,3,7 or the range 0..2, at most 1000";

  private static final Pattern PART =
      Pattern.compile("(0|[1-9]\\d{0,8})(?:\\.\\.(0|[1-9]\\d{0,8}))?");
  private static final int MAX = 1000;

  private Seeds() {}

  /**
   * Reads {@code 3}, {@code 0..2} (both ends included) or {@code 0,3,5..7}; empty if it is none.
   */
  public static Optional<List<Long>> parse(String text) {
    List<Long> seeds = new ArrayList<>();
    for (String part : text.split(",", -1)) {
      Matcher matcher = PART.matcher(part.strip());
      if (!matcher.matches()) {
        return Optional.empty();
      }
      long first = Long.parseLong(matcher.group(1));
      long last = matcher.group(2) == null ? first : Long.parseLong(matcher.group(2));
      if (last < first || last - first >= MAX) {
        return Optional.empty();
      }
      LongStream.rangeClosed(first, last).forEach(seeds::add);
    }
    boolean unique = seeds.stream().distinct().count() == seeds.size();
    return unique && seeds.size() <= MAX ? Optional.of(List.copyOf(seeds)) : Optional.empty();
  }
}
