package org.sdptbench.harness.data;

/**
 * A box in pixels of the original image, in COCO's convention.
 *
 * @param x left edge
 * @param y top edge
 * @param width width, at least 0
 * @param height height, at least 0
 */
public record Box(double x, double y, double width, double height) {

  /** Width times height in square pixels. */
  public double area() {
    return width * height;
  }
}
