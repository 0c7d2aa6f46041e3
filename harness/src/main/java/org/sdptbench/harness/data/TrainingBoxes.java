package org.sdptbench.harness.data;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * Boxes as training takes them: clipped to their images, and left out where that leaves no more
 * than one pixel each way, as in GLIP (data/datasets/modulated_coco.py, {@code clip_to_image} with
 * {@code remove_empty}). Evaluation takes the boxes as they are annotated.
 *
 * @param data the data set with these boxes
 * @param clipped number of boxes that reached beyond their images
 * @param dropped number of boxes that are left out
 */
public record TrainingBoxes(DetectionDataset data, int clipped, int dropped) {

  /** The boxes of a data set. */
  public static TrainingBoxes of(DetectionDataset annotated) {
    Map<Long, ImageInfo> images = new HashMap<>();
    annotated.images().forEach(image -> images.put(image.id(), image));
    List<Annotation> kept = new ArrayList<>();
    int clipped = 0;
    for (Annotation object : annotated.annotations()) {
      Box inside = clip(object.box(), Objects.requireNonNull(images.get(object.imageId())));
      clipped += inside.equals(object.box()) ? 0 : 1;
      if (inside.width() > 1 && inside.height() > 1) {
        kept.add(object.in(inside));
      }
    }
    return new TrainingBoxes(
        annotated.annotated(kept), clipped, annotated.annotations().size() - kept.size());
  }

  /** What was done, for people; empty if nothing was. */
  public Optional<String> describe() {
    if (clipped == 0 && dropped == 0) {
      return Optional.empty();
    }
    return Optional.of(
        "%s: of %s boxes, %s reach beyond their images and are clipped for training, and %s are left"
                .formatted(data.name(), data.annotations().size() + dropped, clipped, dropped)
            + " out of it with no more than a pixel; evaluation takes boxes as annotated");
  }

  private static Box clip(Box box, ImageInfo image) {
    double left = Math.max(box.x(), 0);
    double top = Math.max(box.y(), 0);
    double right = Math.min(box.x() + box.width(), image.width());
    double bottom = Math.min(box.y() + box.height(), image.height());
    boolean inside =
        left == box.x()
            && top == box.y()
            && right == box.x() + box.width()
            && bottom == box.y() + box.height();
    // Differences of sums are not the sizes to the last bit.
    return inside ? box : new Box(left, top, Math.max(right - left, 0), Math.max(bottom - top, 0));
  }
}
