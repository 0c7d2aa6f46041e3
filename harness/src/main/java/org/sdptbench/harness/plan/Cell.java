package org.sdptbench.harness.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.harness.spec.RecipeValues;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Base;

/**
 * One point of a spec's matrix, everything resolved.
 *
 * @param model name of the backbone
 * @param method the method and every setting in force; its label is not part of the id
 * @param task what it is trained and tested on; a suite that is a single data set names it twice
 * @param base what is trained before it, on another task; null if nothing is
 * @param alsoTestedOn other tasks that it is tested on as well, with no shots
 * @param recipe every recipe setting in force: Long, Double, Boolean or String. Only the settings
 *     of the test where the method trains nothing
 * @param seed seed of initialisation, sampling and data order; 0 where the method trains nothing
 * @param digests SHA-256 by {@link Ingredient#key}, as far as it is known
 * @param protocol version of the code's protocol
 */
public record Cell(
    String model,
    RunRecord.Method method,
    RunRecord.Task task,
    @Nullable Base base,
    List<RunRecord.Task> alsoTestedOn,
    SortedMap<String, Object> recipe,
    long seed,
    SortedMap<String, String> digests,
    int protocol) {

  /**
   * Raised whenever the code changes so that the numbers of a cell may change: cells of the old
   * version then no longer count as done. A test knows what some cells came to, and fails if that
   * changes and this does not.
   */
  public static final int PROTOCOL = 2;

  /** Defensive copies. */
  public Cell {
    alsoTestedOn = List.copyOf(alsoTestedOn);
    recipe = Collections.unmodifiableSortedMap(new TreeMap<>(recipe));
    digests = Collections.unmodifiableSortedMap(new TreeMap<>(digests));
  }

  /** A cell that starts from the model and is tested on its own task only. */
  public Cell(
      String model,
      RunRecord.Method method,
      RunRecord.Task task,
      SortedMap<String, Object> recipe,
      long seed,
      SortedMap<String, String> digests,
      int protocol) {
    this(model, method, task, null, List.of(), recipe, seed, digests, protocol);
  }

  /** Name of the data set in the catalog. */
  public String dataset() {
    return datasetName(task);
  }

  /** Whether its own method trains anything. */
  public boolean trains() {
    return new RecipeValues(recipe).trains();
  }

  /** Names in the catalog of all data sets that it trains or tests on, its own first. */
  public Set<String> datasets() {
    Set<String> names = new LinkedHashSet<>(List.of(dataset()));
    if (base != null) {
      names.add(datasetName(base.task()));
    }
    alsoTestedOn.forEach(task -> names.add(datasetName(task)));
    return names;
  }

  /** All that determines its result beside its settings, whether or not a digest is known. */
  Set<Ingredient> ingredients() {
    Set<Ingredient> all = new LinkedHashSet<>(List.of(Ingredient.weights(model)));
    all.add(trains() ? Ingredient.data(dataset()) : Ingredient.test(dataset()));
    if (base != null) {
      all.add(Ingredient.data(datasetName(base.task())));
    }
    alsoTestedOn.forEach(task -> all.add(Ingredient.test(datasetName(task))));
    all.add(Ingredient.method(method.name()));
    if (base != null) {
      all.add(Ingredient.method(base.method().name()));
    }
    return all;
  }

  /** SHA-256 of an ingredient, if it is known. */
  public Optional<String> digest(Ingredient ingredient) {
    return Optional.ofNullable(digests.get(ingredient.key()));
  }

  /** The same with these digests. */
  Cell with(SortedMap<String, String> known) {
    return new Cell(model, method, task, base, alsoTestedOn, recipe, seed, known, protocol);
  }

  /**
   * What it trains first as the cell that it would be by itself, with this seed; empty if it trains
   * nothing first.
   */
  public Optional<Cell> ofBase() {
    return base == null
        ? Optional.empty()
        : Optional.of(
            new Cell(model, base.method(), base.task(), base.recipe(), seed, digests, protocol)
                .withOwnDigests());
  }

  private Cell withOwnDigests() {
    SortedMap<String, String> own = new TreeMap<>(digests);
    own.keySet().retainAll(ingredients().stream().map(Ingredient::key).toList());
    return with(own);
  }

  /** Name in the catalog of a task's data set. */
  public static String datasetName(RunRecord.Task task) {
    return task.name();
  }

  /** The task of a data set in the catalog. */
  public static RunRecord.Task task(String dataset, int shots) {
    int slash = dataset.indexOf('/');
    return slash < 0
        ? new RunRecord.Task(dataset, dataset, shots)
        : new RunRecord.Task(dataset.substring(0, slash), dataset.substring(slash + 1), shots);
  }

  /** The canonical JSON of all that determines the result. */
  public String canonical() {
    Map<String, Object> fields = new LinkedHashMap<>();
    fields.put("model", model);
    fields.put("method", fields(method));
    fields.put("task", fields(task));
    if (base != null) {
      Map<String, Object> fieldsOfBase = new LinkedHashMap<>();
      fieldsOfBase.put("method", fields(base.method()));
      fieldsOfBase.put("task", fields(base.task()));
      fieldsOfBase.put("recipe", new RecipeValues(base.recipe()).identifying());
      fieldsOfBase.put("continued", base.continued());
      fields.put("base", fieldsOfBase);
    }
    if (!alsoTestedOn.isEmpty()) {
      fields.put("alsoTestedOn", alsoTestedOn.stream().map(Cell::datasetName).toList());
    }
    fields.put("recipe", new RecipeValues(recipe).identifying());
    fields.put("seed", seed);
    fields.put("digests", digests);
    fields.put("protocol", protocol);
    return CanonicalJson.write(fields);
  }

  private static Map<String, Object> fields(RunRecord.Method method) {
    return Map.of("name", method.name(), "settings", method.settings());
  }

  private static Map<String, Object> fields(RunRecord.Task task) {
    return Map.of("suite", task.suite(), "dataset", task.dataset(), "shots", task.shots());
  }

  /** Lower-case hexadecimal SHA-256 of {@link #canonical()}. */
  public String id() {
    return Sha256.of(canonical());
  }

  /** One line for people: {@code SDPT (k = 10) on odinw/Aquarium, seed 0}. */
  public String describe() {
    return "%s on %s, seed %s".formatted(method.label(), task.label(), seed);
  }
}
