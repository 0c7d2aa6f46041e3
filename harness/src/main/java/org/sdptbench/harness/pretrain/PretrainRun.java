package org.sdptbench.harness.pretrain;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Tuning;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.text.Captions;
import org.sdptbench.glip.text.Tokenizer;
import org.sdptbench.glip.weights.DType;
import org.sdptbench.glip.weights.ParamsFile;
import org.sdptbench.glip.weights.SafeTensors;
import org.sdptbench.harness.catalog.EmbeddedWeights;
import org.sdptbench.harness.data.picto.Picto;
import org.sdptbench.harness.data.picto.PictoDigest;
import org.sdptbench.harness.data.picto.PictoPretrain;
import org.sdptbench.harness.eval.CocoMetrics;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.reports.file.WholeFile;

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
  private final SceneEvaluation evaluation;

  private PretrainRun(
      PretrainRecipe recipe, Path folder, Tokenizer tokenizer, Map<String, String> metadata)
      throws IOException {
    this.recipe = recipe;
    this.folder = folder;
    this.scenes = Picto.open(Picto.DEFAULT_SIDE).pretrain();
    this.text = EmbeddedWeights.miniLm(glip);
    this.captions = new Captions(tokenizer, glip.config().text().maxTokens());
    this.metadata = metadata;
    this.evaluation = new SceneEvaluation(glip, captions, recipe.validation().namesPerCaption());
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
    clean(folder);
    try (Tokenizer tokenizer = Tokenizer.bertBaseUncased()) {
      new PretrainRun(read, folder, tokenizer, provenance).run();
    }
  }

  private void run() throws IOException, InterruptedException {
    Pretrainer trainer = new Pretrainer(recipe, glip, text, captions, scenes, folder, log());
    Params params = trainer.run(this::validate);
    Pass pass = new Pass(text, Tuning.of(params));
    CocoMetrics captioned = evaluation.captioned(pass, scenes.test());
    CocoMetrics allNouns = evaluation.allNouns(pass, scenes.test());
    log()
        .accept(
            String.format(
                Locale.ROOT,
                "test on %s scenes: AP %.4f asked for %s nouns each, AP %.4f asked for all %s",
                scenes.test().images().size(),
                captioned.ap(),
                recipe.validation().namesPerCaption(),
                allNouns.ap(),
                scenes.nouns().size()));
    Map<String, String> origin = new TreeMap<>(metadata);
    origin.put("recipe", recipe.toString());
    origin.put("test.captioned", captioned.summary().toString());
    origin.put("test.allNouns", allNouns.summary().toString());
    origin.put("data", PictoDigest.of(scenes.train(500)));
    SafeTensors.write(
        folder.resolve("glip-mini.safetensors"), ParamsFile.tensors(params), origin, DType.F16);
    params.close();
  }

  private void validate(int step, Params params) throws IOException {
    CocoMetrics metrics =
        evaluation.captioned(
            new Pass(text, Tuning.of(params)),
            scenes.validation().first(recipe.validation().scenes()));
    log()
        .accept(
            String.format(Locale.ROOT, "validation after %s steps: AP %.4f", step, metrics.ap()));
    note(
        folder.resolve("validation.csv"),
        step,
        "%s,%s,%s".formatted(step, metrics.ap(), metrics.summary().get("AP50")));
  }

  /** Adds a line to the table, in place of what an interrupted run noted of this step or later. */
  static void note(Path table, int step, String line) throws IOException {
    List<String> lines = new ArrayList<>(List.of("step,AP,AP50"));
    if (Files.exists(table)) {
      for (String old : Files.readAllLines(table)) {
        if (old.matches("\\d{1,9},.*") && Integer.parseInt(old.split(",", 2)[0]) < step) {
          lines.add(old);
        }
      }
    }
    lines.add(line);
    WholeFile.write(table, String.join("\n", lines) + "\n");
  }

  /** What processes left that were killed while they wrote a state of this folder. */
  static void clean(Path folder) throws IOException {
    try (DirectoryStream<Path> left = Files.newDirectoryStream(folder, ".*.safetensors.*.tmp")) {
      for (Path file : left) {
        Files.deleteIfExists(file);
      }
    }
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
