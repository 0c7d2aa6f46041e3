package org.sdptbench.harness.data.picto;

import java.util.List;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.RgbImage;

/**
 * A rendered scene.
 *
 * @param image its pixels
 * @param objects its labelled objects, from back to front
 */
public record Scene(RgbImage image, List<Placed> objects) {

  /**
   * A labelled object.
   *
   * @param label index of its class
   * @param box the extent of its visible pixels
   * @param area number of its visible pixels
   */
  public record Placed(int label, Box box, int area) {}
}
