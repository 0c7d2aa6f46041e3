package org.sdptbench.harness.train;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.Glip;
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

  /** The tower's outputs for images of one padded size. */
  FusionInput fused(Pass pass, List<TaskImage> images) {
    if (reach == Reach.ENCODERS) {
      TextFeatures words = prompt.encode(glip, pass);
      List<NDArray> levels = glip.encodeImages(pass, pixels(images));
      return glip.fuse(pass, BatchLoss.join(levels, words.hidden(), words.mask()));
    }
    List<List<NDArray>> rows = images.stream().map(image -> cached(pass, image)).toList();
    int levels = glip.config().vision().levels();
    List<NDArray> maps = new ArrayList<>();
    for (int level = 0; level < levels; level++) {
      maps.add(joined(rows, level));
    }
    TextFeatures words = text(pass);
    if (reach == Reach.FUSION) {
      return glip.fuse(pass, BatchLoss.join(maps, words.hidden(), words.mask()));
    }
    return new FusionInput(maps, joined(rows, levels), Prompt.repeat(words.mask(), images.size()));
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
