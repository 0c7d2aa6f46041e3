package org.sdptbench.glip.head;

import java.util.List;

/**
 * An object to find.
 *
 * @param x1 left edge, in pixels of the resized image
 * @param y1 top edge
 * @param x2 last pixel inside, to the right
 * @param y2 last pixel inside, downwards
 * @param tokens positions in the caption's tokens that name the object
 */
public record TargetBox(float x1, float y1, float x2, float y2, List<Integer> tokens) {
  /** Checks the corners. */
  public TargetBox {
    tokens = List.copyOf(tokens);
    // Written so that NaN fails too.
    if (!(x2 >= x1 && y2 >= y1)) {
      throw new IllegalArgumentException(
          "a box has x2 >= x1 and y2 >= y1, found [%s, %s, %s, %s]".formatted(x1, y1, x2, y2));
    }
  }
}
