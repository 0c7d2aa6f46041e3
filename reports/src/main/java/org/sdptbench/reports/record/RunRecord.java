package org.sdptbench.reports.record;

import java.util.List;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a cell.
 *
 * @param version version of this format; a reader skips records newer than {@link #VERSION}
 * @param cell id of the cell: lower-case hexadecimal SHA-256 of its canonical JSON
 * @param model model name, e.g. {@code glip-mini}
 * @param method what was adapted, and how
 * @param task what it was trained and tested on
 * @param recipe how it was trained: every setting in force, defaults included
 * @param seed seed of initialisation, sampling and data order
 * @param outcome why the run ended
 * @param message what went wrong, in one sentence; absent when completed
 * @param metrics test metrics by name (AP, AP50, AP75, APs, APm, APl, AR1, ...), as fractions from
 *     0 to 1; -1 never appears, a metric without ground truth is absent; empty unless completed
 * @param classAp test AP by class name, as fractions from 0 to 1
 * @param cost what the run cost
 * @param curve training curve in step order
 * @param provenance where the run came from
 */
public record RunRecord(
    int version,
    String cell,
    String model,
    Method method,
    Task task,
    SortedMap<String, Object> recipe,
    long seed,
    Outcome outcome,
    @Nullable String message,
    SortedMap<String, Double> metrics,
    SortedMap<String, Double> classAp,
    Cost cost,
    List<CurvePoint> curve,
    Provenance provenance) {

  /** The version that this code writes. */
  public static final int VERSION = 1;

  /**
   * A method and its settings.
   *
   * @param name registered name, e.g. {@code sdpt}
   * @param label what tables and charts print, e.g. {@code SDPT (k = 10)}
   * @param settings every setting in force, defaults included
   */
  public record Method(String name, String label, SortedMap<String, Object> settings) {}

  /**
   * A task.
   *
   * @param suite suite or role, e.g. {@code picto-odinw13}
   * @param dataset data set within the suite, e.g. {@code Aquarium}
   * @param shots images-per-class rule of few-shot training; 0 means all training images
   */
  public record Task(String suite, String dataset, int shots) {}

  /** Why a run ended. */
  public enum Outcome {
    /** Trained and tested. */
    COMPLETED,
    /** The loss or a weight became NaN or infinite. */
    DIVERGED,
    /** An error; the message says which. */
    FAILED,
    /** The worker process died or ran out of memory. */
    CRASHED,
    /** The worker was stopped at its time limit. */
    TIMED_OUT
  }

  /**
   * Cost of a run. Absent values were not measured.
   *
   * @param trainableParameters number of trained scalars
   * @param totalParameters number of scalars of the model without the adapter
   * @param adapterBytes size of the saved adapter in bytes
   * @param trainSeconds wall time of training in seconds, without evaluation and feature caching
   * @param evaluationSeconds wall time of the test evaluation in seconds
   * @param totalSeconds wall time of the whole run in seconds
   * @param peakMemoryBytes peak resident memory of the worker process in bytes
   */
  public record Cost(
      long trainableParameters,
      long totalParameters,
      @Nullable Long adapterBytes,
      @Nullable Double trainSeconds,
      @Nullable Double evaluationSeconds,
      @Nullable Double totalSeconds,
      @Nullable Long peakMemoryBytes) {}

  /**
   * A point of the training curve.
   *
   * @param step optimiser steps done
   * @param loss mean training loss since the previous point; absent at step 0
   * @param validationAp AP on the validation split as a fraction; absent when not evaluated
   */
  public record CurvePoint(int step, @Nullable Double loss, @Nullable Double validationAp) {}

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
      String startedAt) {}
}
