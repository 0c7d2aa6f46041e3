package org.sdptbench.harness.eval;

import java.util.Arrays;
import java.util.List;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;

/** Positions of the ids of a data set, ascending: the order in which the evaluation visits them. */
final class DatasetIndex {
  private final String dataset;
  private final long[] images;
  private final int[] categories;

  DatasetIndex(DetectionDataset dataset) {
    this.dataset = dataset.name();
    images = dataset.images().stream().mapToLong(ImageInfo::id).sorted().toArray();
    categories = dataset.categories().stream().mapToInt(Category::id).sorted().toArray();
    for (int i = 1; i < images.length; i++) {
      if (images[i] == images[i - 1]) {
        throw new IllegalArgumentException(this.dataset + ": image id " + images[i] + " twice");
      }
    }
    for (int k = 1; k < categories.length; k++) {
      if (categories[k] == categories[k - 1]) {
        throw new IllegalArgumentException(
            this.dataset + ": category id " + categories[k] + " twice");
      }
    }
  }

  int images() {
    return images.length;
  }

  int categories() {
    return categories.length;
  }

  /** Position of an image, negative if there is none of this id. */
  int image(long id) {
    return Arrays.binarySearch(images, id);
  }

  /** Position of a category, negative if there is none of this id. */
  int category(int id) {
    return Arrays.binarySearch(categories, id);
  }

  /**
   * Checks detections before they are counted.
   *
   * @throws IllegalArgumentException if one is of an image outside the data set, or has a box or a
   *     score that is not a finite number
   */
  void check(List<Detection> detections) {
    for (int i = 0; i < detections.size(); i++) {
      Detection d = detections.get(i);
      if (image(d.imageId()) < 0) {
        throw new IllegalArgumentException(
            "detection %s is of image %s, which is not in %s; allowed: one of its %s images"
                .formatted(i, d.imageId(), dataset, images.length));
      }
      // A finite sum of finite numbers; NaN and infinities survive the addition.
      double sum = d.box().x() + d.box().y() + d.box().width() + d.box().height() + d.score();
      if (!Double.isFinite(sum)) {
        throw new IllegalArgumentException(
            "detection %s (image %s): found %s with score %s; allowed: finite numbers"
                .formatted(i, d.imageId(), d.box(), d.score()));
      }
    }
  }
}
