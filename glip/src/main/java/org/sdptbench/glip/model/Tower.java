package org.sdptbench.glip.model;

import java.util.ArrayList;
import java.util.List;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.fusion.FusionLayer;
import org.sdptbench.glip.fusion.FusionObserver;
import org.sdptbench.glip.head.DyConv;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.text.BertLayer;

/**
 * The fusion tower: stages of cross attention, a BERT layer on the text and DyConv on the image.
 */
public final class Tower {
  private record Stage(FusionLayer fusion, BertLayer text, DyConv image) {}

  private final List<Stage> stages;

  /**
   * The modules of a name.
   *
   * @param prefix official name with its final dot, {@code rpn.head.dyhead_tower.}
   */
  public Tower(String prefix, GlipConfig config) {
    GlipConfig.Tower sizes = config.tower();
    int channels = config.vision().channels();
    int width = config.text().hidden();
    List<Stage> built = new ArrayList<>();
    for (int i = 0; i < sizes.layers(); i++) {
      built.add(
          new Stage(
              new FusionLayer(
                  prefix + 3 * i + ".b_attn.",
                  i,
                  channels,
                  width,
                  sizes.fusionDim(),
                  sizes.fusionHeads(),
                  1.0 / sizes.layers()),
              BertLayer.tower(
                  prefix + (3 * i + 1) + ".", width, sizes.textHeads(), sizes.textIntermediate()),
              new DyConv(prefix + (3 * i + 2) + ".", channels, sizes.deformable())));
    }
    stages = List.copyOf(built);
  }

  /** Declares all parameters in the official order. */
  public void declare(Layout layout) {
    for (Stage stage : stages) {
      stage.fusion.declare(layout);
      stage.text.declare(layout);
      stage.image.declare(layout);
    }
  }

  /** Fuses; the result has the shapes of the input. */
  public FusionInput forward(Pass pass, FusionInput input) {
    return forward(pass, input, FusionObserver.NONE);
  }

  /** Fuses while somebody looks on. */
  public FusionInput forward(Pass pass, FusionInput input, FusionObserver observer) {
    FusionInput state = input;
    for (Stage stage : stages) {
      observer.entering(pass, stage.fusion, state);
      FusionInput fused = stage.fusion.forward(pass, state);
      state =
          new FusionInput(
              stage.image.forward(pass, fused.levels()),
              stage.text.forward(pass, fused.text(), fused.mask()),
              fused.mask());
    }
    return state;
  }

  /** The fusion layers. */
  public List<FusionLayer> fusionLayers() {
    return stages.stream().map(Stage::fusion).toList();
  }
}
