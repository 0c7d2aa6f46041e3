package org.sdptbench.harness.train;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Encoded;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.vision.ImageInput;

/**
 * Fused features of training images under one caption: computed anew, or as far as training leaves
 * them unchanged, once per image. Adaptations that lie frozen below the trained one change the
 * features, but always alike.
 */
final class FeatureSource implements AutoCloseable {
  private final Glip glip;
  private final Prompt prompt;
  private final Adaptation trained;
  private final Map<Long, FusionInput> cache = new HashMap<>();
  private @Nullable TextState text;

  /**
   * A source.
   *
   * @param trained the part of the passes' adaptation that changes between them
   */
  FeatureSource(Glip glip, Prompt prompt, Adaptation trained) {
    this.glip = glip;
    this.prompt = prompt;
    this.trained = trained;
  }

  /**
   * The tower's outputs for images of one padded size, and what the trained method adds to the
   * loss.
   *
   * @param pass the weights, and the adaptation as it is at this step
   */
  Encoded fused(Pass pass, List<TaskImage> images) {
    if (trained.reach() == Reach.ENCODERS) {
      // A coupling below has been trained; its term of the loss must not train what is above it.
      NDArray present = trained.coupling().isPresent() ? present(images) : null;
      Encoded encoded = glip.encode(pass, prompt.with(pixels(images), present));
      return new Encoded(glip.fuse(pass, encoded.features()), encoded.loss());
    }
    List<FusionInput> rows = images.stream().map(image -> cached(pass, image)).toList();
    List<NDArray> levels = new ArrayList<>();
    for (int level = 0; level < glip.config().vision().levels(); level++) {
      int l = level;
      levels.add(Ops.cat(rows.stream().map(row -> row.levels().get(l)).toList(), 0));
    }
    FusionInput kept =
        FusionInput.of(
            levels,
            ofRows(rows.stream().map(FusionInput::text).toList()),
            ofRows(rows.stream().map(FusionInput::mask).toList()));
    return Encoded.of(trained.reach() == Reach.FUSION ? glip.fuse(pass, kept) : kept);
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

  /** Rows [1, ...] as one array; a single row that all images share stays as it is. */
  private static NDArray ofRows(List<NDArray> rows) {
    NDArray first = rows.get(0);
    return rows.stream().allMatch(row -> row == first) ? first : Ops.cat(rows, 0);
  }

  private static NDArray pixels(List<TaskImage> images) {
    return ImageInput.batch(images.stream().map(TaskImage::image).toList());
  }

  private FusionInput cached(Pass pass, TaskImage image) {
    return cache.computeIfAbsent(image.id(), id -> compute(pass, image));
  }

  /** The last features of one image that training leaves unchanged. */
  private FusionInput compute(Pass pass, TaskImage image) {
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      FusionInput encoded = encoded(pass, pixels(List.of(image)));
      FusionInput row = trained.reach() == Reach.FUSION ? encoded : glip.fuse(pass, encoded);
      row.levels().forEach(Scope::keep);
      Scope.keep(row.text());
      Scope.keep(row.mask());
      return row;
    }
  }

  private FusionInput encoded(Pass pass, NDArray pixels) {
    if (pass.adaptation().coupling().isPresent()) {
      return glip.encode(pass, prompt.with(pixels, null)).features();
    }
    TextState words = text(pass);
    return new FusionInput(glip.encodeImages(pass, pixels), words.hidden(), words.mask());
  }

  private TextState text(Pass pass) {
    TextState known = text;
    if (known != null) {
      return known;
    }
    try (Scope scope = new Scope()) {
      TextState words = prompt.encode(glip, pass);
      TextState kept = new TextState(Scope.keep(words.hidden()), Scope.keep(words.mask()));
      text = kept;
      return kept;
    }
  }

  @Override
  public void close() {
    Set<NDArray> arrays = Collections.newSetFromMap(new IdentityHashMap<>());
    for (FusionInput row : cache.values()) {
      arrays.addAll(row.levels());
      arrays.add(row.text());
      arrays.add(row.mask());
    }
    if (text != null) {
      arrays.add(text.hidden());
      arrays.add(text.mask());
    }
    arrays.forEach(NDArray::close);
  }
}
