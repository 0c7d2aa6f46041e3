package org.sdptbench.harness.data;

import java.io.IOException;

/** An image that is whole, but whose samples PIL has no colours for. */
final class NoColoursException extends IOException {
  private static final long serialVersionUID = 1;

  private final String found;

  /**
   * Says what was found.
   *
   * @param found what the image is, for people
   */
  NoColoursException(String found) {
    super(found);
    this.found = found;
  }

  /** What the image is. */
  String found() {
    return found;
  }
}
