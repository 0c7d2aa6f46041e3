package org.sdptbench.harness.eval;

import java.util.List;
import org.sdptbench.harness.data.Annotation;

/**
 * The annotated objects as columns, by category, within a category by image, within an image in
 * file order. Objects of unknown images or categories are left out.
 */
final class GroundTruthTable {
  /** Where category k begins; one more entry than categories. */
  final int[] start;

  /** Image position by row. */
  final int[] image;

  /** Left, top, width, height by row. */
  final double[] box;

  /** Area in square pixels by row. */
  final double[] area;

  /** Whether the object is a crowd region, by row. */
  final boolean[] crowd;

  /** Annotation id by row. */
  final long[] id;

  /**
   * @param crowds whether crowd regions are honoured; LVIS knows none
   */
  GroundTruthTable(DatasetIndex index, List<Annotation> annotations, boolean crowds) {
    List<Annotation> known =
        annotations.stream()
            .filter(a -> index.image(a.imageId()) >= 0 && index.category(a.categoryId()) >= 0)
            .toList();
    int n = known.size();
    int[] images = known.stream().mapToInt(a -> index.image(a.imageId())).toArray();
    int[] categories = known.stream().mapToInt(a -> index.category(a.categoryId())).toArray();
    int[] order = StableOrder.byBucket(StableOrder.identity(n), images, index.images());
    order = StableOrder.byBucket(order, categories, index.categories());

    start = new int[index.categories() + 1];
    image = new int[n];
    box = new double[4 * n];
    area = new double[n];
    crowd = new boolean[n];
    id = new long[n];
    for (int row = 0; row < n; row++) {
      Annotation a = known.get(order[row]);
      start[categories[order[row]] + 1]++;
      image[row] = images[order[row]];
      box[4 * row] = a.box().x();
      box[4 * row + 1] = a.box().y();
      box[4 * row + 2] = a.box().width();
      box[4 * row + 3] = a.box().height();
      area[row] = a.area();
      crowd[row] = crowds && a.crowd();
      id[row] = a.id();
    }
    for (int k = 0; k < index.categories(); k++) {
      start[k + 1] += start[k];
    }
  }
}
