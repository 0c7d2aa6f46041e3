package org.sdptbench.baselines.apollo;

import java.util.List;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Role;

/**
 * The adapters of both modalities at the entry of the fusion. Each sees the other modality as it
 * came, not as it was adapted.
 *
 * @param image of the image tokens of all levels
 * @param text of the text tokens
 */
record FusionAdapters(CrossAdapter image, CrossAdapter text) {
  /** Hidden width of the feed-forward layers as a multiple of the tokens', unless told. */
  private static final int FEED_FORWARD = 4;

  static List<Setting> settings() {
    return List.of(
        new Setting.Whole("heads", 8, 1, 256, "attention heads of the adapters"),
        new Setting.Whole(
            "width",
            0,
            0,
            65536,
            "width of the adapters' queries, keys and values; 0 is that of the tokens"),
        new Setting.Whole(
            "feed-forward",
            0,
            0,
            65536,
            "hidden width of the adapters' feed-forward layers; 0 is four times that of the tokens"),
        new Setting.Choice(
            "self-attention",
            "none",
            List.of("none", "text"),
            "which adapters attend to their own modality too"));
  }

  /**
   * The adapters of {@link #settings}.
   *
   * @throws IllegalArgumentException if the heads do not divide the width
   */
  static FusionAdapters of(String prefix, GlipConfig config, Settings settings) {
    int v = config.vision().channels();
    int l = config.text().hidden();
    boolean self = settings.text("self-attention").equals("text");
    return new FusionAdapters(
        adapter(prefix + "image.", v, l, false, settings),
        adapter(prefix + "text.", l, v, self, settings));
  }

  private static CrossAdapter adapter(
      String prefix, int own, int other, boolean self, Settings settings) {
    int heads = settings.whole("heads");
    int width = settings.whole("width") > 0 ? settings.whole("width") : own;
    if (width % heads != 0) {
      throw new IllegalArgumentException(
          "heads is %s, which does not divide the width %s of %sattn; allowed are its divisors"
              .formatted(heads, width, prefix));
    }
    int given = settings.whole("feed-forward");
    int feedForward = given > 0 ? given : FEED_FORWARD * own;
    return new CrossAdapter(prefix, own, other, width, heads, feedForward, self);
  }

  void declare(Layout layout) {
    layout.role(Role.ADAPTERS);
    image.declare(layout);
    text.declare(layout);
  }

  /** Adapts both modalities; the result has the shapes of the input. */
  FusionInput forward(Params params, FusionInput input) {
    CrossAdapter.Sequence seen = image.read(params, Ops.toSequence(input.levels()), null);
    CrossAdapter.Sequence read = text.read(params, input.text(), input.mask());
    return new FusionInput(
        Ops.toMaps(image.forward(params, seen, read), input.levels()),
        text.forward(params, read, seen),
        input.mask());
  }
}
