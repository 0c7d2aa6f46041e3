package org.sdptbench.glip.model;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.fusion.FusionLayer;
import org.sdptbench.glip.fusion.FusionObserver;
import org.sdptbench.glip.head.DyConv;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.text.BertLayer;

/**
 * The fusion tower: stages of cross attention, a BERT layer on the text and DyConv on the image; or
 * of DyConv alone ({@code VLDyHead}, vldyhead.py, with {@code EARLY_FUSE_ON} or without).
 */
public final class Tower {
  /** What makes image and text know each other. */
  private record Fusing(FusionLayer fusion, BertLayer text) {}

  private record Stage(Optional<Fusing> fusing, DyConv image) {}

  private final List<Stage> stages;

  /**
   * The modules of a name.
   *
   * @param prefix official name with its final dot, {@code rpn.head.dyhead_tower.}
   */
  public Tower(String prefix, GlipConfig config) {
    GlipConfig.Tower sizes = config.tower();
    int channels = config.vision().channels();
    List<Stage> built = new ArrayList<>();
    int module = 0; // official names number the modules, whatever they are
    for (int i = 0; i < sizes.layers(); i++) {
      Optional<Fusing> fusing = Optional.empty();
      if (sizes.fuses()) {
        fusing = Optional.of(fusing(prefix, module, i, config));
        module += 2;
      }
      built.add(
          new Stage(fusing, new DyConv(prefix + module++ + ".", channels, sizes.deformable())));
    }
    stages = List.copyOf(built);
  }

  private static Fusing fusing(String prefix, int module, int layer, GlipConfig config) {
    GlipConfig.Tower sizes = config.tower();
    int width = config.text().hidden();
    return new Fusing(
        new FusionLayer(
            prefix + module + ".b_attn.",
            layer,
            config.vision().channels(),
            width,
            sizes.fusionDim(),
            sizes.fusionHeads(),
            1.0 / sizes.layers()),
        BertLayer.tower(
            prefix + (module + 1) + ".", width, sizes.textHeads(), sizes.textIntermediate()));
  }

  /** Declares all parameters in the official order. */
  public void declare(Layout layout) {
    for (Stage stage : stages) {
      stage.fusing.ifPresent(
          fusing -> {
            fusing.fusion.declare(layout);
            fusing.text.declare(layout);
          });
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
      state = forward(stage, pass, state, observer);
    }
    return state;
  }

  /** The stages, which one after another do what {@link #forward} does. */
  public List<UnaryOperator<FusionInput>> stages(Pass pass) {
    return stages.stream()
        .map(
            stage ->
                (UnaryOperator<FusionInput>)
                    input -> forward(stage, pass, input, FusionObserver.NONE))
        .toList();
  }

  private static FusionInput forward(
      Stage stage, Pass pass, FusionInput input, FusionObserver observer) {
    return stage
        .fusing
        .map(fusing -> fused(fusing, stage.image, pass, input, observer))
        .orElseGet(
            () ->
                new FusionInput(
                    stage.image.forward(pass, input.levels()), input.text(), input.mask()));
  }

  private static FusionInput fused(
      Fusing fusing, DyConv image, Pass pass, FusionInput input, FusionObserver observer) {
    observer.entering(pass, fusing.fusion, input);
    FusionInput fused = fusing.fusion.forward(pass, input);
    return new FusionInput(
        image.forward(pass, fused.levels()),
        fusing.text.forward(pass, fused.text(), fused.mask()),
        fused.mask());
  }

  /** The fusion layers; none where nothing is fused. */
  public List<FusionLayer> fusionLayers() {
    return stages.stream().flatMap(stage -> stage.fusing.stream()).map(Fusing::fusion).toList();
  }
}
