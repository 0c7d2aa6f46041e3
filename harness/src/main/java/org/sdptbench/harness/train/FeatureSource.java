package org.sdptbench.harness.train;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Encoded;
import org.sdptbench.glip.peft.EncoderInput;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.peft.TrainingMode;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.vision.ImageInput;

/**
 * Fused features of training images under captions: computed anew, or as far as training leaves
 * them unchanged, once per image while there is room. Adaptations that lie frozen below the trained
 * one change the features, but always alike.
 */
final class FeatureSource implements AutoCloseable {
  private final Glip glip;
  private final Adaptation trained;
  private final Reach reach;
  private final boolean drawsText;
  private final boolean oneCaption;
  private final ArrayCache cache;
  private @Nullable Prompt prompt;
  private @Nullable TextState text;

  /**
   * A source.
   *
   * @param trained the part of the passes' adaptation that changes between them
   * @param mode what is drawn anew for each of them
   * @param oneCaption whether the caption is always the same
   * @param cache keeps features of images, which are always the same
   */
  FeatureSource(
      Glip glip, Adaptation trained, TrainingMode mode, boolean oneCaption, ArrayCache cache) {
    this.glip = glip;
    this.trained = trained;
    this.reach = Collections.min(List.of(trained.reach(), mode.reach()));
    this.drawsText = mode.reach() == Reach.ENCODERS;
    this.oneCaption = oneCaption;
    this.cache = cache;
  }

  /**
   * The tower's outputs for images of one padded size, and what the trained method adds to the
   * loss.
   *
   * @param pass the weights, and the adaptation as it is at this step
   */
  Encoded fused(Pass pass, Prompt caption, List<TaskImage> images) {
    Encoded first = first(pass, caption, images);
    return reach == Reach.PREDICTION
        ? first
        : new Encoded(glip.fuse(pass, first.features()), first.loss());
  }

  /** Whether the pixels of an image are needed the next time it is trained on. */
  boolean needsPixels(TaskImage image) {
    return !cache.has(image.id());
  }

  /** Whether {@link #first} computes what training changes. */
  boolean isTrained() {
    return reach == Reach.ENCODERS;
  }

  /**
   * The tower in parts as far as training changes what they give; they go on from {@link #first}.
   */
  List<UnaryOperator<FusionInput>> rest(Pass pass) {
    return reach == Reach.PREDICTION ? List.of() : glip.fusing(pass);
  }

  /**
   * What a step begins with: features before the tower, or after it if training leaves them
   * unchanged up to there.
   *
   * @param images images of one padded size
   */
  Encoded first(Pass pass, Prompt caption, List<TaskImage> images) {
    if (reach == Reach.ENCODERS) {
      // A coupling below has been trained; its term of the loss must not train what is above it.
      NDArray present = trained.coupling().isPresent() ? present(caption, images) : null;
      EncoderInput input = caption.with(pixels(images), present);
      // What drops in the text encoder is then each image's own; a coupling takes one caption.
      boolean repeats = drawsText && pass.adaptation().coupling().isEmpty();
      return glip.encode(pass, repeats ? input.perImage() : input);
    }
    List<FusionInput> rows = images.stream().map(image -> row(pass, caption, image)).toList();
    List<NDArray> levels = new ArrayList<>();
    for (int level = 0; level < glip.config().vision().levels(); level++) {
      int l = level;
      levels.add(Ops.cat(rows.stream().map(row -> row.levels().get(l)).toList(), 0));
    }
    return Encoded.of(
        FusionInput.of(
            levels,
            ofRows(rows.stream().map(FusionInput::text).toList()),
            ofRows(rows.stream().map(FusionInput::mask).toList())));
  }

  /** [B, C], 1 where an image shows an object of the class. */
  private static NDArray present(Prompt caption, List<TaskImage> images) {
    int classes = caption.labels().size();
    float[] present = new float[images.size() * classes];
    for (int i = 0; i < images.size(); i++) {
      for (int label : images.get(i).labels()) {
        int position = caption.labels().indexOf(label);
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

  /** The last features of one image that training leaves unchanged. */
  private FusionInput row(Pass pass, Prompt caption, TaskImage image) {
    boolean coupled = pass.adaptation().coupling().isPresent();
    if (!coupled && reach == Reach.FUSION) {
      TextState words = text(pass, caption);
      List<NDArray> levels =
          cache.get(image.id(), () -> glip.encodeImages(pass, pixels(List.of(image))));
      return new FusionInput(levels, words.hidden(), words.mask());
    }
    Supplier<List<NDArray>> compute = () -> packed(compute(pass, caption, image), coupled);
    List<NDArray> arrays = oneCaption ? cache.get(image.id(), compute) : cache.once(compute);
    int levels = glip.config().vision().levels();
    NDArray mask = coupled ? arrays.get(levels + 1) : text(pass, caption).mask();
    return new FusionInput(arrays.subList(0, levels), arrays.get(levels), mask);
  }

  private FusionInput compute(Pass pass, Prompt caption, TaskImage image) {
    FusionInput encoded = encoded(pass, caption, pixels(List.of(image)));
    return reach == Reach.FUSION ? encoded : glip.fuse(pass, encoded);
  }

  private FusionInput encoded(Pass pass, Prompt caption, NDArray pixels) {
    if (pass.adaptation().coupling().isPresent()) {
      return glip.encode(pass, caption.with(pixels, null)).features();
    }
    TextState words = text(pass, caption);
    return new FusionInput(glip.encodeImages(pass, pixels), words.hidden(), words.mask());
  }

  /** Levels and text, and the mask if it is the row's own. */
  private List<NDArray> packed(FusionInput row, boolean withMask) {
    List<NDArray> arrays = new ArrayList<>(row.levels());
    // A tower without fusion leaves the text as it is, which is this object's own.
    arrays.add(text != null && row.text() == text.hidden() ? Ops.copy(row.text()) : row.text());
    if (withMask) {
      arrays.add(row.mask());
    }
    return arrays;
  }

  /** The features of the last caption are kept. */
  private TextState text(Pass pass, Prompt caption) {
    TextState known = text;
    if (known != null && caption.equals(prompt)) {
      return known;
    }
    closeText();
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      TextState words = caption.encode(glip, pass);
      TextState kept = new TextState(Scope.keep(words.hidden()), Scope.keep(words.mask()));
      prompt = caption;
      text = kept;
      return kept;
    }
  }

  private void closeText() {
    if (text != null) {
      text.hidden().close();
      text.mask().close();
    }
  }

  @Override
  public void close() {
    cache.close();
    closeText();
  }
}
