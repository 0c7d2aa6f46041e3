package org.sdptbench.harness.memory;

import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.harness.spec.Recipe;

/**
 * Peak memory of tensors for one model, in bytes of float32.
 *
 * <p>Activations are counted in arrays of the size of what they are computed from: all levels of
 * the pyramid for a stage of the fusion tower, the maps of all blocks for Swin. The counts were
 * measured on GLIP-T at 800 × 1066 pixels, with one image and with four.
 *
 * @param config sizes of the model
 * @param parameters number of its parameters
 */
record MemoryModel(GlipConfig config, long parameters) {
  /** Arrays of a pyramid that a tower stage keeps for its backward pass, its share of the head. */
  private static final double STAGE = 24.5;

  /** Arrays of a Swin block's map that it keeps. */
  private static final double BLOCK = 25;

  /** Stages that an image takes while it is only looked at, and beside the stages of a training. */
  private static final double TEST_STAGES = 2.3;

  /** Copies of what is trained: values, gradients, and AdamW's two moments. */
  private static final int COPIES = 4;

  /** P3 has one position for 8 × 8 pixels, each further level a quarter of the one before. */
  private static final double POSITIONS_PER_PIXEL = 1 / 64.0 * 4 / 3;

  /** Pixels of the longer side for each of the shorter one, as of most photographs. */
  private static final double ASPECT = 4 / 3.0;

  /**
   * The peak of a cell that trains, or of one that only looks.
   *
   * @param trained what is trained
   * @param images training images that features may be kept of
   * @param mostFeatures most bytes of features that are kept
   */
  long bytes(Layout trained, Recipe recipe, long images, long mostFeatures) {
    double pixels = pixels(recipe.data());
    double test = TEST_STAGES * stage(pixels);
    boolean trains = recipe.training().trains() && !trained.names().isEmpty();
    double activations = trains ? Math.max(test, training(trained, recipe, pixels)) : test;
    double kept = trains ? COPIES * 4.0 * trained.size() : 0;
    double features =
        trains && reach(trained) != Reach.ENCODERS && !recipe.data().augmented()
            ? Math.min(mostFeatures, images * pyramid(pixels))
            : 0;
    return (long) (4.0 * parameters + kept + activations + features);
  }

  private double training(Layout trained, Recipe recipe, double pixels) {
    double encoders = reach(trained) == Reach.ENCODERS ? swin(pixels) : 0;
    double tower = reach(trained) == Reach.PREDICTION ? 0 : config.tower().layers() * stage(pixels);
    if (recipe.training().recomputes()) {
      return Math.max(encoders, stage(pixels)) + config.tower().layers() * pyramid(pixels);
    }
    return recipe.training().batchSize() * (encoders + tower + stage(pixels) / 4);
  }

  /** The first part of GLIP that the parameters belong to; own ones may be anywhere. */
  private static Reach reach(Layout trained) {
    return trained.names().stream()
        .map(Sites::reach)
        .min(Reach::compareTo)
        .orElse(Reach.PREDICTION);
  }

  private double stage(double pixels) {
    return STAGE * pyramid(pixels);
  }

  /** All levels of an image. */
  private double pyramid(double pixels) {
    return 4.0 * config.vision().channels() * POSITIONS_PER_PIXEL * pixels;
  }

  /** Patches of 4 × 4 pixels; each stage has twice the channels and a quarter of the positions. */
  private double swin(double pixels) {
    double blocks = 0;
    double half = 1;
    for (int depth : config.vision().depths()) {
      blocks += depth * half;
      half /= 2;
    }
    return BLOCK * blocks * 4.0 * config.vision().embedDim() * pixels / 16;
  }

  private static double pixels(Recipe.Data data) {
    double longer = Math.min(data.longerSide(), ASPECT * data.shorterSide());
    return data.shorterSide() * longer;
  }
}
