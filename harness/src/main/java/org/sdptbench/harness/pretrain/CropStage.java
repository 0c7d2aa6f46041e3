package org.sdptbench.harness.pretrain;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.sdptbench.glip.model.Glip;
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
 * <p>Swin's outputs at the three depths that feed the pyramid, each averaged over its positions,
 * are classified by a linear layer of their own; the loss is the mean cross entropy of the three.
 * The classifiers are thrown away afterwards.
 */
final class CropStage {
  /** Swin's first output does not feed the pyramid. */
  private static final int FIRST = 1;

  private final Glip glip;
  private final Weights text;
  private final PictoPretrain scenes;
  private final PretrainRecipe recipe;
  private final List<Integer> channels;

  /**
   * Prepares the stage.
   *
   * @param text weights of the frozen text encoder, which this stage does not touch
   */
  CropStage(Glip glip, Weights text, PictoPretrain scenes, PretrainRecipe recipe) {
    this.glip = glip;
    this.text = text;
    this.scenes = scenes;
    this.recipe = recipe;
    List<Integer> all = glip.vision().body().channels();
    this.channels = all.subList(FIRST, all.size());
  }

  /** The classifiers, which only this stage has. */
  Layout ownLayout() {
    int nouns = scenes.nouns().size();
    Layout layout = new Layout();
    for (int depth = 0; depth < channels.size(); depth++) {
      int width = channels.get(depth);
      layout.linear(classifier(depth), width, nouns, Init.xavierUniform(width, nouns));
    }
    return layout;
  }

  /** The loss of one shard's crops. */
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
    List<NDArray> maps = glip.vision().body().forward(pass, ImageInput.batch(images));
    NDArray target = Ops.of(nouns, count, 1);
    List<NDArray> losses = new ArrayList<>();
    for (int depth = 0; depth < channels.size(); depth++) {
      NDArray pooled = Ops.mean(maps.get(FIRST + depth), false, 2, 3);
      NDArray logits = pass.linear(classifier(depth), pooled);
      losses.add(Ops.mean(Ops.gather(Ops.logSoftmax(logits, 1), 1, target), false, 0, 1));
    }
    return Ops.mul(Ops.sum(Ops.stack(losses, 0)), -1.0 / losses.size());
  }

  private static String classifier(int depth) {
    return "crops.classifier." + depth;
  }
}
