package org.sdptbench.baselines.prompt;

import java.util.ArrayList;
import java.util.List;
import org.sdptbench.glip.GlipConfig;

/**
 * A block of Swin.
 *
 * @param stage stage from 0
 * @param block block within the stage, from 0
 * @param channels width C of its tokens
 */
public record SwinSite(int stage, int block, int channels) {
  /** All blocks in the order of the forward pass. */
  public static List<SwinSite> of(GlipConfig.Vision config) {
    List<SwinSite> sites = new ArrayList<>();
    for (int stage = 0; stage < config.depths().size(); stage++) {
      for (int block = 0; block < config.depths().get(stage); block++) {
        sites.add(new SwinSite(stage, block, config.embedDim() << stage));
      }
    }
    return List.copyOf(sites);
  }

  /** The place of a block in {@link #of}. */
  public static int indexOf(GlipConfig.Vision config, int stage, int block) {
    return config.depths().subList(0, stage).stream().mapToInt(Integer::intValue).sum() + block;
  }

  /** Name of a block within Swin, {@code layers.S.blocks.B}. */
  public static String name(int stage, int block) {
    return "layers." + stage + ".blocks." + block;
  }

  /** Name within Swin; see {@link #name(int, int)}. */
  public String name() {
    return name(stage, block);
  }
}
