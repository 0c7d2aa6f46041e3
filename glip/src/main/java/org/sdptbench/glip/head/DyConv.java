package org.sdptbench.glip.head;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;

/**
 * The image side of a tower stage: every level becomes the attention-weighted mean of itself, the
 * finer level (stride 2) and the coarser level (upsampled), each through its own convolution and
 * group normalisation, followed by a dynamic ReLU (Dai et al., "Dynamic Head", CVPR 2021; GLIP
 * maskrcnn_benchmark/modeling/rpn/vldyhead.py L141–233).
 *
 * <p>Offsets and mask come from the level itself for all of its sources; see {@link
 * DeformableConvolution} for what that means for the coarser one.
 */
public final class DyConv {
  private final String prefix;
  private final int channels;
  private final boolean deformable;

  /**
   * The module of a name.
   *
   * @param prefix official name with its final dot, e.g. {@code rpn.head.dyhead_tower.2.}, or empty
   * @param channels channels C of every level, a multiple of 16
   * @param deformable whether the convolutions are modulated deformable ones; plain 3×3 ones else
   */
  public DyConv(String prefix, int channels, boolean deformable) {
    if (channels % GlipConfig.Tower.GROUPS != 0) {
      throw new IllegalArgumentException(
          "DyConv normalises %s groups, found %s channels"
              .formatted(GlipConfig.Tower.GROUPS, channels));
    }
    this.prefix = prefix;
    this.channels = channels;
    this.deformable = deformable;
  }

  /** Declares the parameters. */
  public void declare(Layout layout) {
    Init pytorch = Init.pytorchLayer(9L * channels);
    Init kernel = deformable ? pytorch : new Init.Normal(0.01);
    for (Source source : Source.values()) {
      layout.conv(name(source.module + ".conv"), channels, channels, 3, kernel);
      layout.norm(name(source.module + ".bn"), channels);
    }
    layout.conv(name("AttnConv.1"), channels, 1, 1, new Init.Normal(0.01));
    long squeeze = channels / 4;
    layout.linear(name("relu.fc.0"), channels, squeeze);
    layout.linear(name("relu.fc.2"), squeeze, 4L * channels);
    if (deformable) {
      layout.add(name("offset.weight"), pytorch, 27, channels, 3, 3);
      layout.add(name("offset.bias"), pytorch, 27);
    }
  }

  /**
   * Computes all levels from all levels.
   *
   * @param levels features [B, C, H, W], finest first, each next one of half the size, rounded up
   * @return the new features, of the same shapes
   */
  public List<NDArray> forward(Pass pass, List<NDArray> levels) {
    for (int i = 1; i < levels.size(); i++) {
      requireHalf(levels.get(i - 1).getShape(), levels.get(i).getShape(), i);
    }
    List<NDArray> results = new ArrayList<>();
    for (int i = 0; i < levels.size(); i++) {
      try (Scope scope = new Scope()) {
        List<NDArray> sources = sources(pass, levels, i);
        List<NDArray> scales = sources.stream().map(source -> attention(pass, source)).toList();
        NDArray result = activate(pass, HeadKernels.scaledMean(sources, scales));
        results.add(scope.handOver(result));
      }
    }
    return results;
  }

  private static void requireHalf(Shape finer, Shape coarser, int level) {
    for (int axis = 2; axis < 4; axis++) {
      if (coarser.get(axis) != (finer.get(axis) + 1) / 2) {
        throw new IllegalArgumentException(
            "level %s has shape %s, expected half of the finer level's %s, rounded up"
                .formatted(level, coarser, finer));
      }
    }
  }

  /** Features of the level's size from the level itself, the finer and the coarser one. */
  List<NDArray> sources(Pass pass, List<NDArray> levels, int level) {
    NDArray x = levels.get(level);
    List<NDArray> field = deformable ? field(pass, x) : List.of();
    List<NDArray> sources = new ArrayList<>();
    sources.add(convolve(pass, Source.SAME, x, field));
    if (level > 0) {
      sources.add(convolve(pass, Source.FINER, levels.get(level - 1), field));
    }
    if (level < levels.size() - 1) {
      NDArray coarser = convolve(pass, Source.COARSER, levels.get(level + 1), field);
      Shape shape = x.getShape();
      sources.add(Ops.upsampleBilinearAlignCorners(coarser, shape.get(2), shape.get(3)));
    }
    return sources;
  }

  /** Offsets [B, 18, H, W] and mask [B, 9, H, W] of a level. */
  List<NDArray> field(Pass pass, NDArray x) {
    String offset = name("offset");
    NDArray both =
        Ops.conv2d(x, pass.get(offset + ".weight"), pass.get(offset + ".bias"), 1, 1); // float32
    List<NDArray> parts = Ops.split(both, new long[] {18, 9}, 1);
    return List.of(parts.get(0), Ops.sigmoid(parts.get(1)));
  }

  private NDArray convolve(Pass pass, Source source, NDArray x, List<NDArray> field) {
    String conv = name(source.module + ".conv");
    NDArray y =
        field.isEmpty()
            ? pass.conv2d(conv, x, source.stride, 1)
            : DeformableConvolution.apply(
                x,
                field.get(0),
                field.get(1),
                pass.get(conv + ".weight"),
                pass.get(conv + ".bias"),
                source.stride,
                pass.precision());
    return pass.groupNorm(name(source.module + ".bn"), y, GlipConfig.Tower.GROUPS);
  }

  /** Scale attention of a source [B, C, H, W]: [B, 1, 1, 1], from 0.5 to 1. */
  NDArray attention(Pass pass, NDArray source) {
    String conv = name("AttnConv.1");
    return HeadKernels.scaleAttention(source, pass.get(conv + ".weight"), pass.get(conv + ".bias"));
  }

  /**
   * Dynamic ReLU (Chen et al., ECCV 2020): the larger of two lines per channel, whose coefficients
   * depend on the global mean; slopes 1 and 0 plus at most ±1, intercepts at most ±0.5.
   */
  private NDArray activate(Pass pass, NDArray x) {
    NDArray squeezed = Ops.relu(pass.linear(name("relu.fc.0"), Ops.mean(x, false, 2, 3)));
    return HeadKernels.dynamicRelu(x, pass.linear(name("relu.fc.2"), squeezed));
  }

  private String name(String module) {
    return prefix + module;
  }

  /** Where a level's information comes from. */
  private enum Source {
    COARSER("DyConv.0", 1),
    SAME("DyConv.1", 1),
    FINER("DyConv.2", 2);

    private final String module;
    private final int stride;

    Source(String module, int stride) {
      this.module = module;
      this.stride = stride;
    }
  }
}
