package org.sdptbench.harness.spec;

import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Unquoted values that YAML 1.1, YAML 1.2 and people read differently: {@code 010} is 8 to one and
 * 10 to another, {@code no} is a word or false. They are mistakes, in files and on the command line
 * alike, so that a value has one meaning everywhere.
 */
public final class PlainScalar {
  /** What is allowed, for messages. */
  public static final String ALLOWED =
      "numbers such as 10, 0.1 or 1e-3, true and false, or a text in quotes";

  private static final Pattern AMBIGUOUS =
      Pattern.compile(
          "[-+]?0[0-9_]+" // octal or decimal
              + "|[-+]?0[xXbBoO][0-9a-fA-F_]+"
              + "|[-+]?[0-9][0-9_]*_[0-9_]*(\\.[0-9_]*)?" // digits in groups
              + "|[-+]?[0-9]+(:[0-5]?[0-9])+(\\.[0-9]*)?" // to the base of 60
              + "|(?i:yes|no|on|off)");

  private PlainScalar() {}

  /** What is wrong with an unquoted value, in words; empty if it has one meaning. */
  public static Optional<String> ambiguity(String text) {
    return AMBIGUOUS.matcher(text).matches()
        ? Optional.of("%s has several meanings".formatted(text))
        : Optional.empty();
  }
}
