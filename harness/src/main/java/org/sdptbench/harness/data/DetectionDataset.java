package org.sdptbench.harness.data;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * One split of a detection data set.
 *
 * @param name name for messages and records, e.g. {@code picto-odinw13/Aquarium/test}
 * @param categories the classes, by ascending id
 * @param images the images, by ascending id
 * @param annotations the objects, in file order
 * @param pixels where the images come from
 */
public record DetectionDataset(
    String name,
    List<Category> categories,
    List<ImageInfo> images,
    List<Annotation> annotations,
    ImageSource pixels) {

  /** Defensive copies. */
  public DetectionDataset {
    categories = List.copyOf(categories);
    images = List.copyOf(images);
    annotations = List.copyOf(annotations);
  }

  /**
   * The first images, with their annotations.
   *
   * @param count how many; 0 or more than there are: all
   */
  public DetectionDataset first(int count) {
    return count == 0 || count >= images.size()
        ? this
        : only(images.stream().limit(count).map(ImageInfo::id).collect(Collectors.toSet()));
  }

  /** The images of these ids, with their annotations. */
  public DetectionDataset only(Set<Long> ids) {
    return new DetectionDataset(
        name,
        categories,
        images.stream().filter(image -> ids.contains(image.id())).toList(),
        annotations.stream().filter(object -> ids.contains(object.imageId())).toList(),
        pixels);
  }

  /**
   * The images with a box larger than one pixel each way, crowds too: GLIP trains on no others
   * (coco.py, {@code has_valid_annotation}).
   */
  public DetectionDataset withObjects() {
    return only(
        annotations.stream()
            .filter(object -> object.box().width() > 1 && object.box().height() > 1)
            .map(Annotation::imageId)
            .collect(Collectors.toSet()));
  }

  /** All images, with the annotations of these categories only. */
  public DetectionDataset ofCategories(List<Category> kept) {
    Set<Integer> ids = kept.stream().map(Category::id).collect(Collectors.toSet());
    return new DetectionDataset(
        name,
        kept,
        images,
        annotations.stream().filter(object -> ids.contains(object.categoryId())).toList(),
        pixels);
  }

  /** The same images with other annotations. */
  public DetectionDataset annotated(List<Annotation> others) {
    return new DetectionDataset(name, categories, images, others, pixels);
  }

  /** Reads or renders the pixels of an image. */
  @FunctionalInterface
  public interface ImageSource {
    /**
     * Returns the pixels of an image.
     *
     * @throws IOException if the file is missing or unreadable; the message names it
     */
    RgbImage read(ImageInfo image) throws IOException;
  }
}
