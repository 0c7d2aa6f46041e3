package org.sdptbench.harness.claim;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sdptbench.reports.record.ClaimTest;

/** The kinds of tests in a file of claims, and the keys that they take. */
enum TestKind {
  BETTER_THAN(ClaimTest.BETTER_THAN, Rows.PAIRS, List.of("metric"), List.of("testedOn")),
  BETTER_THAN_BEFORE(
      ClaimTest.BETTER_THAN_BEFORE, Rows.LIST, List.of("metric"), List.of("testedOn")),
  CHEAPER_THAN(ClaimTest.CHEAPER_THAN, Rows.PAIRS, List.of("cost"), List.of()),
  AT_MOST(ClaimTest.AT_MOST, Rows.LIST, List.of("cost", "limit"), List.of()),
  RETURNS_EXACTLY(ClaimTest.RETURNS_EXACTLY, Rows.LIST, List.of(), List.of("testedOn"));

  /** How a test names its rows. */
  enum Rows {
    /** {@code row} and {@code than}, or {@code pairs}. */
    PAIRS("row", "than", "pairs"),
    /** {@code rows}. */
    LIST("rows");

    private final List<String> keys;

    Rows(String... keys) {
      this.keys = List.of(keys);
    }
  }

  private final String word;
  private final Rows rows;
  private final List<String> required;
  private final List<String> optional;

  TestKind(String word, Rows rows, List<String> required, List<String> optional) {
    this.word = word;
    this.rows = rows;
    this.required = required;
    this.optional = optional;
  }

  String word() {
    return word;
  }

  Rows rows() {
    return rows;
  }

  /** Keys that must be there besides those of rows. */
  List<String> required() {
    return required;
  }

  /** All keys that may be there. */
  List<String> keys() {
    return Stream.of(List.of("kind"), rows.keys, required, optional).flatMap(List::stream).toList();
  }

  static Optional<TestKind> called(String word) {
    return Arrays.stream(values()).filter(kind -> kind.word.equals(word)).findFirst();
  }

  static List<String> words() {
    return Arrays.stream(values()).map(TestKind::word).toList();
  }
}
