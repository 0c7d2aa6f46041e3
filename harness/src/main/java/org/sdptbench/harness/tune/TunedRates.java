package org.sdptbench.harness.tune;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.StringJoiner;

/**
 * The learning rates of methods, as a scale takes them from the file that it names: a method's own,
 * and those of its variants that train other parameters.
 *
 * @param chosen in the order of the tuning
 */
public record TunedRates(List<Chosen> chosen) {
  /** Defensive copy. */
  public TunedRates {
    chosen = List.copyOf(chosen);
  }

  /**
   * What was found for a method.
   *
   * @param method its name
   * @param settings what sets a variant apart; none for the method itself
   * @param rate the best rate; empty if none trained
   * @param trials validation AP by rate
   */
  public record Chosen(
      String method,
      Map<String, Object> settings,
      OptionalDouble rate,
      SortedMap<Double, Double> trials) {}

  /**
   * Writes the file: beside its place, then there.
   *
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException {
    Path absolute = file.toAbsolutePath();
    Files.createDirectories(absolute.getParent());
    Path beside = Files.createTempFile(absolute.getParent(), ".rates", null);
    Files.writeString(beside, yaml(), StandardCharsets.UTF_8);
    Files.move(
        beside, absolute, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
  }

  /**
   * The text of the file: one rate for all of a method's own parameters, whatever their kind; where
   * a head is trained beside them, the scale's rate of heads holds for it, unless the variant with
   * the head was tuned itself.
   */
  String yaml() {
    Map<String, StringBuilder> own = new LinkedHashMap<>();
    Map<String, StringBuilder> variants = new LinkedHashMap<>();
    for (Chosen one : chosen) {
      if (one.rate().isEmpty()) {
        continue;
      }
      String recipe =
          "{learningRate: %s, tokenRate: 0%s}"
              .formatted(one.rate().getAsDouble(), one.settings().isEmpty() ? "" : ", headRate: 0");
      String trials = "  # " + trials(one) + "\n";
      if (one.settings().isEmpty()) {
        own.computeIfAbsent(one.method(), m -> new StringBuilder())
            .append(trials.replaceFirst("^ {2}", "    "))
            .append("    recipe: ")
            .append(recipe)
            .append('\n');
      } else {
        variants
            .computeIfAbsent(one.method(), m -> new StringBuilder())
            .append(trials.replaceFirst("^ {2}", "      "))
            .append("      - {settings: ")
            .append(flow(one.settings()))
            .append(", recipe: ")
            .append(recipe)
            .append("}\n");
      }
    }
    StringBuilder text =
        new StringBuilder(
            "# Learning rates by AP on validation images, with the same number of trials for every\n"
                + "# method; written by ./sdptbench tune. Beside each rate what the trials came to.\n"
                + "methods:\n");
    if (own.isEmpty() && variants.isEmpty()) {
      return text.toString().strip() + " {}\n"; // all diverged
    }
    for (Chosen one : chosen) {
      String method = one.method();
      if (own.containsKey(method) || variants.containsKey(method)) {
        text.append("  ").append(method).append(":\n");
        text.append(own.containsKey(method) ? own.remove(method) : "    recipe: {}\n");
        if (variants.containsKey(method)) {
          text.append("    variants:\n").append(variants.remove(method));
        }
      }
    }
    return text.toString();
  }

  private static String flow(Map<String, Object> settings) {
    StringJoiner entries = new StringJoiner(", ", "{", "}");
    settings.forEach((name, value) -> entries.add(name + ": " + value));
    return entries.toString();
  }

  /** {@code AP by rate: 1e-5 3.4, 0.001 20.9, 0.1 diverged}. */
  public static String trials(Chosen one) {
    StringJoiner trials = new StringJoiner(", ", "AP by rate: ", "");
    one.trials()
        .forEach(
            (rate, ap) ->
                trials.add(
                    rate
                        + " "
                        + (ap.isInfinite()
                            ? "diverged"
                            : String.format(Locale.ROOT, "%.1f", 100 * ap))));
    return trials.toString();
  }
}
