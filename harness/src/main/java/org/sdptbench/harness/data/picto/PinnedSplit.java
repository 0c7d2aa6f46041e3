package org.sdptbench.harness.data.picto;

import java.util.function.Supplier;
import org.sdptbench.harness.data.DetectionDataset;

/**
 * A split whose digest stands in {@code datasets.lock}.
 *
 * @param name e.g. {@code picto-coco/test}
 * @param data renders it
 */
record PinnedSplit(String name, Supplier<DetectionDataset> data) {
  /** Of the endless training stream, the first scenes are pinned. */
  static final int STREAM_SCENES = 500;
}
