package org.sdptbench.reports.record;

import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A quantity of {@link RunRecord.Cost} that a claim may be about. Less is better. */
public enum CostQuantity {
  /** Number of trained scalars. */
  TRAINABLE_PARAMETERS(
      "trainableParameters", "trained parameters", true, RunRecord.Cost::trainableParameters),
  /** Trained scalars in proportion to the model's. */
  TRAINABLE_SHARE("trainableShare", "share of parameters", true, RunRecord.Cost::trainableShare),
  /** Size of the saved adapter in bytes. */
  ADAPTER_BYTES("adapterBytes", "bytes of the adapter", true, RunRecord.Cost::adapterBytes),
  /** Wall time of training in seconds. */
  TRAIN_SECONDS("trainSeconds", "training time", false, RunRecord.Cost::trainSeconds),
  /** Wall time of detecting in one image by itself in seconds. */
  INFERENCE_SECONDS("inferenceSeconds", "time per image", false, RunRecord.Cost::inferenceSeconds),
  /** Peak resident memory of the worker process in bytes. */
  PEAK_MEMORY_BYTES("peakMemoryBytes", "peak memory", false, RunRecord.Cost::peakMemoryBytes);

  private final String word;
  private final String title;
  private final boolean exact;
  private final Function<RunRecord.Cost, @Nullable Number> value;

  CostQuantity(
      String word, String title, boolean exact, Function<RunRecord.Cost, @Nullable Number> value) {
    this.word = word;
    this.title = title;
    this.exact = exact;
    this.value = value;
  }

  /** What files call it. */
  @JsonValue
  public String word() {
    return word;
  }

  /** What people call it. */
  public String title() {
    return title;
  }

  /** Whether it follows from the method and the task, so that every seed gives the same. */
  public boolean isExact() {
    return exact;
  }

  /** Its value of a run; null if it was not measured. */
  public @Nullable Double of(RunRecord.Cost cost) {
    Number number = value.apply(cost);
    return number == null ? null : (Double) number.doubleValue();
  }

  /** The quantity of this word. */
  public static Optional<CostQuantity> called(String word) {
    return Arrays.stream(values()).filter(q -> q.word.equals(word)).findFirst();
  }

  /** The words of all quantities, or of those only that are exact. */
  public static List<String> words(boolean exactOnly) {
    return Arrays.stream(values()).filter(q -> q.exact || !exactOnly).map(q -> q.word).toList();
  }
}
