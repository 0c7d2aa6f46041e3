package org.sdptbench.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.types.DataType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.SplittableRandom;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.SavedAdapter;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.tensor.Weights;
import org.sdptbench.glip.testing.TinyGlip;

/** What a method promises of its parameters, in memory and in files. */
final class AdapterChecks {
  static final String DIGEST = "ab".repeat(32);

  private AdapterChecks() {}

  /** Float32 values as training leaves them: nothing at its start, nothing zero. */
  static Params trained(Layout layout, Weights backbone, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    try (Scope scope = new Scope();
        Params drawn = Params.initialise(layout, seed, backbone);
        Params start = drawn.to(DataType.FLOAT32)) {
      return Params.from(
          layout,
          spec -> {
            float[] values = start.get(spec.name()).toFloatArray();
            for (int i = 0; i < values.length; i++) {
              values[i] += (float) (0.05 * random.nextGaussian());
            }
            return Ops.of(values, spec.shape().getShape());
          });
    }
  }

  /** Names, shapes and numbers of scalars are those that tables print without training. */
  static void itTrainsWhatItDeclares(PeftMethod method, Settings settings) {
    try (TinyGlip model = TinyGlip.random(1)) {
      Layout layout = method.layout(TinyGlip.CONFIG, model.glip().layout(), settings);
      try (Scope scope = new Scope();
          Params values = trained(layout, model.weights(), 2);
          Adaptation adaptation =
              method.adapt(
                  TinyGlip.CONFIG, model.weights(), settings, values.to(DataType.FLOAT64))) {
        Params params = adaptation.params();
        assertThat(params.names()).isEqualTo(layout.names());
        long scalars = 0;
        for (String name : params.names()) {
          assertThat(params.get(name).getShape())
              .as(name)
              .isEqualTo(params.layout().get(name).shape());
          scalars += params.get(name).toDoubleArray().length;
        }
        assertThat(scalars).isPositive().isEqualTo(layout.size());
      }
    }
  }

  /** Through both files and back, an adapter predicts the same to the bit. */
  static void savedItIsTheSame(PeftMethod method, Settings settings) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope()) {
      Layout layout = method.layout(TinyGlip.CONFIG, model.glip().layout(), settings);
      Path folder = Files.createTempDirectory("adapter");
      try (Params values = trained(layout, model.weights(), 2);
          Adaptation adaptation =
              method.adapt(
                  TinyGlip.CONFIG, model.weights(), settings, values.to(DataType.FLOAT64))) {
        new SavedAdapter(method.name(), settings.values(), TinyGlip.CONFIG.name(), DIGEST)
            .write(folder, values);
        assertThat(folder.resolve(SavedAdapter.WEIGHTS)).hasSize(SavedAdapter.byteSize(values));
        SavedAdapter saved = SavedAdapter.read(folder);
        Settings same = Settings.resolve(method.settings(), saved.settings());
        assertThat(same).isEqualTo(settings);
        try (Params read =
                saved.params(
                    folder,
                    TinyGlip.CONFIG.name(),
                    DIGEST,
                    method.layout(TinyGlip.CONFIG, model.glip().layout(), same));
            Adaptation loaded =
                method.adapt(TinyGlip.CONFIG, model.weights(), same, read.to(DataType.FLOAT64))) {
          assertThat(TinyGlip.values(model.predictions(loaded, model.images())))
              .isEqualTo(TinyGlip.values(model.predictions(adaptation, model.images())))
              .isNotEqualTo(TinyGlip.values(model.predictions(Adaptation.none(), model.images())));
        }
      } finally {
        for (String file : List.of(SavedAdapter.WEIGHTS, SavedAdapter.CONFIG)) {
          Files.deleteIfExists(folder.resolve(file));
        }
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
