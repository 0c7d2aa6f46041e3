package org.sdptbench.glip.vision;

/**
 * A box by its corner pixels, both inside it, as GLIP computes with them
 * (structures/bounding_box.py, mode {@code xyxy}): a box of one pixel has {@code x1 == x2}.
 *
 * <p>Arithmetic is in float32, as there.
 *
 * @param x1 left
 * @param y1 top
 * @param x2 right
 * @param y2 bottom
 */
public record XyxyBox(float x1, float y1, float x2, float y2) {

  /** From the left top corner, width and height, as in COCO. */
  public static XyxyBox ofXywh(float x, float y, float width, float height) {
    return new XyxyBox(x, y, x + Math.max(width - 1, 0), y + Math.max(height - 1, 0));
  }

  /** x2 − x1 + 1. */
  public float width() {
    return x2 - x1 + 1;
  }

  /** y2 − y1 + 1. */
  public float height() {
    return y2 - y1 + 1;
  }

  /** The box in the image after a resize. */
  public XyxyBox resized(ImageSize from, ImageSize to) {
    float x = (float) ((double) to.width() / from.width());
    float y = (float) ((double) to.height() / from.height());
    return new XyxyBox(x1 * x, y1 * y, x2 * x, y2 * y);
  }

  /** The box in the mirror image, left and right exchanged. */
  public XyxyBox flipped(int imageWidth) {
    return new XyxyBox(imageWidth - x2 - 1, y1, imageWidth - x1 - 1, y2);
  }
}
