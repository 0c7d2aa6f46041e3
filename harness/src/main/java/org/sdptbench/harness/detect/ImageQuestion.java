package org.sdptbench.harness.detect;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is to be found in an image, and by what.
 *
 * @param image the image file
 * @param phrases what to look for, in the order of the caption
 * @param model name of the model; empty for the one that the adapter was trained on, or without one
 *     for glip-mini
 * @param adapter folder of a saved adapter, if one is to be used
 * @param data folder that holds the weights of models that are not embedded
 * @param shorterSide pixels of the image's shorter side at the input; empty for what the model was
 *     trained with
 */
public record ImageQuestion(
    Path image,
    List<String> phrases,
    Optional<String> model,
    Optional<Path> adapter,
    Optional<Path> data,
    Optional<Integer> shorterSide) {

  /** Copies. */
  public ImageQuestion {
    phrases = List.copyOf(phrases);
  }
}
