package org.sdptbench.harness.detect;

import java.awt.image.BufferedImage;
import java.util.List;
import org.sdptbench.reports.record.Picture.Region;

/**
 * What was found in an image.
 *
 * @param image the image as it was read
 * @param model name of the model
 * @param methods methods of the adapters that acted, the innermost first
 * @param found what was found, by falling score, in pixels of the image
 */
public record ImageAnswer(
    BufferedImage image, String model, List<String> methods, List<Region> found) {

  /** Copies. */
  public ImageAnswer {
    methods = List.copyOf(methods);
    found = List.copyOf(found);
  }
}
