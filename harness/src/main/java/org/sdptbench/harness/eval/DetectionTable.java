package org.sdptbench.harness.eval;

import java.util.List;
import java.util.function.Predicate;
import java.util.stream.IntStream;
import org.sdptbench.harness.data.Detection;

/**
 * The detections as columns, by category, within a category by image, within an image by descending
 * score, ties in input order. Detections of unknown categories are left out, as pycocotools does.
 */
final class DetectionTable {
  /** Where category k begins; one more entry than categories. */
  final int[] start;

  /** Image position by row. */
  final int[] image;

  /** Left, top, width, height by row. */
  final double[] box;

  /** Score by row. */
  final double[] score;

  /** Rank among the detections of its category and image, 0 for the highest score. */
  final int[] rankInImage;

  /** Whether the detection does not count when nothing matches it, by row. */
  final boolean[] ignoredUnmatched;

  /**
   * Rows of category k, from {@code start[k]} on, by descending score over all images; ties by
   * image, then in input order (pycocotools cocoeval.py:354-362, a merge sort of the concatenation
   * in image order).
   */
  final int[] ranked;

  DetectionTable(
      DatasetIndex index, List<Detection> detections, Predicate<Detection> ignoredUnmatched) {
    this(index, detections, IntStream.range(0, detections.size()), ignoredUnmatched);
  }

  /**
   * Some of the detections. None is held on to, as they may be made each time they are asked for.
   *
   * @param counted their places in the list, ascending
   */
  DetectionTable(
      DatasetIndex index,
      List<Detection> detections,
      IntStream counted,
      Predicate<Detection> ignoredUnmatched) {
    int[] known =
        counted.filter(i -> index.category(detections.get(i).categoryId()) >= 0).toArray();
    int n = known.length;
    int[] images = new int[n];
    int[] categories = new int[n];
    double[] scores = new double[n];
    for (int i = 0; i < n; i++) {
      Detection d = detections.get(known[i]);
      images[i] = index.image(d.imageId());
      categories[i] = index.category(d.categoryId());
      scores[i] = d.score();
    }

    int[] byImage = StableOrder.byBucket(StableOrder.identity(n), images, index.images());
    int[] byScore = StableOrder.byDescending(byImage, scores);
    int[] rankedItems = StableOrder.byBucket(byScore, categories, index.categories());
    int[] order = StableOrder.byBucket(byScore, images, index.images());
    order = StableOrder.byBucket(order, categories, index.categories());

    start = new int[index.categories() + 1];
    image = new int[n];
    box = new double[4 * n];
    score = new double[n];
    rankInImage = new int[n];
    this.ignoredUnmatched = new boolean[n];
    int[] rowOf = new int[n];
    for (int row = 0; row < n; row++) {
      int item = order[row];
      Detection d = detections.get(known[item]);
      rowOf[item] = row;
      start[categories[item] + 1]++;
      image[row] = images[item];
      score[row] = d.score();
      boolean sameGroup =
          row > 0 && image[row - 1] == image[row] && categories[order[row - 1]] == categories[item];
      rankInImage[row] = sameGroup ? rankInImage[row - 1] + 1 : 0;
      box[4 * row] = d.box().x();
      box[4 * row + 1] = d.box().y();
      box[4 * row + 2] = d.box().width();
      box[4 * row + 3] = d.box().height();
      this.ignoredUnmatched[row] = ignoredUnmatched.test(d);
    }
    for (int k = 0; k < index.categories(); k++) {
      start[k + 1] += start[k];
    }
    ranked = rankedItems;
    for (int i = 0; i < n; i++) {
      ranked[i] = rowOf[ranked[i]];
    }
  }
}
