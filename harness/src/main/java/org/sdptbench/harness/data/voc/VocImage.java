package org.sdptbench.harness.data.voc;

import java.util.List;
import org.sdptbench.harness.data.Box;

/**
 * What an annotation file says.
 *
 * @param fileName name of the image; empty if it has none
 * @param width width in pixels
 * @param height height in pixels
 * @param objects the objects, in file order
 */
record VocImage(String fileName, int width, int height, List<Item> objects) {
  /** Defensive copy. */
  VocImage {
    objects = List.copyOf(objects);
  }

  /**
   * An object.
   *
   * @param name its class, lower-cased
   * @param box its box in COCO's form
   * @param difficult whether people, too, may miss it
   */
  record Item(String name, Box box, boolean difficult) {}
}
