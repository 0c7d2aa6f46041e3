package org.sdptbench.harness.run;

import java.nio.file.Path;

/**
 * Where a runner leaves the trained adapter.
 *
 * @param folder the folder for its files; it need not exist, and is left out if nothing is kept
 * @param maxBytes adapters with more bytes are not kept; 0 keeps none
 */
public record AdapterOutput(Path folder, long maxBytes) {
  /** Where the adapter is left that the one of this folder stands on. */
  public AdapterOutput base() {
    return new AdapterOutput(folder.resolve("base"), maxBytes);
  }
}
