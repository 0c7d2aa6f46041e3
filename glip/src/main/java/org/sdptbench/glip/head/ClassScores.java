package org.sdptbench.glip.head;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * From token logits to class scores: the mean of the sigmoids of the class's tokens (GLIP
 * maskrcnn_benchmark/modeling/rpn/inference.py, {@code convert_grounding_to_od_logits}, score_agg
 * MEAN).
 */
final class ClassScores {
  private final int[] labels;
  private final int[][] tokens;
  private final float threshold;
  private final float leastLogit;

  /**
   * Classes in the order of their labels.
   *
   * @param labelTokens positions of each label's tokens; a label without tokens scores 0
   * @param length tokens L of the caption, padding included
   * @param threshold scores above it are of interest
   * @throws IllegalArgumentException if a position is outside of 0 … L − 1
   */
  ClassScores(Map<Integer, List<Integer>> labelTokens, int length, float threshold) {
    this.labels = new int[labelTokens.size()];
    this.tokens = new int[labelTokens.size()][];
    int c = 0;
    for (Map.Entry<Integer, List<Integer>> entry : new TreeMap<>(labelTokens).entrySet()) {
      labels[c] = entry.getKey();
      tokens[c] = entry.getValue().stream().mapToInt(Integer::intValue).toArray();
      for (int token : tokens[c]) {
        if (token < 0 || token >= length) {
          throw new IllegalArgumentException(
              "label %s has token %s, allowed are 0 to %s".formatted(labels[c], token, length - 1));
        }
      }
      c++;
    }
    this.threshold = threshold;
    // A mean exceeds the threshold only if one of its terms does. The margin covers rounding.
    this.leastLogit = (float) (Math.log(threshold / (1.0 - threshold)) - 1e-3);
  }

  /** Number of classes. */
  int count() {
    return labels.length;
  }

  /** Label of a class. */
  int label(int index) {
    return labels[index];
  }

  /**
   * Score of a class at a position, or 0 if it does not exceed the threshold.
   *
   * @param logits token logits of all positions
   * @param row index of the position's first logit
   */
  float score(int index, float[] logits, int row) {
    boolean possible = false;
    for (int token : tokens[index]) {
      possible |= logits[row + token] > leastLogit;
    }
    if (!possible) {
      return 0;
    }
    float sum = 0;
    for (int token : tokens[index]) {
      sum += sigmoid(logits[row + token]);
    }
    float score = sum / tokens[index].length;
    return score > threshold ? score : 0;
  }

  static float sigmoid(float x) {
    return (float) (1 / (1 + Math.exp(-x)));
  }
}
