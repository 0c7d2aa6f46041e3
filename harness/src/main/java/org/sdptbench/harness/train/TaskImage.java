package org.sdptbench.harness.train;

import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.Supplier;
import org.sdptbench.glip.vision.ImageSize;
import org.sdptbench.glip.vision.PreparedImage;
import org.sdptbench.glip.vision.XyxyBox;

/**
 * An image of a task at the size at which the network sees it.
 *
 * @param id image id
 * @param original size as it is stored
 * @param size size at the network's input, without padding
 * @param pixels reads its pixels, or has them
 * @param boxes its objects in pixels of the resized image; crowds are left out
 * @param labels index of each object's class among the data set's categories
 */
public record TaskImage(
    long id,
    ImageSize original,
    ImageSize size,
    Supplier<PreparedImage> pixels,
    List<XyxyBox> boxes,
    List<Integer> labels) {
  /** Defensive copies. */
  public TaskImage {
    boxes = List.copyOf(boxes);
    labels = List.copyOf(labels);
  }

  /** An image whose pixels are at hand. */
  public TaskImage(long id, PreparedImage image, List<XyxyBox> boxes, List<Integer> labels) {
    this(id, image.original(), image.size(), () -> image, boxes, labels);
  }

  /**
   * Its pixels, read now unless they are at hand.
   *
   * @throws UncheckedIOException if they cannot be read; the message of its cause names the file
   */
  public PreparedImage image() {
    return pixels.get();
  }

  /** The same image with its pixels at hand; exceptions as of {@link #image}. */
  public TaskImage loaded() {
    return new TaskImage(id, image(), boxes, labels);
  }

  /** The same image with its pixels from elsewhere. */
  TaskImage withPixels(Supplier<PreparedImage> others) {
    return new TaskImage(id, original, size, others, boxes, labels);
  }

  /** The mirror image, left and right exchanged. */
  TaskImage flipped() {
    return new TaskImage(
        id,
        original,
        size,
        () -> image().flipped(),
        boxes.stream().map(box -> box.flipped(size.width())).toList(),
        labels);
  }
}
