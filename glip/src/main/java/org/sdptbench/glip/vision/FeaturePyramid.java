package org.sdptbench.glip.vision;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;

/**
 * The feature pyramid (GLIP's fpn.py, {@code FPN} and {@code LastLevelP6P7}; Lin et al. 2017).
 *
 * <p>Top-down by nearest neighbours to the size of the finer map; P6 is a convolution of P5, P7 one
 * of ReLU(P6). Official names count C2 as 1, so those of C3 end in 2.
 *
 * <p>In training mode squares are dropped of what P3's and P4's last convolutions see ({@code
 * MODEL.FPN.DROP_PROB} and {@code DROP_SIZE}, config/defaults.py L280), not of what goes further
 * down.
 */
public final class FeaturePyramid {
  private static final int FIRST_NAME = 2;
  private static final int TOP_NAME = 6;
  private static final int MAX_TOPS = 2;
  private static final double DROP_RATE = 0.3;
  private static final int DROP_SIDE = 3;

  private final String prefix;
  private final List<Integer> inChannels;
  private final int channels;
  private final int tops;

  /**
   * Declares nothing yet; see {@link #declare}.
   *
   * @param prefix official name with a dot at its end, {@code backbone.fpn.} in GLIP, or empty
   * @param inChannels channels of C3, C4, C5
   * @param channels channels of every level
   * @param levels levels from P3: as many as inputs, or one or two more
   * @throws IllegalArgumentException if there are fewer or more levels
   */
  public FeaturePyramid(String prefix, List<Integer> inChannels, int channels, int levels) {
    this.prefix = prefix;
    this.inChannels = List.copyOf(inChannels);
    this.channels = channels;
    this.tops = levels - inChannels.size();
    if (tops < 0 || tops > MAX_TOPS) {
      throw new IllegalArgumentException(
          "a pyramid on %s maps has %s to %s levels, not %s"
              .formatted(
                  inChannels.size(), inChannels.size(), inChannels.size() + MAX_TOPS, levels));
    }
  }

  /** Declares all parameters. */
  public void declare(Layout layout) {
    for (int i = 0; i < inChannels.size(); i++) {
      int in = inChannels.get(i);
      layout.conv(inner(i), in, channels, 1, Init.kaimingUniform(in, 1));
      layout.conv(layer(i), channels, channels, 3, convolution());
    }
    for (int i = 0; i < tops; i++) {
      layout.conv(top(i), channels, channels, 3, convolution());
    }
  }

  /**
   * Runs the pyramid.
   *
   * @param maps C3, C4, C5, each [B, C, H, W]
   * @return P3 and on, finest first, each [B, channels, H, W]
   */
  public List<NDArray> forward(Pass pass, List<NDArray> maps) {
    if (maps.size() != inChannels.size()) {
      throw new IllegalArgumentException(
          "expected %s maps, found %s".formatted(inChannels.size(), maps.size()));
    }
    List<NDArray> levels = new ArrayList<>();
    int last = maps.size() - 1;
    NDArray merged = pass.conv2d(inner(last), maps.get(last), 1, 0);
    levels.add(pass.conv2d(layer(last), merged, 1, 1));
    for (int i = last - 1; i >= 0; i--) {
      NDArray lateral = pass.conv2d(inner(i), maps.get(i), 1, 0);
      Shape shape = lateral.getShape();
      merged = Ops.add(lateral, Ops.upsampleNearest(merged, shape.get(2), shape.get(3)));
      NDArray seen = pass.drop(layer(i) + ".drop_block", DROP_RATE).squares(merged, DROP_SIDE);
      levels.add(0, pass.conv2d(layer(i), seen, 1, 1));
    }
    for (int i = 0; i < tops; i++) {
      NDArray below = levels.get(levels.size() - 1);
      levels.add(pass.conv2d(top(i), i == 0 ? below : Ops.relu(below), 2, 1));
    }
    return levels;
  }

  private String inner(int i) {
    return prefix + "fpn_inner" + (i + FIRST_NAME);
  }

  private String layer(int i) {
    return prefix + "fpn_layer" + (i + FIRST_NAME);
  }

  private String top(int i) {
    return prefix + "top_blocks.p" + (i + TOP_NAME);
  }

  private Init convolution() {
    return Init.kaimingUniform(9L * channels, 1);
  }
}
