package org.sdptbench.harness.data;

/**
 * An annotated object.
 *
 * @param id annotation id
 * @param imageId id of its image
 * @param categoryId id of its category
 * @param box its box
 * @param area area in square pixels, by which the size classes of the evaluation go: of the
 *     segmentation where there is one, not of the box
 * @param crowd whether it marks a crowd region
 */
public record Annotation(
    long id, long imageId, int categoryId, Box box, double area, boolean crowd) {

  /** The same object under another category's id. */
  public Annotation ofCategory(int other) {
    return new Annotation(id, imageId, other, box, area, crowd);
  }

  /** The same object with another box. */
  Annotation in(Box other) {
    return new Annotation(id, imageId, categoryId, other, area, crowd);
  }
}
