package org.sdptbench.harness.train;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.HeadTuning;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.text.Tokenizer;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.WrittenPrompts;
import org.sdptbench.harness.data.picto.Picto;
import org.sdptbench.harness.data.picto.Split;

/** A GLIP of a few thousand random weights, and a few scenes. */
final class TinyModel {
  static final GlipConfig CONFIG =
      new GlipConfig(
          "glip-tiny",
          new GlipConfig.Vision(16, List.of(1, 1, 1, 1), List.of(1, 1, 2, 2), 4, true, 16, 3),
          new GlipConfig.Text(32, 1, 2, 64, 30522, 64, 64),
          new GlipConfig.Tower(2, 64, 2, 2, 64, false, 3, 0));

  private TinyModel() {}

  static PretrainedGlip create() throws IOException {
    return create(CONFIG);
  }

  static PretrainedGlip create(GlipConfig config) throws IOException {
    Glip glip = new Glip(config);
    return new PretrainedGlip(
        glip, Params.initialise(glip.layout(), 3), Tokenizer.bertBaseUncased());
  }

  static DetectionDataset task() throws IOException {
    return Picto.open(64).task("picto-odinw13/Thermal").split(Split.TRAIN);
  }

  static TrainingImages.Same images(DetectionDataset task, int count) throws IOException {
    DetectionDataset first =
        new DetectionDataset(
            task.name(),
            task.categories(),
            task.images().subList(0, count),
            task.annotations(),
            task.pixels());
    return new TrainingImages.Same(new TaskImages(first, 107).all(64));
  }

  /** Captions of all classes of a task for training. */
  static TrainingPrompts prompts(PretrainedGlip model, DetectionDataset task) {
    return new TrainingPrompts(model.captions(), task.categories(), WrittenPrompts.NONE);
  }

  static Prompt prompt(PretrainedGlip model, DetectionDataset task) {
    return Prompts.of(model.captions(), task.categories(), 80).get(0);
  }

  static Adaptation adaptation(PretrainedGlip model, String name, Map<String, ?> settings) {
    PeftMethod method =
        ServiceLoader.load(PeftMethod.class).stream()
            .map(ServiceLoader.Provider::get)
            .map(HeadTuning::of)
            .filter(m -> m.name().equals(name))
            .findFirst()
            .orElseThrow();
    Settings resolved = Settings.resolve(method.settings(), settings);
    GlipConfig config = model.glip().config();
    Layout layout = method.layout(config, model.glip().layout(), resolved);
    return method.adapt(
        config, model.weights(), resolved, Params.initialise(layout, 5, model.weights()));
  }
}
