package org.sdptbench.harness.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.sdptbench.glip.vision.ImageInput;
import org.sdptbench.glip.vision.PreparedImage;
import org.sdptbench.glip.vision.XyxyBox;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.RgbImage;

/**
 * An image of a task, ready for the network.
 *
 * @param id image id
 * @param image its pixels, resized and normalised
 * @param boxes its objects in pixels of the resized image; crowds are left out
 * @param labels index of each object's class among the data set's categories
 */
public record TaskImage(
    long id, PreparedImage image, List<XyxyBox> boxes, List<Integer> labels) {
  /** Defensive copies. */
  public TaskImage {
    boxes = List.copyOf(boxes);
    labels = List.copyOf(labels);
  }

  /**
   * Reads all images of a data set, by ascending id.
   *
   * @param min pixels of the shorter side after resizing
   * @param max most pixels of the longer side
   * @throws IOException if an image cannot be read; the message names it
   */
  public static List<TaskImage> read(DetectionDataset dataset, int min, int max)
      throws IOException {
    Map<Integer, Integer> labels = new HashMap<>();
    for (Category category : dataset.categories()) {
      labels.put(category.id(), labels.size());
    }
    Map<Long, List<Annotation>> objects = new HashMap<>();
    for (Annotation annotation : dataset.annotations()) {
      if (!annotation.crowd()) {
        objects.computeIfAbsent(annotation.imageId(), id -> new ArrayList<>()).add(annotation);
      }
    }
    List<TaskImage> images = new ArrayList<>();
    for (ImageInfo info : dataset.images()) {
      RgbImage pixels = dataset.pixels().read(info);
      PreparedImage image =
          ImageInput.prepare(pixels.rgb(), pixels.width(), pixels.height(), min, max);
      List<Annotation> own = objects.getOrDefault(info.id(), List.of());
      images.add(
          new TaskImage(
              info.id(),
              image,
              own.stream().map(annotation -> box(annotation.box(), image)).toList(),
              own.stream().map(annotation -> labels.get(annotation.categoryId())).toList()));
    }
    return images;
  }

  private static XyxyBox box(Box box, PreparedImage image) {
    return XyxyBox.ofXywh(
            (float) box.x(), (float) box.y(), (float) box.width(), (float) box.height())
        .resized(image.original(), image.size());
  }
}
