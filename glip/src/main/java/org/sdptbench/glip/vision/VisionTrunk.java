package org.sdptbench.glip.vision;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.ImageEncoding;
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
    return begin(pass, images).finish();
  }

  /** Embeds images, and goes on block by block; argument as {@link #forward}. */
  public ImageEncoding begin(Pass pass, NDArray images) {
    SwinRun run = body.begin(pass, images);
    return new ImageEncoding() {
      @Override
      public int blocks() {
        return run.blocks();
      }

      @Override
      public int next() {
        return run.next();
      }

      @Override
      public NDArray map() {
        return run.map();
      }

      @Override
      public NDArray peek(NDArray tokens) {
        return Objects.requireNonNull(run.peek(tokens));
      }

      @Override
      public @Nullable NDArray step(@Nullable NDArray tokens) {
        return run.step(tokens);
      }

      @Override
      public void advanceTo(int block) {
        while (run.next() < block) {
          run.step(null);
        }
      }

      @Override
      public List<NDArray> finish() {
        List<NDArray> maps = run.maps();
        return pyramid.forward(pass, maps.subList(1, maps.size()));
      }
    };
  }
}
