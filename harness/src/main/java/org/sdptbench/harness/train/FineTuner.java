package org.sdptbench.harness.train;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Encoded;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.AdamW;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Schedule;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.spec.Recipe;

/**
 * Trains an adaptation on a task with GLIP's losses.
 *
 * <p>Parameter groups are GLIP's (solver/build.py): names with {@code bias} learn at twice the rate
 * and do not decay; the text encoder learns at a tenth of the rate.
 */
public final class FineTuner {
  private static final double BIAS_RATE = 2;
  private static final double TEXT_RATE = 0.1;

  private final PretrainedGlip model;
  private final Recipe.Training recipe;
  private final long seed;

  /** Told of every step. */
  @FunctionalInterface
  public interface StepListener {
    /**
     * A step is done.
     *
     * @param done steps done
     * @param loss its loss
     */
    void stepped(int done, double loss);
  }

  /** Training of one adaptation; the seed determines the order of the images. */
  public FineTuner(PretrainedGlip model, Recipe.Training recipe, long seed) {
    this.model = model;
    this.recipe = recipe;
    this.seed = seed;
  }

  /**
   * Trains the adaptation's parameters in place.
   *
   * @param images training images
   * @param prompt a caption that names all classes
   * @throws DivergedException if the loss becomes NaN or infinite
   */
  public void train(
      Adaptation adaptation, List<TaskImage> images, Prompt prompt, StepListener listener)
      throws DivergedException {
    Params params = adaptation.params();
    if (params.names().isEmpty() || recipe.steps() == 0) {
      return;
    }
    Glip glip = model.glip();
    Schedule rate = recipe.rate();
    double clip = recipe.clipNorm() == 0 ? Double.POSITIVE_INFINITY : recipe.clipNorm();
    params.requireGradients(true);
    // Of a stack only the last part changes while training; what lies below it may be kept.
    Adaptation trained = adaptation.parts().get(adaptation.parts().size() - 1);
    try (FeatureSource features = new FeatureSource(glip, prompt, trained);
        AdamW optimiser =
            new AdamW(
                params,
                name -> group(Objects.requireNonNull(params.layout().get(name))),
                AdamW.Settings.clippedAt(clip));
        GradMode on = GradMode.on()) {
      EpochOrder order = new EpochOrder(images.size(), new SplittableRandom(seed));
      for (int step = 0; step < recipe.steps(); step++) {
        try (Scope scope = new Scope()) {
          List<TaskImage> batch = new ArrayList<>();
          for (int i = 0; i < recipe.batchSize(); i++) {
            batch.add(images.get(order.next()));
          }
          Pass pass = new Pass(model.weights(), adaptation.atStep(step));
          NDArray loss = loss(glip, pass, features, batch, prompt);
          double value = loss.getFloat();
          if (!Double.isFinite(value)) {
            throw new DivergedException(
                "the loss is %s at step %s of %s".formatted(value, step + 1, recipe.steps()));
          }
          Gradients.backward(loss);
          optimiser.step(rate.at(step), List.of());
          listener.stepped(step + 1, value);
        }
      }
    } finally {
      params.requireGradients(false);
    }
  }

  /** Images of different padded sizes go through the network apart, weighted by their number. */
  private static NDArray loss(
      Glip glip, Pass pass, FeatureSource features, List<TaskImage> batch, Prompt prompt) {
    Map<PaddedSize, List<TaskImage>> groups = new LinkedHashMap<>();
    for (TaskImage image : batch) {
      groups.computeIfAbsent(PaddedSize.of(image), size -> new ArrayList<>()).add(image);
    }
    NDArray sum = null;
    for (List<TaskImage> images : groups.values()) {
      Encoded fused = features.fused(pass, images);
      NDArray loss = BatchLoss.of(glip, pass, images, prompt, fused.features()).loss().total();
      NDArray total = fused.loss().map(own -> Ops.add(loss, own)).orElse(loss);
      NDArray share = Ops.mul(total, (double) images.size() / batch.size());
      sum = sum == null ? share : Ops.add(sum, share);
    }
    if (sum == null) {
      throw new IllegalArgumentException("a batch has at least one image");
    }
    return sum;
  }

  private AdamW.Group group(ParamSpec spec) {
    String name = spec.name();
    double rate = recipe.factor(spec.role()) * (name.startsWith(Sites.TEXT) ? TEXT_RATE : 1);
    return name.contains("bias")
        ? new AdamW.Group(BIAS_RATE * rate, 0)
        : new AdamW.Group(rate, recipe.weightDecay());
  }
}
