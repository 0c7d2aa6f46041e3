package org.sdptbench.baselines.upt;

import java.util.List;
import org.sdptbench.glip.GlipConfig;

/** Sizes whose image encoder has one width throughout, as that of CLIP has. */
public final class OneWidth {
  private OneWidth() {}

  /** Blocks of width 5 in one stage, and as many text layers of width 6. */
  public static GlipConfig config(int blocks) {
    return new GlipConfig(
        "one-width",
        new GlipConfig.Vision(5, List.of(blocks), List.of(1), 4, false, 4, 3),
        new GlipConfig.Text(6, blocks, 1, 8, 10, 16, 16),
        new GlipConfig.Tower(1, 8, 1, 1, 8, false, 3, 0));
  }
}
