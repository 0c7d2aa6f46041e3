package org.sdptbench.reports.record;

import java.io.IOException;
import java.io.Reader;
import java.io.StringReader;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.jspecify.annotations.Nullable;

/**
 * Reads a CSV file of published values: RFC 4180, UTF-8, the columns {@link #COLUMNS} in this
 * order. Value and spread are in points, as papers print them; shots are a number, {@code all} or
 * {@code none}, the last where nothing is trained. Split and prompts are empty where they make no
 * difference, and {@code unknown} where they do and nobody has said; an empty spread is allowed
 * too, any other empty field is not: a number that is not known has no line.
 */
public final class PublishedValues {

  /** The header. */
  public static final List<String> COLUMNS =
      List.of(
          "method", "model", "task", "split", "prompts", "shots", "metric", "value", "spread",
          "source");

  /** Where it makes a difference and the publication does not say. */
  static final String UNKNOWN = "unknown";

  private static final int METHOD = 0;
  private static final int MODEL = 1;
  private static final int TASK = 2;
  private static final int SPLIT = 3;
  private static final int PROMPTS = 4;
  private static final int SHOTS = 5;
  private static final int METRIC = 6;
  private static final int VALUE = 7;
  private static final int SPREAD = 8;
  private static final int SOURCE = 9;

  private static final long LARGEST_FILE = 4L << 20;
  private static final int LONGEST_TEXT = 300;
  private static final int MOST_SHOTS = 1000;

  private final String file;
  private final List<String> mistakes = new ArrayList<>();
  private final List<PublishedValue> values = new ArrayList<>();

  private PublishedValues(String file) {
    this.file = file;
  }

  /**
   * Reads a file.
   *
   * @throws RecordFormatException with all mistakes, a line each: file, line and column of the
   *     table, what was found, what is allowed
   * @throws IOException if the file cannot be read
   */
  public static List<PublishedValue> read(Path file) throws IOException {
    long size = Files.size(file);
    if (size > LARGEST_FILE) {
      throw new RecordFormatException(
          "%s: found %s bytes; allowed: at most %s".formatted(file, size, LARGEST_FILE));
    }
    return parse(file.toString(), Files.readString(file, StandardCharsets.UTF_8));
  }

  /**
   * Reads a text.
   *
   * @param name what messages call it
   * @throws RecordFormatException as {@link #read(Path)}
   */
  public static List<PublishedValue> parse(String name, String csv) throws IOException {
    PublishedValues reader = new PublishedValues(name);
    try (Reader in = new StringReader(csv);
        CSVParser parser = CSVParser.parse(in, CSVFormat.RFC4180)) {
      reader.read(parser);
    } catch (UncheckedIOException e) {
      throw new RecordFormatException(
          "%s: not CSV: %s".formatted(name, Objects.requireNonNull(e.getCause()).getMessage()), e);
    }
    if (!reader.mistakes.isEmpty()) {
      throw new RecordFormatException(String.join("\n", reader.mistakes));
    }
    return List.copyOf(reader.values);
  }

  private void read(CSVParser parser) {
    Map<List<@Nullable Object>, Long> seen = new HashMap<>();
    boolean header = true;
    // Where a record begins: line breaks within quotes make it longer than a line.
    long line = 1;
    for (CSVRecord row : parser) {
      long next = parser.getCurrentLineNumber() + 1;
      if (header) {
        checkHeader(row);
        header = false;
      } else if (row.size() != COLUMNS.size()) {
        mistake(line, 1, row.size() + " fields", COLUMNS.size() + ", as in the header");
      } else {
        PublishedValue value = value(row, line);
        if (value != null) {
          List<@Nullable Object> place = new ArrayList<>();
          place.add(value.method());
          place.add(value.model());
          place.add(value.task());
          place.add(value.split());
          place.add(value.prompts());
          place.add(value.shots());
          place.add(value.metric());
          Long first = seen.putIfAbsent(place, line);
          if (first != null) {
            mistake(line, 1, "the values of line %s again".formatted(first), "each of them once");
          }
          values.add(value);
        }
      }
      line = next;
    }
    if (header) {
      mistake(1, 1, "nothing", "the header " + String.join(",", COLUMNS));
    }
  }

