package org.sdptbench.harness.pretrain;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.sdptbench.glip.Glip;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Tuning;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Weights;
import org.sdptbench.glip.vision.ImageInput;
import org.sdptbench.glip.vision.PreparedImage;
import org.sdptbench.harness.data.RgbImage;
import org.sdptbench.harness.data.picto.PictoPretrain;

/**
 * First stage: the image trunk learns to name single objects.
 *
 * <p>Every pyramid level, averaged over its positions, goes through a linear map of its own into
 * the text space; the logits are its products with all noun vectors times a learned temperature;
 * the loss is the mean cross entropy of the levels.
 */
final class CropStage {
  private static final String TEMPERATURE = "crops.temperature";

  private final Glip glip;
  private final Weights text;
  private final PictoPretrain scenes;
  private final PretrainRecipe recipe;
  private final NDArray nounVectors;

  /**
   * Prepares the stage.
   *
   * @param text weights of the frozen text encoder
   * @param nounVectors centred unit vectors of all nouns [nouns, l]; must outlive the stage
   */
  CropStage(
      Glip glip, Weights text, PictoPretrain scenes, PretrainRecipe recipe, NDArray nounVectors) {
    this.glip = glip;
    this.text = text;
    this.scenes = scenes;
    this.recipe = recipe;
    this.nounVectors = nounVectors;
  }

  /** The maps that only this stage has. */
  Layout ownLayout() {
    int channels = glip.config().vision().channels();
    int width = glip.config().text().hidden();
    Layout layout = new Layout();
    for (int level = 0; level < glip.config().vision().levels(); level++) {
      layout.linear(map(level), channels, width, Init.xavierUniform(channels, width));
    }
    return layout.add(TEMPERATURE, new Init.Constant(Math.log(10)), 1);
  }

  /** The loss of one shard's crops, with the share of crops that the finest level names. */
  NDArray loss(int step, int shard, Params params) {
    int count = recipe.crops().batch() / recipe.shards();
    int side = recipe.crops().side();
    List<PreparedImage> images = new ArrayList<>();
    long[] nouns = new long[count];
    for (int i = 0; i < count; i++) {
      long index = ((long) step * recipe.shards() + shard) * count + i;
      PictoPretrain.Crop crop = scenes.crop(index, side);
      RgbImage image = crop.image();
      images.add(ImageInput.prepare(image.rgb(), image.width(), image.height(), side, side));
      nouns[i] = crop.noun();
    }
    Pass pass = new Pass(text, Tuning.of(params));
    List<NDArray> levels = glip.encodeImages(pass, ImageInput.batch(images));
    NDArray target = Ops.of(nouns, count, 1);
    NDArray loss = null;
    for (int level = 0; level < levels.size(); level++) {
      NDArray logits = logits(params, levels.get(level), level);
      NDArray right = Ops.gather(Ops.logSoftmax(logits, 1), 1, target);
      NDArray entropy = Ops.mul(Ops.mean(right, false, 0, 1), -1.0 / levels.size());
      loss = loss == null ? entropy : Ops.add(loss, entropy);
    }
    if (loss == null) {
      throw new IllegalStateException("a pyramid has levels");
    }
    return loss;
  }

  private NDArray logits(Params params, NDArray level, int index) {
    NDArray pooled = Ops.mean(level, false, 2, 3);
    NDArray mapped =
        Ops.linear(pooled, params.get(map(index) + ".weight"), params.get(map(index) + ".bias"));
    NDArray temperature = Ops.exp(params.get(TEMPERATURE));
    return Ops.mul(Ops.linear(Ops.normalize(mapped, 1), nounVectors), temperature);
  }

  private static String map(int level) {
    return "crops.map." + level;
  }
}
