package org.sdptbench.glip.weights;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/**
 * What a model expects of a checkpoint: names and shapes, in order.
 *
 * <p>A checkpoint's name fits a model's if it is equal, or else if it is the longest that the
 * model's name ends with, from a dot on: GLIP's rule
 * (maskrcnn_benchmark/utils/model_serialization.py, {@code align_and_update_state_dicts}), by which
 * a bare backbone loads into a detector. Where GLIP skips what does not fit and goes on with random
 * weights, everything that does not fit is reported here, and one tensor serves one name.
 */
public final class StateDict {

  /**
   * Entries of official checkpoints that are no weights of the model: buffers that follow from the
   * configuration, and layers that GLIP has but never uses.
   */
  private static final Pattern DISPENSABLE =
      Pattern.compile(
          "(^|\\.)(anchor_generator|resizer|pooler|cls_logits)\\."
              + "|(^|\\.)(relative_position_index|attn_mask|position_ids|num_batches_tracked)$");

  private final Map<String, long[]> expected;
  private final Predicate<String> tolerated;

  /**
   * A state dict that tolerates the surplus entries of official checkpoints: {@code
   * anchor_generator}, {@code resizer}, {@code pooler}, {@code cls_logits}, {@code
   * relative_position_index}, {@code attn_mask}, {@code position_ids} and {@code
   * num_batches_tracked}.
   *
   * @param expected name to shape, in the model's order
   */
  public StateDict(Map<String, long[]> expected) {
    this(expected, StateDict::isDispensable);
  }

  /** Whether official checkpoints have an entry of this name that is no weight of the model. */
  static boolean isDispensable(String name) {
    return DISPENSABLE.matcher(name).find();
  }

  /**
   * A state dict with its own rule for surplus entries.
   *
   * @param expected name to shape, in the model's order
   * @param tolerated which names a checkpoint may have that the model has not
   */
  public StateDict(Map<String, long[]> expected, Predicate<String> tolerated) {
    this.expected = Collections.unmodifiableMap(new LinkedHashMap<>(expected));
    this.tolerated = tolerated;
  }

  /**
   * The tensors the model expects, under its names and in its order.
   *
   * @throws StateDictMismatchException if names are missing, surplus or of another shape; lists all
   */
  public TensorFile select(TensorFile file) throws StateDictMismatchException {
    Set<String> unused = new LinkedHashSet<>(file.names());
    Map<String, String> matches = new LinkedHashMap<>();
    for (String name : expected.keySet()) {
      if (unused.remove(name)) {
        matches.put(name, name);
      }
    }
    for (String name : expected.keySet()) {
      if (!matches.containsKey(name)) {
        longestSuffix(name, unused)
            .ifPresent(
                suffix -> {
                  unused.remove(suffix);
                  matches.put(name, suffix);
                });
      }
    }
    List<String> missing = new ArrayList<>();
    List<String> misshapen = new ArrayList<>();
    Map<String, RawTensor> selected = new LinkedHashMap<>();
    expected.forEach(
        (name, shape) -> {
          String match = matches.get(name);
          if (match == null) {
            missing.add(name);
          } else if (!Arrays.equals(file.get(match).shape(), shape)) {
            String expectedShape = Arrays.toString(shape);
            String found = Arrays.toString(file.get(match).shape());
            misshapen.add("%s: found %s, expected %s".formatted(match, found, expectedShape));
          } else {
            selected.put(name, file.get(match));
          }
        });
    List<String> surplus = unused.stream().filter(tolerated.negate()).toList();
    if (!missing.isEmpty() || !surplus.isEmpty() || !misshapen.isEmpty()) {
      throw new StateDictMismatchException(file.source(), missing, surplus, misshapen);
    }
    return new TensorFile(file.source(), selected, file.metadata());
  }

  private static Optional<String> longestSuffix(String name, Set<String> candidates) {
    for (int dot = name.indexOf('.'); dot >= 0; dot = name.indexOf('.', dot + 1)) {
      String suffix = name.substring(dot + 1);
      if (candidates.contains(suffix)) {
        return Optional.of(suffix);
      }
    }
    return Optional.empty();
  }
}
