package org.sdptbench.reports.record;

import com.fasterxml.jackson.annotation.JsonAlias;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a cell.
 *
 * <p>Settings are JSON values: booleans, numbers, strings, lists and maps of them; whole numbers
 * are {@link Long}, others {@link Double}. Collections are copied and cannot be changed.
 *
 * @param version version of this format; readers know {@link #OLDEST_VERSION} to {@link #VERSION},
 *     name newer ones and leave them alone
 * @param cell id of the cell: lower-case hexadecimal SHA-256 of its canonical JSON
 * @param model model name, e.g. {@code glip-mini}
 * @param method what was adapted, and how
 * @param task what it was trained and tested on
 * @param base what was trained before it, on another task; absent if the run started from the model
 * @param recipe how it was trained: every setting in force, defaults included
 * @param seed seed of initialisation, sampling and data order
 * @param outcome why the run ended
 * @param message what went wrong, in one sentence; absent when completed
 * @param results what the test showed; {@link Results#NONE} unless completed
 * @param cost what the run cost
 * @param curve training curve in step order
 * @param provenance where the run came from
 * @param adapter SHA-256 of the files of the trained adapter that lies beside the record; absent if
 *     none was kept
 */
public record RunRecord(
    int version,
    String cell,
    String model,
    Method method,
    Task task,
    @Nullable Base base,
    SortedMap<String, Object> recipe,
    long seed,
    Outcome outcome,
    @Nullable String message,
    Results results,
    Cost cost,
    List<CurvePoint> curve,
    Provenance provenance,
    @Nullable String adapter) {

  /** The version that this code writes: 3 has a digest of its content, and more outcomes. */
  public static final int VERSION = 3;

  /** The first version of which files carry a digest of their content. */
  public static final int SEALED_VERSION = 3;

  /** The oldest version that is read, without a digest. */
  public static final int OLDEST_VERSION = 2;

  /** A record beside which no adapter lies. */
  public RunRecord(
      int version,
      String cell,
      String model,
      Method method,
      Task task,
      @Nullable Base base,
      SortedMap<String, Object> recipe,
      long seed,
      Outcome outcome,
      @Nullable String message,
      Results results,
      Cost cost,
      List<CurvePoint> curve,
      Provenance provenance) {
    this(
        version,
        cell,
        model,
        method,
        task,
        base,
        recipe,
        seed,
        outcome,
        message,
        results,
        cost,
        curve,
        provenance,
        null);
  }

  /**
   * Checks and copies.
   *
   * @throws IllegalArgumentException if the cell is no SHA-256, or a run that did not complete has
   *     results, or one that did has no numbers of parameters
   */
  public RunRecord {
    CellId.check(cell);
    Objects.requireNonNull(model, "model");
    Objects.requireNonNull(method, "method");
    Objects.requireNonNull(task, "task");
    Objects.requireNonNull(outcome, "outcome");
    Objects.requireNonNull(results, "results");
    Objects.requireNonNull(cost, "cost");
    Objects.requireNonNull(provenance, "provenance");
    recipe = sorted(recipe, "recipe");
    curve = List.copyOf(Objects.requireNonNull(curve, "curve"));
    if (outcome != Outcome.COMPLETED && !results.isEmpty()) {
      throw new IllegalArgumentException(
          "a run that ended as %s must have no results, found %s".formatted(outcome, results));
    }
    if (outcome == Outcome.COMPLETED && cost.trainableShare() == null) {
      throw new IllegalArgumentException(
          "a completed run must have cost.trainableParameters and cost.totalParameters");
    }
  }

  private static <V> SortedMap<String, V> sorted(Map<String, V> map, String name) {
    Objects.requireNonNull(map, name);
    map.forEach((key, value) -> Objects.requireNonNull(value, () -> name + "." + key));
    return Collections.unmodifiableSortedMap(new TreeMap<>(Map.copyOf(map)));
  }

  /** Metrics on the test split of the run's own task; see {@link Results}. */
  public SortedMap<String, Double> metrics() {
    return results.metrics();
  }

  /** The same run with another cost. */
  public RunRecord withCost(Cost other) {
    return with(version, other, adapter);
  }

  /** The same run with an adapter of this digest beside it. */
  public RunRecord withAdapter(String digest) {
    return with(version, cost, digest);
  }

  /** The same run as this version says it. */
  RunRecord ofThisVersion() {
    return version == VERSION ? this : with(VERSION, cost, adapter);
  }

  private RunRecord with(int version, Cost cost, @Nullable String adapter) {
    return new RunRecord(
        version,
        cell,
        model,
        method,
        task,
        base,
        recipe,
        seed,
        outcome,
        message,
        results,
        cost,
        curve,
        provenance,
        adapter);
  }

  /**
   * A method and its settings.
   *
   * @param name registered name, e.g. {@code my-method}
   * @param label what tables and charts print, e.g. {@code My method (k = 10)}
   * @param settings every setting in force, defaults included
   */
  public record Method(String name, String label, SortedMap<String, Object> settings) {
    /** Checks and copies. */
    public Method {
      Objects.requireNonNull(name, "method.name");
      Objects.requireNonNull(label, "method.label");
      settings = sorted(settings, "method.settings");
    }
  }

  /**
   * A task.
   *
   * @param suite suite or role, e.g. {@code picto-odinw13}
   * @param dataset data set within the suite, e.g. {@code Aquarium}
   * @param shots images-per-class rule of few-shot training; 0 means all training images
   */
  public record Task(String suite, String dataset, int shots) {
    /** Checks. */
    public Task {
      Objects.requireNonNull(suite, "task.suite");
      Objects.requireNonNull(dataset, "task.dataset");
      if (shots < 0) {
        throw new IllegalArgumentException("task.shots is %s, must be 0 or more".formatted(shots));
      }
    }

    /** {@code picto-odinw13/Aquarium}, or the name that suite and data set share. */
    public String name() {
      return suite.equals(dataset) ? dataset : suite + "/" + dataset;
    }

    /** Its name for people, with its shots if there is a rule: {@code coco, 1 shot}. */
    public String label() {
      return shots == 0 ? name() : "%s, %s".formatted(name(), shotsLabel());
    }

    /** Its shots for people: {@code all images}, {@code 1 shot}, {@code 3 shots}. */
    public String shotsLabel() {
      return shots == 0 ? "all images" : shots == 1 ? "1 shot" : shots + " shots";
    }

    /** The same images, whatever the number of shots. */
    public Task withoutShots() {
      return new Task(suite, dataset, 0);
    }
  }

  /**
   * What was trained before a run, on a task of its own.
   *
   * @param method the method
   * @param task what it was trained on
   * @param recipe how: every setting in force
   * @param continued whether the run trained the base's own parameters further; else the base was
   *     frozen and the run's method put on top of it
   */
  public record Base(
      Method method, Task task, SortedMap<String, Object> recipe, boolean continued) {
    /** Checks and copies. */
    public Base {
      Objects.requireNonNull(method, "base.method");
      Objects.requireNonNull(task, "base.task");
      recipe = sorted(recipe, "base.recipe");
    }
  }

  /** Why a run ended. */
  public enum Outcome {
    /** Trained and tested. */
    COMPLETED,
    /** The loss or a weight became NaN or infinite. */
    DIVERGED,
    /** Memory did not suffice: the Java heap, the machine's or the accelerator's. */
    OUT_OF_MEMORY,
    /** The worker process died by itself, as of an error in native code. */
    CRASHED,
    /** The worker was stopped at its time limit. */
    TIMED_OUT,
    /** Somebody ended the worker from outside: a signal. */
    CANCELLED,
    /** What it was to do cannot be done, and never will: an error; the message says which. */
    @JsonAlias("FAILED") // until version 2
    INVALID;

    /** As lists and tables of words say it: {@code timed-out}. */
    public String inWords() {
      return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** Whether a run that ended so always will, so that it is not run again: it has a result. */
    public boolean isFinal() {
      return this == COMPLETED || this == DIVERGED;
    }
  }

  /**
   * Cost of a run. Absent values were not measured.
   *
   * @param trainableParameters number of trained scalars; known of every completed run
   * @param totalParameters number of scalars of the model without the adapter; known of every
   *     completed run
   * @param adapterBytes size of the saved adapter in bytes
   * @param trainSeconds wall time of training in seconds, caching of features included, validation
   *     not
   * @param evaluationSeconds wall time of the test evaluation in seconds
   * @param inferenceSeconds median wall time of detecting in one test image by itself, from its
   *     pixels and the caption's words to boxes, in seconds; the adapter is in place, not merged
   * @param totalSeconds wall time of the whole run in seconds
   * @param peakMemoryBytes peak resident memory of the worker process in bytes
   */
  public record Cost(
      @Nullable Long trainableParameters,
      @Nullable Long totalParameters,
      @Nullable Long adapterBytes,
      @Nullable Double trainSeconds,
      @Nullable Double evaluationSeconds,
      @Nullable Double inferenceSeconds,
      @Nullable Double totalSeconds,
      @Nullable Long peakMemoryBytes) {
    /** Checks. */
    public Cost {
      if ((trainableParameters != null && trainableParameters < 0)
          || (totalParameters != null && totalParameters < 1)) {
        throw new IllegalArgumentException(
            "cost has %s trainable of %s parameters; needed are at least 0 of at least 1"
                .formatted(trainableParameters, totalParameters));
      }
    }

    /** Trained scalars in proportion to the model's. */
    public @Nullable Double trainableShare() {
      return trainableParameters == null || totalParameters == null
          ? null
          : (double) trainableParameters / totalParameters;
    }
  }

  /**
   * A point of the training curve.
   *
   * @param step optimiser steps done
   * @param seconds training time so far in seconds, validation not; absent if not measured
   * @param loss mean training loss since the previous point; absent at step 0 and where it was not
   *     finite, which JSON cannot say
   * @param validationAp AP on the validation split as a fraction; absent when not evaluated
   */
  public record CurvePoint(
      int step, @Nullable Double seconds, @Nullable Double loss, @Nullable Double validationAp) {
    /** Drops what is not finite. */
    public CurvePoint {
      loss = loss != null && Double.isFinite(loss) ? loss : null;
      validationAp = validationAp != null && Double.isFinite(validationAp) ? validationAp : null;
    }
  }

  /**
   * Where a run came from.
   *
   * @param commit commit of the code, or {@code unknown}
   * @param dirty whether the work tree had uncommitted changes
   * @param machine operating system, architecture and processor
   * @param java version of the Java runtime
   * @param libraries library versions by name
   * @param digests SHA-256 of data sets and weights by name
   * @param tensorThreads threads for tensor arithmetic
   * @param startedAt ISO-8601 instant of the start
   */
  public record Provenance(
      String commit,
      boolean dirty,
      String machine,
      String java,
      SortedMap<String, String> libraries,
      SortedMap<String, String> digests,
      int tensorThreads,
      String startedAt) {
    /** Checks and copies. */
    public Provenance {
      Objects.requireNonNull(commit, "provenance.commit");
      Objects.requireNonNull(machine, "provenance.machine");
      Objects.requireNonNull(java, "provenance.java");
      Objects.requireNonNull(startedAt, "provenance.startedAt");
      libraries = sorted(libraries, "provenance.libraries");
      digests = sorted(digests, "provenance.digests");
    }

    /** The commit, and whether it is all there is. */
    public String code() {
      return commit + (dirty ? ", with uncommitted changes" : ", clean");
    }
  }
}