  private void checkHeader(CSVRecord row) {
    for (int c = 0; c < Math.max(COLUMNS.size(), row.size()); c++) {
      String found = c < row.size() ? "'%s'".formatted(row.get(c)) : "nothing";
      if (c >= COLUMNS.size()) {
        mistake(1, c + 1, found, "no further column");
      } else if (c >= row.size() || !row.get(c).equals(COLUMNS.get(c))) {
        mistake(1, c + 1, found, "the column " + COLUMNS.get(c));
      }
    }
  }

  private @Nullable PublishedValue value(CSVRecord row, long line) {
    int before = mistakes.size();
    String method = text(row, line, METHOD);
    String model = text(row, line, MODEL);
    String task = text(row, line, TASK);
    String split = choice(row, line, SPLIT, List.of("test", "validation", UNKNOWN));
    String prompts = choice(row, line, PROMPTS, List.of("names", "written", UNKNOWN));
    Integer shots = shots(row, line);
    String metric = row.get(METRIC);
    if (!MetricNames.ALL.contains(metric)) {
      mistake(line, METRIC + 1, "'%s'".formatted(metric), String.join(", ", MetricNames.ALL));
    }
    Double points = points(row, line, VALUE);
    Double spread = row.get(SPREAD).isEmpty() ? null : points(row, line, SPREAD);
    String source = text(row, line, SOURCE);
    return mistakes.size() > before || points == null
        ? null
        : new PublishedValue(
            method, model, task, split, prompts, shots, metric, points, spread, source);
  }

  private @Nullable String choice(CSVRecord row, long line, int column, List<String> allowed) {
    String text = row.get(column);
    if (text.isEmpty()) {
      return null;
    }
    if (!allowed.contains(text)) {
      mistake(line, column + 1, "'%s'".formatted(text), String.join(", ", allowed) + ", nothing");
    }
    return text;
  }

  private String text(CSVRecord row, long line, int column) {
    String text = row.get(column);
    if (text.isBlank() || text.length() > LONGEST_TEXT || !text.equals(text.strip())) {
      mistake(
          line,
          column + 1,
          text.length() > LONGEST_TEXT ? text.length() + " letters" : "'%s'".formatted(text),
          "a %s of 1 to %s letters without space around it"
              .formatted(COLUMNS.get(column), LONGEST_TEXT));
    }
    return text;
  }

  private @Nullable Integer shots(CSVRecord row, long line) {
    String text = row.get(SHOTS);
    if (text.equals("none")) {
      return null;
    }
    if (text.equals("all")) {
      return 0;
    }
    if (text.matches("[1-9][0-9]{0,3}") && Integer.parseInt(text) <= MOST_SHOTS) {
      return Integer.valueOf(text);
    }
    mistake(
        line,
        SHOTS + 1,
        "'%s'".formatted(text),
        "a number from 1 to %s, all, none".formatted(MOST_SHOTS));
    return null;
  }

  /** Points as a fraction: 46.6 is the double nearest to 0.466. */
  private @Nullable Double points(CSVRecord row, long line, int column) {
    String text = row.get(column);
    if (text.matches("[0-9]{1,3}(\\.[0-9]{1,6})?")) {
      double fraction = new BigDecimal(text).movePointLeft(2).doubleValue();
      if (fraction <= 1) {
        return fraction;
      }
    }
    mistake(line, column + 1, "'%s'".formatted(text), "points from 0 to 100, e.g. 46.6");
    return null;
  }

  private void mistake(long line, int column, String found, String allowed) {
    String name = column <= COLUMNS.size() ? COLUMNS.get(column - 1) : "";
    mistakes.add(
        "%s:%s: column %s%s: found %s; allowed: %s"
            .formatted(
                file, line, column, name.isEmpty() ? "" : " (" + name + ")", found, allowed));
  }
}
