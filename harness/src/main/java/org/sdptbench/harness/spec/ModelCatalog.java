package org.sdptbench.harness.spec;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/** The backbones that scales may name. */
public interface ModelCatalog {

  /** The names, e.g. {@code glip-mini}, in their customary order. */
  List<String> names();

  /**
   * SHA-256 of the weights of a model. Empty where they are not on this machine: the model can be
   * planned and not run.
   *
   * @param name one of {@link #names()}
   * @throws IOException if the weights are there and cannot be read; the message names the file
   */
  Optional<String> digest(String name) throws IOException;
}
