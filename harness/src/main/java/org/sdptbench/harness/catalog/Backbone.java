package org.sdptbench.harness.catalog;

import java.util.List;
import org.sdptbench.glip.GlipConfig;

/**
 * A backbone that scales may name.
 *
 * @param config its sizes
 * @param shorterSide pixels of an image's shorter side that it was pre-trained with
 * @param weights where its frozen weights come from
 */
record Backbone(GlipConfig config, int shorterSide, WeightsSource weights) {
  /** All backbones, the standard one first. */
  static final List<Backbone> ALL =
      List.of(
          new Backbone(
              GlipConfig.MINI,
              128,
              new EmbeddedWeights(
                  "glip-mini.safetensors",
                  "experiments/pretrain-mini.yaml",
                  new EmbeddedWeights.Pin(
                      0x982ef9eaL,
                      "40d9c384514c8a7dbb8314c15a8c7855a83ed0948a2577d3d6334215e87b6b92"))),
          official(GlipConfig.T),
          official(GlipConfig.L),
          official(GlipConfig.T_A),
          official(GlipConfig.T_B),
          official(GlipConfig.T_C));

  private static Backbone official(GlipConfig config) {
    return new Backbone(config, 800, new OfficialWeights(config.name()));
  }
}
