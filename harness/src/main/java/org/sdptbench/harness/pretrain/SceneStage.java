package org.sdptbench.harness.pretrain;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.peft.Tuning;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Weights;
import org.sdptbench.glip.text.Captions;
import org.sdptbench.glip.vision.ImageInput;
import org.sdptbench.glip.vision.PreparedImage;
import org.sdptbench.glip.vision.XyxyBox;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.RgbImage;
import org.sdptbench.harness.data.picto.PictoPretrain;
import org.sdptbench.harness.data.picto.Scene;
import org.sdptbench.harness.train.BatchLoss;
import org.sdptbench.harness.train.Prompt;
import org.sdptbench.harness.train.TaskImage;

/** Third stage: detection with GLIP's losses, one caption of several nouns per shard and step. */
final class SceneStage {
  private static final long CAPTION_STREAM = 0x5ceaeL;

  private final Glip glip;
  private final Weights text;
  private final Captions captions;
  private final PictoPretrain scenes;
  private final PretrainRecipe recipe;

  SceneStage(
      Glip glip, Weights text, Captions captions, PictoPretrain scenes, PretrainRecipe recipe) {
    this.glip = glip;
    this.text = text;
    this.captions = captions;
    this.scenes = scenes;
    this.recipe = recipe;
  }

  /** The loss of one shard's scenes. */
  NDArray loss(int step, int shard, Params params) {
    int count = recipe.scenes().batch() / recipe.shards();
    long first = ((long) step * recipe.shards() + shard) * count;
    List<Integer> nouns = nouns(first);
    Prompt prompt =
        new Prompt(captions.of(nouns.stream().map(scenes.nouns()::get).toList()), nouns);
    List<TaskImage> images = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      images.add(image(first + i, scenes.scene(first + i, nouns)));
    }
    Pass pass = new Pass(text, Tuning.of(params));
    NDArray pixels = ImageInput.batch(images.stream().map(TaskImage::image).toList());
    List<NDArray> levels = glip.encodeImages(pass, pixels);
    TextState words = frozen(pass, prompt);
    FusionInput fused = glip.fuse(pass, FusionInput.of(levels, words.hidden(), words.mask()));
    BatchLoss batch = BatchLoss.of(glip, pass, images, prompt, fused);
    NDArray loss = batch.loss().total();
    double weight = recipe.scenes().namingWeight();
    return weight == 0
        ? loss
        : NamingLoss.of(batch, prompt)
            .map(naming -> Ops.add(loss, Ops.mul(naming, weight)))
            .orElse(loss);
  }

  private TextState frozen(Pass pass, Prompt prompt) {
    try (GradMode off = GradMode.off()) {
      return prompt.encode(glip, pass);
    }
  }

  /** The nouns of a caption, in random order. */
  private List<Integer> nouns(long firstScene) {
    SplittableRandom random =
        new SplittableRandom(recipe.seed() * 0x9E3779B97F4A7C15L ^ firstScene ^ CAPTION_STREAM);
    int most = recipe.scenes().mostNames();
    int least = recipe.scenes().leastNames();
    int count = least + random.nextInt(most - least + 1);
    List<Integer> rest = new ArrayList<>();
    for (int i = 0; i < scenes.nouns().size(); i++) {
      rest.add(i);
    }
    List<Integer> chosen = new ArrayList<>();
    while (chosen.size() < count) {
      int at = random.nextInt(rest.size());
      chosen.add(rest.set(at, rest.get(rest.size() - 1)));
      rest.remove(rest.size() - 1);
    }
    return chosen;
  }

  /** A scene, ready for the network. */
  static TaskImage image(long id, Scene scene) {
    RgbImage rgb = scene.image();
    PreparedImage image =
        ImageInput.prepare(rgb.rgb(), rgb.width(), rgb.height(), rgb.width(), rgb.width());
    List<XyxyBox> boxes = new ArrayList<>();
    List<Integer> labels = new ArrayList<>();
    for (Scene.Placed object : scene.objects()) {
      Box box = object.box();
      boxes.add(
          XyxyBox.ofXywh(
              (float) box.x(), (float) box.y(), (float) box.width(), (float) box.height()));
      labels.add(object.label());
    }
    return new TaskImage(id, image, boxes, labels);
  }
}
