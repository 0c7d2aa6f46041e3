package org.sdptbench.harness.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.hipparchus.random.MersenneTwister;

/**
 * GLIP's few-shot rule (data/datasets/modulated_coco.py, {@code CocoGrounding}, and coco.py for the
 * seed): walk the images, keep one while any of its classes still has quota, and take one off the
 * quota of each class it shows. A class may so exceed its quota, together with a rarer one.
 */
public final class FewShot {

  private FewShot() {}

  /**
   * Picks a training set.
   *
   * <p>Images without an object are not considered ({@link DetectionDataset#withObjects}). The
   * images of the result are in id order again; GLIP keeps the walk's order, which only matters for
   * the shuffling of its loader.
   *
   * @param dataset what to pick from
   * @param shots quota of each class, in images; 0 means all images
   * @param seed order of the walk: 0 is id order; any other seed shuffles the ids as Python's
   *     {@code random.Random(seed).shuffle} does, so GLIP's seeds 3, 30 and 300 pick GLIP's images
   * @throws IllegalArgumentException if {@code shots} is negative
   */
  public static DetectionDataset pick(DetectionDataset dataset, int shots, long seed) {
    if (shots < 0) {
      throw new IllegalArgumentException("shots: found " + shots + "; allowed: 0 or more");
    }
    if (shots == 0) {
      return dataset;
    }
    DetectionDataset valid = dataset.withObjects();
    Map<Long, Set<Integer>> classesByImage = new HashMap<>();
    for (Annotation a : valid.annotations()) {
      classesByImage.computeIfAbsent(a.imageId(), id -> new HashSet<>()).add(a.categoryId());
    }
    List<Long> walk =
        valid.images().stream()
            .map(ImageInfo::id)
            .sorted()
            .collect(Collectors.toCollection(ArrayList::new));
    if (seed != 0) {
      shuffleAsPython(walk, seed);
    }
    Map<Integer, Integer> quota = new HashMap<>();
    Set<Long> picked = new HashSet<>();
    for (Long image : walk) {
      Set<Integer> classes = classesByImage.getOrDefault(image, Set.of());
      if (classes.stream().anyMatch(c -> quota.getOrDefault(c, shots) > 0)) {
        picked.add(image);
        classes.forEach(c -> quota.merge(c, shots - 1, (left, first) -> left - 1));
      }
    }
    return dataset.only(picked);
  }

  /** CPython's {@code random.Random(seed).shuffle(list)} (Lib/random.py, {@code shuffle}). */
  static void shuffleAsPython(List<Long> list, long seed) {
    long magnitude = Math.abs(seed);
    int high = (int) (magnitude >>> 32);
    int low = (int) magnitude;
    MersenneTwister twister =
        new MersenneTwister(high == 0 ? new int[] {low} : new int[] {low, high});
    for (int i = list.size() - 1; i > 0; i--) {
      int bits = Integer.SIZE - Integer.numberOfLeadingZeros(i + 1);
      int j;
      do {
        j = twister.nextInt() >>> (Integer.SIZE - bits);
      } while (j > i);
      Long swap = list.get(i);
      list.set(i, list.get(j));
      list.set(j, swap);
    }
  }
}
