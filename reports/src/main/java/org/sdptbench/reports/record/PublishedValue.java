package org.sdptbench.reports.record;

import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A number that somebody published, to be shown beside ours.
 *
 * @param method our name of the method, e.g. {@code full}
 * @param model the model, as the publication tells its models apart
 * @param task name of the data set, {@code SUITE/DATASET} or {@code DATASET}, or of a suite for the
 *     mean over all its data sets
 * @param split {@code test}, {@code validation} or {@code unknown}; absent where that makes no
 *     difference
 * @param prompts {@code names}, {@code written} or {@code unknown}; absent where that makes no
 *     difference
 * @param shots images-per-class rule; 0 means all training images; absent if nothing was trained,
 *     which compares with every number of shots
 * @param metric name of the metric
 * @param value the value as a fraction
 * @param spread what the publication prints after ±, as a fraction; absent if nothing
 * @param source where it was published
 * @param weights SHA-256 of the checkpoint that it is of; absent if that is not known
 */
public record PublishedValue(
    String method,
    String model,
    String task,
    @Nullable String split,
    @Nullable String prompts,
    @Nullable Integer shots,
    String metric,
    double value,
    @Nullable Double spread,
    String source,
    @Nullable String weights) {

  /** A value of a checkpoint that is not known by its digest. */
  public PublishedValue(
      String method,
      String model,
      String task,
      @Nullable String split,
      @Nullable String prompts,
      @Nullable Integer shots,
      String metric,
      double value,
      @Nullable Double spread,
      String source) {
    this(method, model, task, split, prompts, shots, metric, value, spread, source, null);
  }

  /** The same, of the checkpoint with this SHA-256. */
  public PublishedValue of(String checkpoint) {
    return new PublishedValue(
        method, model, task, split, prompts, shots, metric, value, spread, source, checkpoint);
  }

  /** A value to which split and captions make no difference. */
  public PublishedValue(
      String method,
      String model,
      String task,
      @Nullable Integer shots,
      String metric,
      double value,
      @Nullable Double spread,
      String source) {
    this(method, model, task, null, null, shots, metric, value, spread, source);
  }

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if a number is out of its range
   */
  public PublishedValue {
    Objects.requireNonNull(method, "published.method");
    Objects.requireNonNull(model, "published.model");
    Objects.requireNonNull(task, "published.task");
    Objects.requireNonNull(metric, "published.metric");
    Objects.requireNonNull(source, "published.source");
    if (!(value >= 0 && value <= 1)
        || (spread != null && !(spread >= 0 && spread <= 1))
        || (shots != null && shots < 0)) {
      throw new IllegalArgumentException(
          "published value %s ± %s at %s shots; allowed are fractions from 0 to 1 and shots from 0"
              .formatted(value, spread, shots));
    }
  }

  /** The split and the captions in words; empty if they make no difference. */
  public String conditions() {
    return Stream.of(words(split, " split"), words(prompts, " captions"))
        .filter(words -> !words.isEmpty())
        .collect(Collectors.joining(", "));
  }

  private static String words(@Nullable String what, String of) {
    return what == null ? "" : (what.equals("names") ? "plain" : what) + of;
  }

  /** Whether it says something about runs with this many shots. */
  public boolean comparesWith(int otherShots) {
    return shots == null || shots == otherShots;
  }
}
