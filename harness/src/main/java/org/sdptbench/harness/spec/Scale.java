package org.sdptbench.harness.spec;

import java.nio.file.Path;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Binds the roles that specs name.
 *
 * @param name e.g. {@code mini}
 * @param title one line for people
 * @param meaning what its numbers say, and what not: one sentence for the report
 * @param experiments names of the specs that {@code reproduce} runs, in order
 * @param models model by role
 * @param tasks data by role, in the order of the file
 * @param recipe recipe settings of every cell
 * @param methods recipe settings by method
 * @param tuned recipe settings by method that a tuning chose; empty where none has been run
 * @param base recipe settings of what is trained beneath another method, or before it goes on
 * @param published file of published values that compare with its numbers; empty where none do
 * @param rates file in which a tuning leaves the rates that it chose; empty where none does
 * @param calibration file in which a calibration leaves what it measured; empty where none does
 * @param longRuns whether runs take hours: none has a time limit unless asked for, and every
 *     adapter is kept
 * @param estimate what a cell costs before any has been measured
 */
public record Scale(
    String name,
    String title,
    String meaning,
    List<String> experiments,
    Map<String, String> models,
    Map<String, Role> tasks,
    Map<String, Object> recipe,
    Map<String, MethodRecipe> methods,
    Optional<Map<String, MethodRecipe>> tuned,
    Map<String, Object> base,
    Optional<Path> published,
    Optional<Path> rates,
    Optional<Path> calibration,
    boolean longRuns,
    Estimate estimate) {

  static final String UNTUNED =
      "Learning rates are untuned: published ones where there are, else one for all methods that"
          + " train parameters of a kind.";

  /** Defensive copies that keep the order. */
  public Scale {
    experiments = List.copyOf(experiments);
    models = Collections.unmodifiableMap(new LinkedHashMap<>(models));
    tasks = Collections.unmodifiableMap(new LinkedHashMap<>(tasks));
    recipe = Map.copyOf(recipe);
    methods = Map.copyOf(methods);
    tuned = tuned.map(Map::copyOf);
    base = Map.copyOf(base);
  }

  /** The model of a role; a name that is no role names a model. */
  public String model(String role) {
    return models.getOrDefault(role, role);
  }

  /** The same scale with another model in all roles. */
  public Scale withModel(String model) {
    Map<String, String> others = new LinkedHashMap<>(models);
    others.replaceAll((role, name) -> model);
    return new Scale(
        name,
        title,
        meaning,
        experiments,
        others,
        tasks,
        recipe,
        methods,
        tuned,
        base,
        published,
        rates,
        calibration,
        longRuns,
        estimate);
  }

  /** The settings that this scale gives to a method. */
  public Map<String, Object> settings(String method) {
    MethodRecipe recipe = methods.get(method);
    return recipe == null ? Map.of() : recipe.settings();
  }

  /** The recipe settings that this scale gives to a method with all its settings. */
  public Map<String, Object> recipe(String method, Map<String, Object> settings) {
    Map<String, Object> merged = new LinkedHashMap<>();
    for (Map<String, MethodRecipe> source : List.of(methods, tuned.orElse(Map.of()))) {
      MethodRecipe recipe = source.get(method);
      if (recipe != null) {
        merged.putAll(recipe.with(settings));
      }
    }
    return merged;
  }

  /**
   * How a method is set up and trained at a scale.
   *
   * @param settings its settings, unless a spec says otherwise
   * @param recipe recipe settings of its cells
   * @param variants what differs where the method is set up in another way
   */
  public record MethodRecipe(
      Map<String, Object> settings, Map<String, Object> recipe, List<Variant> variants) {
    /** Defensive copies. */
    public MethodRecipe {
      settings = Map.copyOf(settings);
      recipe = Map.copyOf(recipe);
      variants = List.copyOf(variants);
    }

    /** The recipe with that of the first variant that fits, if any does. */
    Map<String, Object> with(Map<String, Object> settings) {
      Map<String, Object> merged = new LinkedHashMap<>(recipe);
      variants.stream()
          .filter(variant -> settings.entrySet().containsAll(variant.settings().entrySet()))
          .findFirst()
          .ifPresent(variant -> merged.putAll(variant.recipe()));
      return merged;
    }
  }

  /**
   * A method set up in a certain way.
   *
   * @param settings the method's settings that must have these values
   * @param recipe recipe settings of such cells
   */
  public record Variant(Map<String, Object> settings, Map<String, Object> recipe) {
    /** Defensive copies. */
    public Variant {
      settings = Map.copyOf(settings);
      recipe = Map.copyOf(recipe);
    }
  }

  /**
   * The data behind a role.
   *
   * @param data suites and data sets
   * @param recipe recipe settings of its cells
   */
  public record Role(List<String> data, Map<String, Object> recipe) {
    /** Defensive copies. */
    public Role {
      data = List.copyOf(data);
      recipe = Map.copyOf(recipe);
    }
  }

  /**
   * A first guess at the time of a cell.
   *
   * @param secondsPerImage seconds of one worker for one image of one training step
   * @param secondsPerTestImage seconds of one worker for one image of a test or a validation
   * @param secondsPerCell seconds of a cell beside these
   * @param epochs epochs of a training that ends once validation gains no more; 0: all that it may
   * @param measured what was measured on this machine, which goes before the guesses
   */
  public record Estimate(
      double secondsPerImage,
      double secondsPerTestImage,
      double secondsPerCell,
      double epochs,
      List<Speed> measured) {
    /** Defensive copy. */
    public Estimate {
      measured = List.copyOf(measured);
    }

    /** An estimate for trainings of a known length. */
    public Estimate(double secondsPerImage, double secondsPerCell) {
      this(secondsPerImage, 0, secondsPerCell, 0, List.of());
    }

    /**
     * The speed of a method: as it was measured with the same settings, or else with others, or
     * else the guess for all.
     */
    public Speed speed(String model, String method, Map<String, ?> settings) {
      List<Speed> known =
          measured.stream()
              .filter(speed -> speed.model().equals(model) && speed.method().equals(method))
              .toList();
      return known.stream()
          .filter(speed -> speed.settings().equals(settings))
          .findFirst()
          .or(() -> known.stream().findFirst())
          .orElseGet(
              () -> new Speed(model, method, Map.of(), secondsPerImage, secondsPerTestImage));
    }
  }
}
