package org.sdptbench.harness.tune;

import com.fasterxml.jackson.core.JsonPointer;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.harness.spec.SchemaCheck;
import org.sdptbench.harness.spec.YamlSource;
import org.sdptbench.reports.file.WholeFile;

/**
 * The file in which a scale finds tuned rates, with what it says of their trials.
 *
 * @param methods entries by method, in the order of the file
 */
public record RatesFile(Map<String, List<Entry>> methods) {
  private static final JsonPointer METHODS = JsonPointer.compile("/methods");
  private static final Pattern WORD = Pattern.compile("[A-Za-z][A-Za-z0-9_-]*");
  private static final Set<String> OTHER_VALUES =
      Set.of("true", "false", "null", "yes", "no", "on", "off", "y", "n");

  /**
   * Rates of a method, or of a variant.
   *
   * @param settings what sets the variant apart, as YAML; none for the method itself
   * @param recipe settings of the recipe, as YAML
   * @param comments lines that stand above it
   */
  record Entry(Map<String, String> settings, Map<String, String> recipe, List<String> comments) {

    /** The same with what was chosen; what was said of the same rate before is gone. */
    Entry with(TunedRates.Chosen chosen) {
      Map<String, String> rates = new LinkedHashMap<>(recipe);
      rates.putAll(scalars(chosen.recipe()));
      Set<String> lines = new LinkedHashSet<>(comments);
      lines.removeIf(line -> line.startsWith("# " + chosen.about() + ":"));
      lines.add("# " + chosen.inWords());
      return new Entry(settings, rates, List.copyOf(lines));
    }
  }

  /**
   * Reads a file.
   *
   * @param file it need not be there
   * @throws InvalidInputException if it is no file of rates
   * @throws IOException if it cannot be read
   */
  public static RatesFile read(Path file) throws IOException, InvalidInputException {
    if (!Files.exists(file)) {
      return new RatesFile(Map.of());
    }
    Problems problems = new Problems();
    Optional<YamlSource> read = YamlSource.read(file, problems);
    read.ifPresent(yaml -> new SchemaCheck("rates.schema.json").check(yaml, problems));
    problems.throwIfAny();
    YamlSource source = read.orElseThrow();
    List<String> lines = Files.readAllLines(file);
    Map<String, List<Entry>> methods = new LinkedHashMap<>();
    for (Map.Entry<String, JsonNode> method : source.root().at(METHODS).properties()) {
      JsonPointer at = METHODS.appendProperty(method.getKey());
      List<Entry> entries = new ArrayList<>();
      JsonNode own = method.getValue().path("recipe");
      if (!own.isEmpty()) {
        Location where = source.keyAt(at.appendProperty("recipe"));
        entries.add(new Entry(Map.of(), scalars(own), comments(lines, where)));
      }
      JsonNode variants = method.getValue().path("variants");
      for (int i = 0; i < variants.size(); i++) {
        Location where = source.at(at.appendProperty("variants").appendIndex(i));
        entries.add(
            new Entry(
                scalars(variants.get(i).path("settings")),
                scalars(variants.get(i).path("recipe")),
                comments(lines, where)));
      }
      methods.put(method.getKey(), entries);
    }
    return new RatesFile(methods);
  }

  /** The lines of comment right above a place. */
  private static List<String> comments(List<String> lines, Location where) {
    int end = where.line() - 1;
    int begin = end;
    while (begin > 0 && lines.get(begin - 1).strip().startsWith("#")) {
      begin--;
    }
    return lines.subList(begin, end).stream().map(String::strip).toList();
  }

  /** The same with what was chosen for a method, if anything was. */
  RatesFile with(TunedRates.Chosen chosen) {
    if (chosen.rate().isEmpty()) {
      return this;
    }
    Map<String, List<Entry>> all = new LinkedHashMap<>(methods);
    Map<String, String> settings = scalars(chosen.settings());
    List<Entry> entries = new ArrayList<>(all.getOrDefault(chosen.method(), List.of()));
    int place = 0;
    while (place < entries.size() && !entries.get(place).settings().equals(settings)) {
      place++;
    }
    if (place < entries.size()) {
      entries.set(place, entries.get(place).with(chosen));
    } else {
      entries.add(new Entry(settings, Map.of(), List.of()).with(chosen));
    }
    all.put(chosen.method(), entries);
    return new RatesFile(all);
  }

  /**
   * Writes the file: beside its place, then there.
   *
   * @throws IOException if it cannot be written
   */
  void write(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    WholeFile.write(absolute, yaml());
  }

  /** The text of the file. */
  String yaml() {
    StringBuilder text =
        new StringBuilder(
            """
            # Learning rates by AP on validation images, with the same number of trials for every
            # method; written by ./sdptbench tune. Beside each rate what the trials came to.
            methods:""");
    text.append(methods.isEmpty() ? " {}\n" : "\n"); // none: all diverged
    methods.forEach(
        (method, entries) -> {
          text.append("  ").append(method).append(":\n");
          List<Entry> own = entries.stream().filter(e -> e.settings().isEmpty()).toList();
          List<Entry> variants = entries.stream().filter(e -> !e.settings().isEmpty()).toList();
          own.forEach(entry -> entry.comments().forEach(line -> append(text, 4, line)));
          append(text, 4, "recipe: " + (own.isEmpty() ? "{}" : flow(own.get(0).recipe())));
          if (!variants.isEmpty()) {
            append(text, 4, "variants:");
          }
          for (Entry variant : variants) {
            variant.comments().forEach(line -> append(text, 6, line));
            append(
                text,
                6,
                "- {settings: %s, recipe: %s}"
                    .formatted(flow(variant.settings()), flow(variant.recipe())));
          }
        });
    return text.toString();
  }

  private static void append(StringBuilder text, int indent, String line) {
    text.append(" ".repeat(indent)).append(line).append('\n');
  }

  private static String flow(Map<String, String> settings) {
    StringJoiner entries = new StringJoiner(", ", "{", "}");
    settings.forEach((name, value) -> entries.add(name + ": " + value));
    return entries.toString();
  }

  private static Map<String, String> scalars(JsonNode map) {
    Map<String, String> values = new LinkedHashMap<>();
    map.properties()
        .forEach(
            e ->
                values.put(
                    e.getKey(),
                    e.getValue().isTextual()
                        ? quoted(e.getValue().textValue())
                        : e.getValue().asText()));
    return values;
  }

  private static Map<String, String> scalars(Map<String, Object> map) {
    Map<String, String> values = new LinkedHashMap<>();
    map.forEach(
        (name, value) ->
            values.put(name, value instanceof String text ? quoted(text) : String.valueOf(value)));
    return values;
  }

  /** Numbers as text, as YAML 1.1 reads 1e-3, need no quotes; what YAML takes for more does. */
  private static String quoted(String text) {
    boolean plain =
        WORD.matcher(text).matches() && !OTHER_VALUES.contains(text.toLowerCase(Locale.ROOT))
            || text.matches("-?[0-9][0-9.eE+-]*");
    return plain ? text : "'" + text.replace("'", "''") + "'";
  }
}
