package org.sdptbench.harness.data.lvis;

import java.util.Map;
import java.util.Set;

/**
 * What LVIS says beside its boxes (Gupta et al., LVIS, CVPR 2019, section 3.1): each category was
 * annotated in some images only, so the others say nothing about it.
 *
 * @param frequencies how common each category is, by its id
 * @param negatives categories that an image certainly does not show, by image id
 * @param notExhaustive categories of which an image shows more than is annotated, by image id
 */
public record LvisFederation(
    Map<Integer, Frequency> frequencies,
    Map<Long, Set<Integer>> negatives,
    Map<Long, Set<Integer>> notExhaustive) {

  /** Defensive copies. */
  public LvisFederation {
    frequencies = Map.copyOf(frequencies);
    negatives = Map.copyOf(negatives);
    notExhaustive = Map.copyOf(notExhaustive);
  }

  /** How many training images show a category. */
  public enum Frequency {
    /** At most 10 images. */
    RARE("r"),
    /** 11 to 100 images. */
    COMMON("c"),
    /** More than 100 images. */
    FREQUENT("f");

    private final String letter;

    Frequency(String letter) {
      this.letter = letter;
    }

    /** The letter in annotation files and metric names, e.g. {@code r} in APr. */
    public String letter() {
      return letter;
    }
  }
}
