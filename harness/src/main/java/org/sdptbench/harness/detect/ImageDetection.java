package org.sdptbench.harness.detect;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.sdptbench.glip.head.PostProcessor;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.text.Caption;
import org.sdptbench.glip.text.ClassPrompt;
import org.sdptbench.glip.vision.ImageInput;
import org.sdptbench.harness.catalog.Models;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.ImageFiles;
import org.sdptbench.harness.data.RgbImage;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.train.Detector;
import org.sdptbench.harness.train.Prompt;
import org.sdptbench.harness.train.TaskImage;
import org.sdptbench.reports.record.Picture.Region;

/** Detection in a single image. */
public final class ImageDetection {
  /** GLIP's 800 to 1333. */
  private static final double LONGER_TO_SHORTER = 1333.0 / 800;

  private final ServiceMethods methods;
  private final Models models;

  public ImageDetection(ServiceMethods methods, Models models) {
    this.methods = methods;
    this.models = models;
  }

  /**
   * Detects.
   *
   * @throws InvalidInputException if the question has mistakes
   * @throws IOException if a file is damaged or does not fit; the message names it
   */
  public ImageAnswer answer(ImageQuestion question) throws IOException, InvalidInputException {
    RgbImage image = image(question.image());
    Optional<LoadedAdapter> adapter = Optional.empty();
    if (question.adapter().isPresent()) {
      adapter = Optional.of(LoadedAdapter.read(question.adapter().get(), methods, models.names()));
    }
    String name = model(question, adapter);
    Optional<String> digest =
        models.digest(name); // says if the weights are not what they should be
    try (PretrainedGlip model = models.load(name)) {
      Prompt prompt = prompt(model, question.phrases());
      try (Adaptation adaptation =
          adapter.isEmpty() ? Adaptation.none() : adapter.get().on(model, digest.orElseThrow())) {
        int side = question.shorterSide().orElse(models.shorterSide(name));
        return new ImageAnswer(
            image.buffered(),
            name,
            adapter.map(LoadedAdapter::methods).orElse(List.of()),
            found(model.pass(adaptation), model, image, side, prompt, question));
      }
    }
  }

  private static RgbImage image(Path file) throws IOException, InvalidInputException {
    Location where = Location.argument(file.toString());
    String allowed = "a PNG or JPEG file";
    if (!Files.exists(file)) {
      throw new InvalidInputException(
          new Problem(where, "no such file", allowed, NearFiles.of(file).orElse(null)));
    } else if (Files.isDirectory(file)) {
      throw new InvalidInputException(Problem.of(where, "a folder", allowed));
    }
    return ImageFiles.read(file);
  }

  private String model(ImageQuestion question, Optional<LoadedAdapter> adapter)
      throws InvalidInputException {
    String name =
        question
            .model()
            .orElseGet(() -> adapter.map(LoadedAdapter::model).orElse(models.standard()));
    Location where = Location.argument("--model");
    if (!models.names().contains(name)) {
      throw new InvalidInputException(Problem.unknown(where, "model", name, models.names()));
    }
    if (adapter.isPresent() && !adapter.get().model().equals(name)) {
      throw new InvalidInputException(
          Problem.of(
              where,
              "found %s, but %s is of an adapter of %s"
                  .formatted(name, adapter.get().config(), adapter.get().model()),
              adapter.get().model()));
    }
    return name;
  }

  private static Prompt prompt(PretrainedGlip model, List<String> phrases)
      throws InvalidInputException {
    try {
      Caption caption =
          model
              .captions()
              .ofPrompts(phrases.stream().map(phrase -> new ClassPrompt("", phrase, "")).toList());
      return new Prompt(caption, IntStream.range(0, phrases.size()).boxed().toList());
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          Problem.of(Location.argument("--prompt"), String.valueOf(e.getMessage())));
    }
  }

  private static List<Region> found(
      Pass pass,
      PretrainedGlip model,
      RgbImage image,
      int side,
      Prompt prompt,
      ImageQuestion question) {
    List<Category> categories =
        IntStream.range(0, question.phrases().size())
            .mapToObj(i -> new Category(i, question.phrases().get(i)))
            .toList();
    TaskImage input =
        new TaskImage(
            0,
            ImageInput.prepare(
                image.rgb(), image.width(), image.height(), side, (int) (side * LONGER_TO_SHORTER)),
            List.of(),
            List.of());
    return new Detector(model.glip(), PostProcessor.Settings.DEFAULT)
        .detect(pass, List.of(input), List.of(prompt), categories, done -> {}).stream()
            .map(
                found ->
                    new Region(
                        question.phrases().get(found.categoryId()),
                        found.box().x(),
                        found.box().y(),
                        found.box().width(),
                        found.box().height(),
                        found.score()))
            .toList();
  }
}
