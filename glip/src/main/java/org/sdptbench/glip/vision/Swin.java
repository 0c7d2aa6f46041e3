package org.sdptbench.glip.vision;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Layout;

/**
 * The Swin Transformer as GLIP builds it (swint.py, {@code SwinTransformer}): patch normalisation,
 * no absolute position, biases on queries, keys and values.
 */
public final class Swin {
  private final String prefix;
  private final PatchEmbedding embedding;
  private final List<Stage> stages;

  /** A stage, and the merging after it (none after the last). */
  record Stage(int channels, List<SwinBlock> blocks, List<PatchMerging> merging) {}

  /**
   * Declares nothing yet; see {@link #declare}.
   *
   * @param prefix official name with a dot at its end, {@code backbone.body.} in GLIP, or empty
   * @param config sizes
   * @throws IllegalArgumentException if the sizes do not fit together
   */
  public Swin(String prefix, GlipConfig.Vision config) {
    int count = config.depths().size();
    if (config.heads().size() != count) {
      throw new IllegalArgumentException(
          "%s stages have depths %s, but heads are %s"
              .formatted(count, config.depths(), config.heads()));
    }
    this.prefix = prefix;
    this.embedding =
        new PatchEmbedding(prefix + "patch_embed.", config.embedDim(), config.convStem());
    List<Stage> list = new ArrayList<>();
    int blocks = 0;
    for (int i = 0; i < count; i++) {
      list.add(stage(prefix + "layers." + i + ".", config, i, blocks));
      blocks += config.depths().get(i);
    }
    this.stages = List.copyOf(list);
  }

  private static Stage stage(String name, GlipConfig.Vision config, int i, int before) {
    int channels = config.embedDim() << i;
    int heads = config.heads().get(i);
    if (channels % heads != 0) {
      throw new IllegalArgumentException(
          "stage %s has %s channels, no multiple of its %s heads".formatted(i, channels, heads));
    }
    List<SwinBlock> blocks = new ArrayList<>();
    for (int j = 0; j < config.depths().get(i); j++) {
      int shift = j % 2 == 0 ? 0 : config.window() / 2;
      blocks.add(
          new SwinBlock(
              name + "blocks." + j + ".",
              i,
              j,
              channels,
              heads,
              new SwinKernels.Windows(config.window(), shift),
              config.dropPath(before + j)));
    }
    return new Stage(
        channels,
        List.copyOf(blocks),
        i + 1 < config.depths().size()
            ? List.of(new PatchMerging(name + "downsample.", channels))
            : List.of());
  }

  /** Declares all parameters. */
  public void declare(Layout layout) {
    embedding.declare(layout);
    for (Stage stage : stages) {
      stage.blocks().forEach(block -> block.declare(layout));
      stage.merging().forEach(merging -> merging.declare(layout));
    }
    for (int i = 1; i < stages.size(); i++) {
      layout.norm(prefix + "norm" + i, stages.get(i).channels());
    }
  }

  /** Channels of each output, finest first. */
  public List<Integer> channels() {
    return stages.stream().map(Stage::channels).toList();
  }

  /**
   * Runs all stages.
   *
   * <p>What a block makes of an adaptation's prompt tokens is offered to it at the next, through
   * the mergings too.
   *
   * @param images [B, 3, H, W], normalised
   * @return C2, C3, …, each [B, C, H, W] with strides 4, 8, …; C2 is not normalised, the others are
   */
  public List<NDArray> forward(Pass pass, NDArray images) {
    return begin(pass, images).maps();
  }

  /** Embeds images [B, 3, H, W], and goes on block by block. */
  SwinRun begin(Pass pass, NDArray images) {
    return new SwinRun(pass, prefix, stages, embedding.forward(pass, images));
  }
}
