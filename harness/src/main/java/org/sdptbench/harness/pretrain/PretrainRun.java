package org.sdptbench.harness.pretrain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.sdptbench.glip.Glip;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.head.PostProcessor;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Tuning;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.text.Captions;
import org.sdptbench.glip.text.Tokenizer;
import org.sdptbench.glip.weights.DType;
import org.sdptbench.glip.weights.ParamsFile;
import org.sdptbench.glip.weights.SafeTensors;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.picto.Picto;
import org.sdptbench.harness.data.picto.PictoDigest;
import org.sdptbench.harness.data.picto.PictoPretrain;
import org.sdptbench.harness.eval.CocoEvaluator;
import org.sdptbench.harness.eval.CocoMetrics;
import org.sdptbench.harness.model.Models;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.train.Detector;
import org.sdptbench.harness.train.Prompts;
import org.sdptbench.harness.train.TaskImage;

/**
 * {@code sdptbench pretrain}: trains, validates on the way, tests once at the end, and writes the
 * checkpoint in half precision with its provenance.
 *
 * <p>The folder then holds {@code glip-mini.safetensors}, {@code validation.csv}, {@code log.txt}
 * and the states from which an interrupted run goes on.
 */
public final class PretrainRun {
  private final PretrainRecipe recipe;
  private final Path folder;
  private final Glip glip = new Glip(GlipConfig.MINI);
  private final PictoPretrain scenes;
  private final Params text;
  private final Captions captions;
  private final Map<String, String> metadata;

  private PretrainRun(
      PretrainRecipe recipe, Path folder, Tokenizer tokenizer, Map<String, String> metadata)
      throws IOException {
    this.recipe = recipe;
    this.folder = folder;
    this.scenes = Picto.open(Picto.DEFAULT_SIDE).pretrain();
    this.text = Models.miniLm(glip);
    this.captions = new Captions(tokenizer, glip.config().text().maxTokens());
    this.metadata = metadata;
  }

  /**
   * Runs a recipe, or what is left of it.
   *
   * @param recipe YAML file
   * @param folder where everything is kept
   * @param provenance what else the checkpoint is to say of its origin
   * @throws InvalidInputException if the recipe has mistakes
   * @throws IOException if the state in the folder belongs to another recipe or is damaged
   */
  public static void run(Path recipe, Path folder, Map<String, String> provenance)
      throws IOException, InterruptedException, InvalidInputException {
    PretrainRecipe read = PretrainRecipe.read(recipe);
    Files.createDirectories(folder);
    try (Tokenizer tokenizer = Tokenizer.bertBaseUncased()) {
      new PretrainRun(read, folder, tokenizer, provenance).run();
    }
  }

  private void run() throws IOException, InterruptedException {
    Pretrainer trainer = new Pretrainer(recipe, glip, text, captions, scenes, folder, log());
    Params params = trainer.run(this::validate);
    CocoMetrics test = evaluate(params, scenes.test());
    log().accept("test AP %.4f of %d scenes".formatted(test.ap(), scenes.test().images().size()));
    Map<String, String> origin = new TreeMap<>(metadata);
    origin.put("recipe", recipe.toString());
    origin.put("test", test.summary().toString());
    origin.put("data", PictoDigest.of(scenes.train(500)));
    SafeTensors.write(
        folder.resolve("glip-mini.safetensors"), ParamsFile.tensors(params), origin, DType.F16);
    params.close();
  }

  private void validate(int step, Params params) throws IOException {
    DetectionDataset all = scenes.validation();
    CocoMetrics metrics = evaluate(params, all.first(recipe.validation().scenes()));
    log().accept("validation after %d steps: AP %.4f".formatted(step, metrics.ap()));
    Path table = folder.resolve("validation.csv");
    if (!Files.exists(table)) {
      Files.writeString(table, "step,AP,AP50\n");
    }
    Files.writeString(
        table,
        "%d,%s,%s%n".formatted(step, metrics.ap(), metrics.summary().get("AP50")),
        StandardOpenOption.APPEND);
  }

  private CocoMetrics evaluate(Params params, DetectionDataset data) throws IOException {
    int side = Picto.DEFAULT_SIDE;
    List<Detection> detections =
        new Detector(glip, PostProcessor.Settings.DEFAULT)
            .detect(
                new Pass(text, Tuning.of(params)),
                TaskImage.read(data, side, side),
                Prompts.of(captions, data.categories(), recipe.validation().namesPerCaption()),
                data.categories(),
                done -> {});
    return CocoEvaluator.coco().evaluate(data, detections);
  }

  private Consumer<String> log() {
    Path file = folder.resolve("log.txt");
    return line -> {
      System.out.println(line);
      try {
        Files.writeString(
            file,
            line + "\n",
            StandardCharsets.UTF_8,
            StandardOpenOption.CREATE,
            StandardOpenOption.APPEND);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    };
  }
}
