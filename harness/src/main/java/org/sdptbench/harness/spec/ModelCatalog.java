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
   * @throws IOException if the weights are there and cannot be read, or are not those of the model;
   *     the message names the file and what does not fit
   */
  Optional<String> digest(String name) throws IOException;

  /**
   * SHA-256 of the file that the authors of a model have published; empty if they have none, or
   * nobody knows it.
   *
   * @param name one of {@link #names()}
   */
  Optional<String> official(String name);

  /**
   * How to get the weights of a model onto this machine, for people.
   *
   * @param name one of {@link #names()}
   */
  String remedy(String name);
}
