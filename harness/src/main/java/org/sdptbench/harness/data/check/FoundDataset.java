package org.sdptbench.harness.data.check;

import java.nio.file.Path;
import java.util.List;

/**
 * A data set that was found in a folder.
 *
 * @param folder the folder
 * @param layout what its layout is, in words
 * @param splits its splits, training first
 */
public record FoundDataset(Path folder, String layout, List<FoundSplit> splits) {
  /** Defensive copy. */
  public FoundDataset {
    splits = List.copyOf(splits);
  }
}
