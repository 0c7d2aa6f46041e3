package org.sdptbench.harness.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.tensor.Params;

/** Where the frozen weights of a backbone come from. */
interface WeightsSource {

  /**
   * SHA-256 of the weights; empty where they are not on this machine.
   *
   * @param data folder of real data
   * @throws IOException if they are there and damaged, or of another model; the message says what
   *     does not fit
   */
  Optional<String> digest(Glip glip, Optional<Path> data) throws IOException;

  /**
   * Reads the weights.
   *
   * @param data folder of real data
   * @throws IOException if they are missing or damaged; the message names the file
   */
  Params read(Glip glip, Optional<Path> data) throws IOException;

  /** How to get them onto this machine, for people. */
  String remedy();
}
