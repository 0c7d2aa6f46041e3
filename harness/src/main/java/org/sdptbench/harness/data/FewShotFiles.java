package org.sdptbench.harness.data;

import java.io.IOException;
import java.util.Optional;

/** Few-shot draws that somebody has published with a data set. */
@FunctionalInterface
public interface FewShotFiles {
  /** Nobody has published any. */
  FewShotFiles NONE = (shots, seed) -> Optional.empty();

  /**
   * A draw.
   *
   * @param shots images of each class
   * @param seed which of several draws
   * @return the training set; empty where this draw was not published or is not on this machine
   * @throws IOException if it is there and cannot be read or is wrong; the message names the file
   */
  Optional<DetectionDataset> draw(int shots, long seed) throws IOException;
}
