package org.sdptbench.harness.pretrain;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.AdamW;
import org.sdptbench.glip.tensor.DataParallel;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Schedule;
import org.sdptbench.glip.text.Captions;
import org.sdptbench.harness.data.picto.PictoPretrain;
import org.sdptbench.harness.train.TrainingFile;

/** Runs a recipe from its last state to its end. */
public final class Pretrainer {
  private static final int REPORT_EVERY = 50;
  private static final double WARMUP_START = 0.01;

  private static final String STEP = "step";

  private final PretrainRecipe recipe;
  private final Glip glip;
  private final Params text;
  private final Captions captions;
  private final PictoPretrain scenes;
  private final Path folder;
  private final Consumer<String> log;

  /** Validates the current parameters after a number of steps. */
  @FunctionalInterface
  public interface Validation {
    /** Called every {@code validation.every} steps and at the end. */
    void at(int step, Params params) throws IOException;
  }

  /**
   * A run of a recipe.
   *
   * @param glip the architecture
   * @param text the frozen text encoder's weights
   * @param folder where states are kept
   * @param log receives lines for people
   */
  public Pretrainer(
      PretrainRecipe recipe,
      Glip glip,
      Params text,
      Captions captions,
      PictoPretrain scenes,
      Path folder,
      Consumer<String> log) {
    this.recipe = recipe;
    this.glip = glip;
    this.text = text;
    this.captions = captions;
    this.scenes = scenes;
    this.folder = folder;
    this.log = log;
  }

  /**
   * Trains all stages, or what is left of them.
   *
   * @return all parameters but the text encoder's; the caller closes them
   */
  public Params run(Validation validation) throws IOException, InterruptedException {
    Layout layout = InitialWeights.layout(glip, recipe.scenes().layerScale());
    Params params = Params.initialise(layout, recipe.seed());
    Pass frozen = new Pass(text, Adaptation.none());
    InitialWeights.standardiseText(glip, frozen, captions, scenes.nouns(), params);
    crops(params);
    objects(params);
    scenes(params, validation);
    return params;
  }

  private void crops(Params params) throws IOException, InterruptedException {
    CropStage stage = new CropStage(glip, text, scenes, recipe);
    PretrainRecipe.Crops sizes = recipe.crops();
    Schedule rate =
        new Schedule.Cosine(
            sizes.learningRate(), sizes.steps(), new Schedule.Warmup(sizes.warmup(), WARMUP_START));
    withOwn("crops", shared() + sizes, params, stage.ownLayout(), sizes.steps(), rate, stage::loss);
  }

  private void objects(Params params) throws IOException, InterruptedException {
    ObjectStage stage = new ObjectStage(glip, text, scenes, recipe);
    PretrainRecipe.Objects sizes = recipe.objects();
    Schedule rate =
        new Schedule.Cosine(
            sizes.learningRate(), sizes.steps(), new Schedule.Warmup(sizes.warmup(), WARMUP_START));
    withOwn(
        "objects",
        shared() + recipe.crops() + sizes,
        params,
        stage.ownLayout(),
        sizes.steps(),
        rate,
        stage::loss);
  }

  /** What all stages depend on; a stage's state serves other recipes of the stages after it. */
  private String shared() {
    return "seed %s, %s shards, decay %s, clip %s, layer scale %s; "
        .formatted(
            recipe.seed(),
            recipe.shards(),
            recipe.weightDecay(),
            recipe.clipNorm(),
            recipe.scenes().layerScale());
  }

  /** Runs a stage that has parameters of its own beside the model's. */
  private void withOwn(
      String stage,
      String settings,
      Params params,
      Layout ownLayout,
      int steps,
      Schedule rate,
      StageLoss loss)
      throws IOException, InterruptedException {
    Layout all = new Layout();
    params.layout().specs().forEach(all::add);
    ownLayout.specs().forEach(all::add);
    try (Params own = Params.initialise(ownLayout, recipe.seed());
        Params both = join(all, params, own)) {
      loop(stage, settings, both, steps, rate, loss, (step, current) -> {});
    }
  }

  private void scenes(Params params, Validation validation)
      throws IOException, InterruptedException {
    PretrainRecipe.Scenes sizes = recipe.scenes();
    SceneStage stage = new SceneStage(glip, text, captions, scenes, recipe);
    Schedule rate =
        new Schedule.Cosine(
            sizes.learningRate(), sizes.steps(), new Schedule.Warmup(sizes.warmup(), WARMUP_START));
    loop("scenes", recipe.toString(), params, sizes.steps(), rate, stage::loss, validation);
  }

  private interface StageLoss {
    NDArray of(int step, int shard, Params replica);
  }

  private void loop(
      String stage,
      String settings,
      Params params,
      int steps,
      Schedule rate,
      StageLoss loss,
      Validation validation)
      throws IOException, InterruptedException {
    TrainingFile state = new TrainingFile(folder.resolve(stage + ".safetensors"), settings);
    try (AdamW optimiser =
            new AdamW(
                params, name -> group(params, name), AdamW.Settings.clippedAt(recipe.clipNorm()));
        DataParallel parallel = new DataParallel(params, recipe.shards())) {
      int first = nextStep(state, params, optimiser);
      long start = System.nanoTime();
      double sum = 0;
      for (int step = first; step < steps; step++) {
        int now = step;
        double value = parallel.backward((shard, replica) -> loss.of(now, shard, replica));
        if (!Double.isFinite(value)) {
          throw new IOException(
              "%s diverged at step %s: the loss is %s".formatted(stage, step, value));
        }
        double norm = optimiser.step(rate.at(step), parallel.replicas());
        sum += value;
        int done = step + 1;
        if (done % REPORT_EVERY == 0 || done == steps) {
          int reported = done % REPORT_EVERY == 0 ? REPORT_EVERY : done % REPORT_EVERY;
          log.accept(
              String.format(
                  Locale.ROOT,
                  "%s %s/%s loss %.4f gradient %.2f, %s left",
                  stage,
                  done,
                  steps,
                  sum / reported,
                  norm,
                  left(start, done - first, steps - done)));
          sum = 0;
        }
        // Before the state: one that is killed in between validates again, and none is left out.
        if (done % recipe.validation().every() == 0 || done == steps) {
          validation.at(done, params);
        }
        if (done % recipe.saveEvery() == 0 || done == steps) {
          state.write(params, optimiser, Optional.empty(), Map.of(STEP, String.valueOf(done)));
        }
      }
    }
  }

  private static int nextStep(TrainingFile state, Params params, AdamW optimiser)
      throws IOException {
    try {
      return state
          .read(params, optimiser)
          .map(values -> Integer.parseInt(values.getOrDefault(STEP, "0")))
          .orElse(0);
    } catch (IOException e) {
      throw new IOException(e.getMessage() + "; move it away to start anew", e);
    }
  }

  private static String left(long start, int done, int rest) {
    long seconds = (System.nanoTime() - start) / 1_000_000_000L * rest / Math.max(1, done);
    return Duration.ofSeconds(seconds).toString().substring(2).toLowerCase(Locale.ROOT);
  }

  /** Decay for matrices and kernels only. */
  private AdamW.Group group(Params params, String name) {
    boolean matrix = params.shape(name).dimension() > 1 && !name.endsWith("bias_table");
    return new AdamW.Group(1, matrix ? recipe.weightDecay() : 0);
  }

  /** Two sets of parameters as one, on the same memory. */
  private static Params join(Layout all, Params first, Params second) {
    return Params.from(
        all,
        (ParamSpec spec) ->
            Ops.detach(first.has(spec.name()) ? first.get(spec.name()) : second.get(spec.name())));
  }
}
