package org.sdptbench.harness.catalog;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.harness.fetch.ReadProgress;

/** Where the frozen weights of a backbone come from. */
interface WeightsSource {

  /**
   * SHA-256 of the weights; empty where they are not on this machine.
   *
   * @param data folder of real data
   * @param progress told while a large file is read, which is done once
   * @throws IOException if they are there and damaged, of another model, or not those that were
   *     published; the message says what does not fit, and what to do
   */
  Optional<String> digest(Glip glip, Optional<Path> data, ReadProgress progress) throws IOException;

  /** SHA-256 of the file that was published; empty if there is none, or nobody knows it. */
  Optional<String> official();

  /**
   * Reads the weights. Whether they are those that were published, {@link #digest} says.
   *
   * @param data folder of real data
   * @throws IOException if they are missing or damaged; the message names the file
   */
  Params read(Glip glip, Optional<Path> data) throws IOException;

  /**
   * How to get them onto this machine, for people.
   *
   * @param data folder of real data
   */
  String remedy(Optional<Path> data);
}
