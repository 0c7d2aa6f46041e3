package org.sdptbench.glip.head;

import java.util.List;
import org.sdptbench.glip.vision.ImageSize;
import org.sdptbench.glip.vision.XyxyBox;

/**
 * What was found in an image.
 *
 * @param boxes by descending score
 */
public record Detections(List<Detected> boxes) {
  /** Defensive copy. */
  public Detections {
    boxes = List.copyOf(boxes);
  }

  /**
   * An object.
   *
   * @param box where it is
   * @param label label of its class, as given to {@link PostProcessor}
   * @param score confidence from 0 to 1
   */
  public record Detected(XyxyBox box, int label, float score) {}

  /**
   * The same objects in the image before it was resized. There, a COCO box is (x1, y1, {@link
   * XyxyBox#width}, {@link XyxyBox#height}).
   */
  public Detections resized(ImageSize from, ImageSize to) {
    return new Detections(
        boxes.stream()
            .map(d -> new Detected(d.box().resized(from, to), d.label(), d.score()))
            .toList());
  }
}
