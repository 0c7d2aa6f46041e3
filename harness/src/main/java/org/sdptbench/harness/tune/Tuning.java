package org.sdptbench.harness.tune;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.plan.Planner;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.spec.Axis;
import org.sdptbench.harness.spec.AxisKey;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.spec.RecipeSettings;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.Spec;
import org.sdptbench.harness.spec.SpecOverrides;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.reports.record.RunRecord;

/** The searches for the rates of all entries of a spec, round by round. */
public final class Tuning {
  private final Spec spec;
  private final Vocabulary vocabulary;
  private final Scale scale;
  private final AxisKey.OfSetting rate;
  private final Planner planner;
  private final Map<Spec.Method, RateSearch> searches = new LinkedHashMap<>();
  private final Map<Spec.Method, List<Cell>> asked = new LinkedHashMap<>();

  private Tuning(Spec spec, AxisKey.OfSetting rate, Vocabulary vocabulary, Scale scale) {
    this.spec = spec;
    this.rate = rate;
    this.vocabulary = vocabulary;
    this.scale = scale;
    this.planner = new Planner(vocabulary, scale);
  }

  /**
   * A tuning that begins.
   *
   * @throws InvalidInputException if the spec has no even grid of one rate
   */
  public static Tuning of(Spec spec, Vocabulary vocabulary, Scale scale)
      throws InvalidInputException {
    Tuning tuning = new Tuning(spec, rate(spec), vocabulary, scale);
    try {
      List<Double> grid = tuning.grid();
      spec.methods().forEach(method -> tuning.searches.put(method, new RateSearch(grid)));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument("spec " + spec.name()),
              "matrix.product." + tuning.rate + ": " + e.getMessage()));
    }
    return tuning;
  }

  /** The rate on the axes of a spec; where there is none, that of learning, without a grid. */
  private static AxisKey.OfSetting rate(Spec spec) throws InvalidInputException {
    List<AxisKey.OfSetting> rates =
        spec.matrix().product().stream()
            .map(Axis::key)
            .filter(AxisKey.OfSetting.class::isInstance)
            .map(AxisKey.OfSetting.class::cast)
            .filter(key -> key.isOfRecipe() && RecipeSettings.isRate(key.name()))
            .toList();
    if (rates.size() > 1) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument("spec " + spec.name()),
              "matrix.product has the rates %s".formatted(rates),
              "one of them; the other is tuned by a spec of its own"));
    }
    return rates.isEmpty()
        ? new AxisKey.OfSetting(AxisKey.RECIPE, RecipeSettings.LEARNING_RATE)
        : rates.get(0);
  }

  private List<Double> grid() {
    List<Double> grid = new ArrayList<>();
    for (Axis axis : spec.matrix().product()) {
      if (axis.key().equals(rate)) {
        axis.values().forEach(value -> grid.add(((Number) value).doubleValue()));
      }
    }
    return grid;
  }

  /** The setting of the recipe that is tuned: {@code learningRate}, or a rate beside it. */
  public String setting() {
    return rate.name();
  }

  /** Rates that are tried for each entry. */
  public int trials() {
    return new RateSearch(grid()).budget();
  }

  /**
   * The cells of the next round; none once all rates are chosen.
   *
   * @throws InvalidInputException if settings do not fit the model
   * @throws IOException if data or weights are there and cannot be read
   */
  public Plan next() throws IOException, InvalidInputException {
    asked.clear();
    List<Spec> specs = new ArrayList<>();
    for (Map.Entry<Spec.Method, RateSearch> search : searches.entrySet()) {
      List<Double> rates = search.getValue().next();
      if (!rates.isEmpty()) {
        Spec one = with(search.getKey(), rates);
        specs.add(one);
        asked.put(search.getKey(), planner.plan(List.of(one)).cells());
      }
    }
    return planner.plan(specs);
  }

  private Spec with(Spec.Method method, List<Double> rates) throws InvalidInputException {
    String values = rates.stream().map(String::valueOf).collect(Collectors.joining(","));
    return new SpecOverrides(
            false, Optional.empty(), List.of(method.label()), List.of(rate + "=" + values))
        .apply(List.of(spec), vocabulary, scale)
        .get(0);
  }

  /**
   * Takes the results of the round.
   *
   * @param store where they are
   * @return the cells that have none, in words; where there are some, the round is not over
   */
  public List<String> take(RunStore store) {
    List<String> unknown = new ArrayList<>();
    Map<Spec.Method, Map<Double, Double>> results = new LinkedHashMap<>();
    asked.forEach(
        (method, cells) -> {
          Map<Double, List<Double>> byRate = new TreeMap<>();
          for (Cell cell : cells) {
            Optional<RunRecord> record = store.done(cell.id());
            if (record.isEmpty()) {
              unknown.add(cell.describe());
            }
            record.ifPresent(
                run ->
                    byRate
                        .computeIfAbsent(rate(cell), value -> new ArrayList<>())
                        .add(validationAp(run)));
          }
          Map<Double, Double> means = new TreeMap<>();
          byRate.forEach((value, aps) -> means.put(value, mean(aps)));
          results.put(method, means);
        });
    if (unknown.isEmpty()) {
      results.forEach((method, means) -> Objects.requireNonNull(searches.get(method)).found(means));
    }
    return unknown;
  }

  private double rate(Cell cell) {
    return ((Number) Objects.requireNonNull(cell.recipe().get(rate.name()))).doubleValue();
  }

  /** NaN if any is. */
  private static double mean(List<Double> values) {
    return values.stream().mapToDouble(Double::doubleValue).sum() / values.size();
  }

  /** AP of the parameters that the run keeps: the best or the last; NaN if it diverged. */
  private static double validationAp(RunRecord run) {
    if (run.outcome() != RunRecord.Outcome.COMPLETED) {
      return Double.NaN;
    }
    double kept = Double.NaN;
    boolean best = Recipe.of(run.recipe()).validation().keepBest();
    for (RunRecord.CurvePoint point : run.curve()) {
      @Nullable Double ap = point.validationAp();
      if (ap != null) {
        kept = best && !Double.isNaN(kept) ? Math.max(kept, ap) : ap;
      }
    }
    return kept;
  }

  /** What was chosen, in the order of the spec. */
  public TunedRates chosen() {
    List<TunedRates.Chosen> chosen = new ArrayList<>();
    searches.forEach(
        (method, search) ->
            chosen.add(
                new TunedRates.Chosen(
                    method.name(),
                    new TreeMap<>(method.settings()),
                    rate.name(),
                    search.rate(),
                    search.trials())));
    return new TunedRates(chosen);
  }
}
