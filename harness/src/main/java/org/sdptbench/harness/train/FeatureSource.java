package org.sdptbench.harness.train;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.Glip;
import org.sdptbench.glip.peft.Encoded;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.text.TextFeatures;
import org.sdptbench.glip.vision.ImageInput;

/**
 * Fused features of training images under one caption: computed anew, or as far as the adaptation
 * leaves them unchanged, once per image.
 */
final class FeatureSource implements AutoCloseable {
  private final Glip glip;
  private final Prompt prompt;
  private final Reach reach;
  private final Map<Long, List<NDArray>> cache = new HashMap<>();
  private @Nullable TextFeatures text;

  FeatureSource(Glip glip, Prompt prompt, Reach reach) {
    this.glip = glip;
    this.prompt = prompt;
    this.reach = reach;
  }

  /**
   * The tower's outputs for images of one padded size, and what the method adds to the loss.
   *
   * @param pass the weights, and the adaptation as it is at this step
   */
  Encoded fused(Pass pass, List<TaskImage> images) {
    if (reach == Reach.ENCODERS) {
      Encoded encoded = glip.encode(pass, prompt.with(pixels(images), present(images)));
      return new Encoded(glip.fuse(pass, encoded.features()), encoded.loss());
    }
    List<List<NDArray>> rows = images.stream().map(image -> cached(pass, image)).toList();
    int levels = glip.config().vision().levels();
    List<NDArray> maps = new ArrayList<>();
    for (int level = 0; level < levels; level++) {
      maps.add(joined(rows, level));
    }
    TextFeatures words = text(pass);
    if (reach == Reach.FUSION) {
      return Encoded.of(glip.fuse(pass, FusionInput.of(maps, words.hidden(), words.mask())));
    }
    return Encoded.of(FusionInput.of(maps, joined(rows, levels), words.mask()));
  }

  /** [B, C], 1 where an image shows an object of the class. */
  private NDArray present(List<TaskImage> images) {
    int classes = prompt.labels().size();
    float[] present = new float[images.size() * classes];
    for (int i = 0; i < images.size(); i++) {
      for (int label : images.get(i).labels()) {
        int position = prompt.labels().indexOf(label);
        if (position >= 0) {
          present[i * classes + position] = 1;
        }
      }
    }
    return Ops.of(present, images.size(), classes);
  }

  private static NDArray joined(List<List<NDArray>> rows, int index) {
    return Ops.cat(rows.stream().map(row -> row.get(index)).toList(), 0);
  }

  private static NDArray pixels(List<TaskImage> images) {
    return ImageInput.batch(images.stream().map(TaskImage::image).toList());
  }

  private List<NDArray> cached(Pass pass, TaskImage image) {
    return cache.computeIfAbsent(image.id(), id -> compute(pass, image));
  }

  private List<NDArray> compute(Pass pass, TaskImage image) {
    TextFeatures words = text(pass);
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      List<NDArray> levels = glip.encodeImages(pass, pixels(List.of(image)));
      List<NDArray> kept = new ArrayList<>();
      if (reach == Reach.FUSION) {
        levels.forEach(level -> kept.add(Scope.keep(level)));
      } else {
        FusionInput fused = glip.fuse(pass, new FusionInput(levels, words.hidden(), words.mask()));
        fused.levels().forEach(level -> kept.add(Scope.keep(level)));
        kept.add(Scope.keep(fused.text()));
      }
      return kept;
    }
  }

  private TextFeatures text(Pass pass) {
    TextFeatures known = text;
    if (known != null) {
      return known;
    }
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      TextFeatures words = prompt.encode(glip, pass);
      TextFeatures kept = new TextFeatures(Scope.keep(words.hidden()), Scope.keep(words.mask()));
      text = kept;
      return kept;
    }
  }

  @Override
  public void close() {
    cache.values().forEach(row -> row.forEach(NDArray::close));
    if (text != null) {
      text.hidden().close();
      text.mask().close();
    }
  }
}
