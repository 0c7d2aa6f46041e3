package org.sdptbench.harness.eval;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;

/**
 * Resamples of the images of a data set, drawn with replacement, each as many images as there are.
 *
 * <p>Which images a resample holds depends on the data set's name, its number of images and the
 * resample's number only, so that two evaluations of one data set meet on the same resamples, on
 * any machine. A resample that shows no object has no AP; it is drawn again.
 */
public final class ImageResamples {
  private final String name;
  private final int count;
  private final boolean[] shows;

  /**
   * Resamples of a data set.
   *
   * @param count how many; there are none if the data set has no object
   */
  public ImageResamples(DetectionDataset dataset, int count) {
    if (count < 0) {
      throw new IllegalArgumentException("resamples: found " + count + "; allowed: 0 or more");
    }
    Set<Long> showing = new HashSet<>();
    for (Annotation object : dataset.annotations()) {
      if (!object.crowd()) {
        showing.add(object.imageId());
      }
    }
    List<Long> ids = dataset.images().stream().map(ImageInfo::id).sorted().toList();
    this.name = dataset.name();
    this.shows = new boolean[ids.size()];
    boolean any = false;
    for (int i = 0; i < shows.length; i++) {
      shows[i] = showing.contains(ids.get(i));
      any |= shows[i];
    }
    this.count = any ? count : 0;
  }

  /** Number of resamples. */
  public int count() {
    return count;
  }

  /** How often each image, by ascending id, is in a resample; counted from 0. */
  public int[] times(int resample) {
    // Only the 64-bit stream is used, whose algorithm the documentation of SplittableRandom fixes.
    SplittableRandom random = new SplittableRandom(seed(resample));
    while (true) {
      int[] times = new int[shows.length];
      boolean any = false;
      for (int i = 0; i < times.length; i++) {
        int image = (int) ((random.nextLong() >>> 11) * 0x1.0p-53 * times.length);
        times[image]++;
        any |= shows[image];
      }
      if (any) {
        return times;
      }
    }
  }

  private long seed(int resample) {
    String key = "%s %s %s".formatted(name, shows.length, resample);
    return Long.parseUnsignedLong(Sha256.of(key).substring(0, 16), 16);
  }
}
