package org.sdptbench.harness.train;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.DoubleConsumer;
import java.util.function.IntFunction;
import org.sdptbench.glip.head.Anchors;
import org.sdptbench.glip.head.Detections;
import org.sdptbench.glip.head.PostProcessor;
import org.sdptbench.glip.head.Predictions;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.vision.ImageInput;
import org.sdptbench.glip.vision.XyxyBox;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionRows;

/**
 * Detects the classes of a data set in its images.
 *
 * <p>Where the classes need several captions, each image is asked for all of them in turn, and its
 * best detections over all captions count, as GLIP does on LVIS.
 */
public final class Detector {
  private static final int MOST_IMAGES = 16;

  /** Most pixels of a batch unless it is a single image: one at GLIP's 800 pixels. */
  private static final int MOST_PIXELS = 1 << 20;

  private final Glip glip;
  private final PostProcessor.Settings limits;
  private final int mostPerImage;
  private final Phrases phrases;

  /** A detector with the given limits, which hold for all captions together. */
  public Detector(Glip glip, PostProcessor.Settings limits) {
    this(glip, limits, limits.detectionsPerImage(), Phrases.NAMES);
  }

  /**
   * A detector with limits of its own for all captions together.
   *
   * @param limits limits under one caption
   * @param mostPerImage most detections of an image over all captions
   * @param phrases which tokens speak for a class
   */
  public Detector(Glip glip, PostProcessor.Settings limits, int mostPerImage, Phrases phrases) {
    this.phrases = phrases;
    this.glip = glip;
    this.limits = limits;
    this.mostPerImage = mostPerImage;
  }

  /**
   * Detects.
   *
   * @param pass weights and adaptation
   * @param images what to look at
   * @param prompts captions that together name all classes
   * @param categories the classes, in the order of the prompts' labels
   * @param progress told the number of images that are done, after each caption: one that was asked
   *     for some of its captions is done in part
   * @return detections in pixels of the original images
   */
  public List<Detection> detect(
      Pass pass,
      List<TaskImage> images,
      List<Prompt> prompts,
      List<Category> categories,
      DoubleConsumer progress) {
    List<Detection> all = new DetectionRows();
    List<List<TaskImage>> batches = batches(images);
    try (ReadAhead ahead =
            new ReadAhead(batches.stream().flatMap(List::stream).iterator(), image -> true);
        GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      Encoding encoding =
          pass.adaptation().coupling().isPresent()
              ? Encoding.coupled(glip, pass, prompts)
              : Encoding.apart(glip, pass, prompts);
      int done = 0;
      for (List<TaskImage> drawn : batches) {
        List<TaskImage> batch = drawn.stream().map(image -> ahead.next()).toList();
        int before = done;
        try (Scope inner = new Scope()) {
          all.addAll(
              detect(
                  pass,
                  batch,
                  prompts,
                  encoding,
                  categories,
                  share -> progress.accept(before + share * batch.size())));
        }
        done += batch.size();
      }
    }
    return all;
  }

  /** Encodes images with each of the captions, doing once what can be done once. */
  @FunctionalInterface
  private interface Encoding {
    /** Images [B, 3, H, W] to what enters the fusion, by the caption's index. */
    IntFunction<FusionInput> of(NDArray pixels);

    static Encoding apart(Glip glip, Pass pass, List<Prompt> prompts) {
      List<TextState> texts = prompts.stream().map(p -> p.encode(glip, pass)).toList();
      return pixels -> {
        List<NDArray> levels = glip.encodeImages(pass, pixels);
        return p -> FusionInput.of(levels, texts.get(p).hidden(), texts.get(p).mask());
      };
    }

    static Encoding coupled(Glip glip, Pass pass, List<Prompt> prompts) {
      return pixels -> p -> glip.encode(pass, prompts.get(p).with(pixels, null)).features();
    }
  }

  private static List<List<TaskImage>> batches(List<TaskImage> images) {
    Map<PaddedSize, List<TaskImage>> bySize = new LinkedHashMap<>();
    for (TaskImage image : images) {
      bySize.computeIfAbsent(PaddedSize.of(image), size -> new ArrayList<>()).add(image);
    }
    List<List<TaskImage>> batches = new ArrayList<>();
    bySize.forEach(
        (size, group) -> {
          int most = Math.max(1, Math.min(MOST_IMAGES, MOST_PIXELS / size.pixels()));
          for (int i = 0; i < group.size(); i += most) {
            batches.add(group.subList(i, Math.min(group.size(), i + most)));
          }
        });
    return batches;
  }

  private List<Detection> detect(
      Pass pass,
      List<TaskImage> batch,
      List<Prompt> prompts,
      Encoding encoding,
      List<Category> categories,
      DoubleConsumer progress) {
    NDArray pixels = ImageInput.batch(batch.stream().map(TaskImage::image).toList());
    IntFunction<FusionInput> encoded = encoding.of(pixels);
    long[] shape = pixels.getShape().getShape();
    Anchors anchors = glip.anchors(Math.toIntExact(shape[2]), Math.toIntExact(shape[3]));
    List<List<Detections.Detected>> found = new ArrayList<>();
    batch.forEach(image -> found.add(new ArrayList<>()));
    PostProcessor postProcessor = new PostProcessor(limits);
    for (int p = 0; p < prompts.size(); p++) {
      try (Scope scope = new Scope()) {
        FusionInput fused = glip.fuse(pass, encoded.apply(p));
        Predictions predictions = glip.predict(pass, fused);
        Map<Integer, List<Integer>> tokens = phrases.tokens(prompts.get(p));
        // A name with a period in it makes more phrases than there are classes.
        tokens.keySet().removeIf(label -> label >= categories.size());
        for (int i = 0; i < batch.size(); i++) {
          TaskImage image = batch.get(i);
          found
              .get(i)
              .addAll(
                  postProcessor
                      .detect(predictions.image(i), anchors, tokens, image.size())
                      .resized(image.size(), image.original())
                      .boxes());
        }
      }
      progress.accept((p + 1.0) / prompts.size());
    }
    List<Detection> detections = new ArrayList<>();
    for (int i = 0; i < batch.size(); i++) {
      long id = batch.get(i).id();
      // Stable, so that ties keep the order of captions.
      found.get(i).stream()
          .sorted(Comparator.comparingDouble(detected -> -detected.score()))
          .limit(mostPerImage)
          .forEach(detected -> detections.add(detection(id, detected, categories)));
    }
    return detections;
  }

  private static Detection detection(
      long image, Detections.Detected detected, List<Category> categories) {
    XyxyBox box = detected.box();
    return new Detection(
        image,
        categories.get(detected.label()).id(),
        new Box(box.x1(), box.y1(), box.width(), box.height()),
        detected.score());
  }
}
