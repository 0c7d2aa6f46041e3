package org.sdptbench.harness.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SplittableRandom;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.peft.TrainingMode;
import org.sdptbench.glip.tensor.AdamW;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Schedule;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.spec.Recipe;

/**
 * A training that goes on step by step, until it is closed. Of one thread.
 *
 * <p>Parameter groups are GLIP's (solver/build.py): names with {@code bias} learn at twice the rate
 * and do not decay; the text encoder learns at a tenth of the rate.
 */
public final class Training implements AutoCloseable {
  private static final double BIAS_RATE = 2;
  private static final double TEXT_RATE = 0.1;
  private static final double SLOWER = 0.1;

  private static final String DONE = "done";
  private static final String SLOWED = "slowed";

  private final PretrainedGlip model;
  private final Recipe.Training recipe;
  private final long seed;
  private final Adaptation adaptation;
  private final TrainingPrompts prompts;
  private final Schedule rate;
  private final FeatureSource features;
  private final StepGradients gradients;
  private final TrainingMode mode;
  private final AdamW optimiser;
  private final TrainingOrder order;
  private final ReadAhead images;
  private double slowed = 1;
  private int done;

  /** A training that begins; its parameters, of which there are some, collect gradients. */
  Training(
      PretrainedGlip model,
      Recipe.Training recipe,
      long seed,
      Adaptation adaptation,
      TrainingImages images,
      TrainingPrompts prompts,
      FeatureRoom room) {
    this.model = model;
    this.recipe = recipe;
    this.seed = seed;
    this.adaptation = adaptation;
    this.prompts = prompts;
    this.rate = recipe.rate();
    // Of a stack only the last part changes while training; what lies below it may be kept.
    Adaptation trained = adaptation.parts().get(adaptation.parts().size() - 1);
    Params params = adaptation.params();
    this.mode = mode(recipe.regularisation(), params, model.glip().layout());
    this.features =
        new FeatureSource(
            model.glip(),
            trained,
            mode,
            prompts.same(),
            new ArrayCache(images.vary() ? FeatureRoom.NONE : room, recipe.halfFeatures()));
    this.order = new TrainingOrder(images, recipe.batchSize(), seed);
    this.images =
        new ReadAhead(order, image -> order.step() < recipe.steps() && features.needsPixels(image));
    this.gradients = new StepGradients(model.glip(), features, recipe.recomputes());
    params.requireGradients(true);
    double clip = recipe.clipNorm() == 0 ? Double.POSITIVE_INFINITY : recipe.clipNorm();
    this.optimiser =
        new AdamW(
            params,
            name -> group(Objects.requireNonNull(params.layout().get(name))),
            AdamW.Settings.clippedAt(clip));
  }

  /**
   * Does a step: forward, backward, and the optimiser's. Beyond the steps of the recipe the rate
   * stays where its schedule ends.
   *
   * @return the loss before the step
   * @throws DivergedException if the loss is NaN or infinite
   */
  public double step() throws DivergedException {
    double loss = differentiate();
    update();
    return loss;
  }

  /**
   * The first half of a step, which changes no parameter: forward and backward.
   *
   * @return the loss
   * @throws DivergedException if it is NaN or infinite
   */
  double differentiate() throws DivergedException {
    try (GradMode on = GradMode.on();
        Scope scope = new Scope()) {
      List<TaskImage> batch = new ArrayList<>();
      for (int i = 0; i < recipe.batchSize(); i++) {
        batch.add(images.next());
      }
      SplittableRandom variation = order.captions();
      Adaptation present = adaptation.atStep(done);
      double value =
          gradients.backward(
              pass -> model.pass(present, mode.at(seed, done, pass)),
              batch,
              image -> prompts.of(image, variation));
      if (!Double.isFinite(value)) {
        throw new DivergedException(
            "the loss is %s at step %s of %s".formatted(value, done + 1, recipe.steps()));
      }
      return value;
    }
  }

  /** The second half: the optimiser's. */
  void update() {
    optimiser.step(slowed * rate.at(done), List.of());
    done++;
  }

  /** Steps done. */
  public int done() {
    return done;
  }

  /** The declaration of what is trained. */
  public Layout layout() {
    return adaptation.params().layout();
  }

  /** Steps that the recipe asks for. */
  public int steps() {
    return recipe.steps();
  }

  /** From here on the rate is a tenth of what it would be. */
  void slowDown() {
    slowed *= SLOWER;
  }

  /**
   * Writes the state between two steps, which may be while {@link #differentiate} runs.
   *
   * @param best the best parameters so far, if they differ from the present ones
   * @param values what the caller needs to go on
   */
  public void write(TrainingFile file, Optional<Params> best, Map<String, String> values)
      throws IOException {
    Map<String, String> all = new LinkedHashMap<>(values);
    all.put(DONE, String.valueOf(done));
    all.put(SLOWED, String.valueOf(slowed));
    file.write(adaptation.params(), optimiser, best, all);
  }

  /**
   * Goes on from a state; the steps that follow are, to the bit, those of a training that was never
   * interrupted. Called before the first step.
   *
   * @return the caller's values; empty if there is no file
   * @throws IOException if it is of another training or damaged; this one is unchanged then
   */
  public Optional<Map<String, String>> read(TrainingFile file) throws IOException {
    Optional<Map<String, String>> values = file.read(adaptation.params(), optimiser);
    if (values.isPresent()) {
      slowed = Double.parseDouble(values.get().getOrDefault(SLOWED, "1"));
      done = Integer.parseInt(values.get().getOrDefault(DONE, "0"));
      order.skip(done);
    }
    return values;
  }

  private static TrainingMode mode(
      Recipe.Regularisation regularisation, Params trained, Layout backbone) {
    return switch (regularisation) {
      case NONE -> TrainingMode.OFF;
      case GLIP ->
          TrainingMode.ofTrained(
              trained.names().stream().filter(name -> backbone.get(name) != null).toList());
      case RELEASE -> TrainingMode.EVERYWHERE;
    };
  }

  private AdamW.Group group(ParamSpec spec) {
    String name = spec.name();
    double rate = recipe.factor(spec.role()) * (name.startsWith(Sites.TEXT) ? TEXT_RATE : 1);
    return name.contains("bias")
        ? new AdamW.Group(BIAS_RATE * rate, 0)
        : new AdamW.Group(rate, recipe.weightDecay());
  }

  /** Ends the training; the parameters stay, and collect no more gradients. */
  @Override
  public void close() {
    images.close();
    optimiser.close();
    features.close();
    adaptation.params().requireGradients(false);
  }
}
