package org.sdptbench.harness.data;

import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

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

  /**
   * The federation of a data set whose images are annotated with all categories: what an image does
   * not show is certainly not there.
   *
   * @param frequencies how common each category is, by its id
   */
  public static LvisFederation exhaustive(
      DetectionDataset dataset, Map<Integer, Frequency> frequencies) {
    Set<Integer> all = dataset.categories().stream().map(Category::id).collect(Collectors.toSet());
    Map<Long, Set<Integer>> negatives = new HashMap<>();
    dataset.images().forEach(image -> negatives.put(image.id(), new HashSet<>(all)));
    for (Annotation object : dataset.annotations()) {
      Set<Integer> absent = negatives.get(object.imageId());
      if (absent != null) {
        absent.remove(object.categoryId());
      }
    }
    return new LvisFederation(frequencies, negatives, Map.of());
  }

  /**
   * The same of categories with other ids.
   *
   * @param ids the new id by the old one
   */
  public LvisFederation renumbered(Map<Integer, Integer> ids) {
    Map<Integer, Frequency> renumbered = new HashMap<>();
    frequencies.forEach((id, frequency) -> renumbered.put(ids.getOrDefault(id, id), frequency));
    return new LvisFederation(
        renumbered, renumbered(negatives, ids), renumbered(notExhaustive, ids));
  }

  private static Map<Long, Set<Integer>> renumbered(
      Map<Long, Set<Integer>> categories, Map<Integer, Integer> ids) {
    Map<Long, Set<Integer>> renumbered = new HashMap<>();
    categories.forEach(
        (image, old) ->
            renumbered.put(
                image,
                old.stream().map(id -> ids.getOrDefault(id, id)).collect(Collectors.toSet())));
    return renumbered;
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
