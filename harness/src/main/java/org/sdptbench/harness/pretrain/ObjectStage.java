package org.sdptbench.harness.pretrain;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.sdptbench.glip.head.TargetBox;
import org.sdptbench.glip.head.Targets;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Tuning;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Weights;
import org.sdptbench.glip.vision.ImageInput;
import org.sdptbench.glip.vision.XyxyBox;
import org.sdptbench.harness.data.picto.PictoPretrain;
import org.sdptbench.harness.train.TaskImage;

/**
 * Second stage: the image trunk, pyramid included, learns to name the objects of scenes.
 *
 * <p>Every position that GLIP's matching gives to an object is classified by one linear layer that
 * all levels share and that is thrown away afterwards; the loss is their mean cross entropy. This
 * is what the head will ask of the pyramid, without the head: a scene costs a quarter of a full
 * step.
 */
final class ObjectStage {
  private static final String CLASSIFIER = "objects.classifier";

  private final Glip glip;
  private final Weights text;
  private final PictoPretrain scenes;
  private final PretrainRecipe recipe;

  ObjectStage(Glip glip, Weights text, PictoPretrain scenes, PretrainRecipe recipe) {
    this.glip = glip;
    this.text = text;
    this.scenes = scenes;
    this.recipe = recipe;
  }

  /** The classifier, which only this stage has. */
  Layout ownLayout() {
    int channels = glip.config().vision().channels();
    int nouns = scenes.nouns().size();
    return new Layout().linear(CLASSIFIER, channels, nouns, Init.xavierUniform(channels, nouns));
  }

  /** The loss of one shard's scenes. */
  NDArray loss(int step, int shard, Params params) {
    int count = recipe.objects().batch() / recipe.shards();
    long first = ((long) step * recipe.shards() + shard) * count;
    List<TaskImage> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      images.add(SceneStage.image(first + i, scenes.scene(first + i)));
    }
    NDArray pixels = ImageInput.batch(images.stream().map(TaskImage::image).toList());
    int side = Math.toIntExact(pixels.getShape().get(2));
    Pass pass = new Pass(text, Tuning.of(params));
    List<NDArray> rows = new ArrayList<>();
    for (NDArray level : glip.encodeImages(pass, pixels)) {
      long[] shape = level.getShape().getShape();
      rows.add(
          Ops.reshape(Ops.permute(level, 0, 2, 3, 1), shape[0], shape[2] * shape[3], shape[1]));
    }
    List<List<TargetBox>> objects = images.stream().map(ObjectStage::boxes).toList();
    Targets targets = Targets.of(glip.anchors(side, side), objects, 2);
    List<Integer> positions = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (int image = 0; image < count; image++) {
      int[] match = targets.match(image);
      for (int position = 0; position < match.length; position++) {
        if (match[position] >= 0) {
          positions.add(image * match.length + position);
          labels.add(images.get(image).labels().get(match[position]));
        }
      }
    }
    NDArray features = Ops.reshape(Ops.cat(rows, 1), -1, glip.config().vision().channels());
    NDArray matched = Ops.indexSelect(features, 0, index(positions, positions.size()));
    NDArray scores = Ops.logSoftmax(pass.linear(CLASSIFIER, matched), 1);
    return Ops.mul(
        Ops.mean(Ops.gather(scores, 1, index(labels, labels.size(), 1)), false, 0, 1), -1);
  }

  private static List<TargetBox> boxes(TaskImage image) {
    List<TargetBox> boxes = new ArrayList<>();
    for (XyxyBox box : image.boxes()) {
      boxes.add(new TargetBox(box.x1(), box.y1(), box.x2(), box.y2(), List.of(0)));
    }
    return boxes;
  }

  private static NDArray index(List<Integer> values, long... shape) {
    return Ops.of(values.stream().mapToLong(value -> value).toArray(), shape);
  }
}
