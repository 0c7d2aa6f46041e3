package org.sdptbench.harness.tune;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.StringJoiner;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.RecipeSettings;

/**
 * The rates of methods that a tuning has chosen: a method's own, and those of its variants that
 * train other parameters.
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
   * @param setting the rate that was tuned
   * @param rate the best rate; empty if none trained
   * @param trials validation AP by rate
   */
  public record Chosen(
      String method,
      Map<String, Object> settings,
      String setting,
      OptionalDouble rate,
      SortedMap<Double, Double> trials) {

    /**
     * What a scale takes of it: one rate for all of a method's own parameters, whatever their kind;
     * where a head is trained beside them, the scale's rate of heads holds for it, unless the
     * variant with the head was tuned itself. Another rate than that of learning is taken as it is.
     */
    Map<String, Object> recipe() {
      Map<String, Object> recipe = new LinkedHashMap<>();
      recipe.put(setting, rate.orElseThrow());
      if (setting.equals(RecipeSettings.LEARNING_RATE)) {
        recipe.put("tokenRate", 0);
        if (!settings.isEmpty()) {
          recipe.put("headRate", 0);
        }
      }
      return recipe;
    }

    /** {@code AP by rate}, or by another one than that of learning: {@code AP by headRate}. */
    String about() {
      return "AP by " + (setting.equals(RecipeSettings.LEARNING_RATE) ? "rate" : setting);
    }

    /** {@code AP by rate: 1e-5 3.4, 0.001 20.9, 0.1 diverged}. */
    public String inWords() {
      StringJoiner words = new StringJoiner(", ", about() + ": ", "");
      trials.forEach(
          (rate, ap) ->
              words.add(
                  rate
                      + " "
                      + (ap.isInfinite()
                          ? "diverged"
                          : String.format(Locale.ROOT, "%.1f", 100 * ap))));
      return words.toString();
    }
  }

  /**
   * Writes the file, beside its place, then there. What it says of other methods, variants and
   * rates stays.
   *
   * @throws InvalidInputException if what is there is no file of rates
   * @throws IOException if it cannot be written
   */
  public void write(Path file) throws IOException, InvalidInputException {
    RatesFile rates = RatesFile.read(file);
    for (Chosen one : chosen) {
      rates = rates.with(one);
    }
    rates.write(file);
  }
}
