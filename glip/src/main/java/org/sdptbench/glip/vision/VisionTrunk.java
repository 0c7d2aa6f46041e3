package org.sdptbench.glip.vision;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Layout;

/** GLIP's image encoder: Swin and the feature pyramid on its C3, C4 and C5. */
public final class VisionTrunk {
  private final Swin body;
  private final FeaturePyramid pyramid;

  /**
   * Declares nothing yet; see {@link #declare}.
   *
   * @param prefix official name with a dot at its end, {@code backbone.} in GLIP, or empty
   * @param config sizes
   * @throws IllegalArgumentException if the sizes do not fit together
   */
  public VisionTrunk(String prefix, GlipConfig.Vision config) {
    this.body = new Swin(prefix + "body.", config);
    List<Integer> channels = body.channels();
    this.pyramid =
        new FeaturePyramid(
            prefix + "fpn.",
            channels.subList(1, channels.size()),
            config.channels(),
            config.levels());
  }

  /** Swin, for pre-training it alone. */
  public Swin body() {
    return body;
  }

  /** Declares all parameters. */
  public void declare(Layout layout) {
    body.declare(layout);
    pyramid.declare(layout);
  }

  /**
   * Encodes images.
   *
   * @param images [B, 3, H, W], normalised; see {@link ImageInput}
   * @return P3 and on, finest first, each [B, channels, ⌈H/8⌉, ⌈W/8⌉] and so on
   */
  public List<NDArray> forward(Pass pass, NDArray images) {
    List<NDArray> maps = body.forward(pass, images);
    return pyramid.forward(pass, maps.subList(1, maps.size()));
  }
}
