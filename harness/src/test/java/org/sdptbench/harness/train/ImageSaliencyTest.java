package org.sdptbench.harness.train;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.ServiceLoader;
import java.util.SplittableRandom;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.data.DetectionDataset;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ImageSaliencyTest {
  private PretrainedGlip model;
  private Prompt prompt;
  private TaskImage image;

  @BeforeAll
  void open() throws IOException {
    model = TinyModel.create();
    DetectionDataset task = TinyModel.task();
    prompt = TinyModel.prompt(model, task);
    // 40 pixels a side, padded to 64: five of eight cells show the image.
    image = new TaskImages(task.first(1), 67).get(0, 40);
  }

  @AfterAll
  void close() {
    model.close();
  }

  static List<String> methods() {
    return ServiceLoader.load(PeftMethod.class).stream()
        .map(provider -> provider.get().name())
        .sorted()
        .toList();
  }

  private ImageSaliency look(Adaptation adaptation) {
    return ImageSaliency.of(
        model.glip(),
        new Pass(model.weights(), adaptation),
        image,
        List.of(prompt),
        new TreeSet<>(image.labels()));
  }

  /** As after some steps of training: no value is where it started. */
  private static void move(Params params) {
    SplittableRandom random = new SplittableRandom(1);
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      for (String name : params.names()) {
        NDArray value = params.get(name);
        float[] noise = new float[Math.toIntExact(value.getShape().size())];
        for (int i = 0; i < noise.length; i++) {
          noise[i] = (float) (0.1 * random.nextGaussian());
        }
        Ops.assign(value, Ops.add(value, Ops.of(noise, value.getShape().getShape())));
      }
    }
  }

  /** What SDPT's release shows as attention says nothing about methods that freeze the backbone. */
  @ParameterizedTest
  @MethodSource("methods")
  void theMapOfTheBackboneChangesOnlyWithTheBackbone(String method) {
    double[] zeroShot = look(Adaptation.none()).backbone().weights();
    Map<String, ?> settings = method.equals("pmf") ? Map.of("layers", 1) : Map.of();
    try (Adaptation adaptation = TinyModel.adaptation(model, method, settings)) {
      move(adaptation.params());
      double[] tuned = look(adaptation).backbone().weights();
      if (adaptation.reach() != Reach.ENCODERS) {
        assertThat(tuned).isEqualTo(zeroShot);
      } else if (method.equals("full")) {
        assertThat(tuned).isNotEqualTo(zeroShot);
      }
    }
  }

  @Test
  void mapsCoverTheImageWithoutItsPadding() {
    ImageSaliency saliency = look(Adaptation.none());
    assertThat(image.size().width()).isEqualTo(40);
    assertThat(saliency.classes().keySet()).isEqualTo(new TreeSet<>(image.labels())).isNotEmpty();
    saliency
        .classes()
        .values()
        .forEach(
            map -> {
              assertThat(map.rows()).isEqualTo(5);
              assertThat(map.columns()).isEqualTo(5);
            });
    assertThat(saliency.backbone().rows()).isEqualTo(5);
    assertThat(saliency.backbone().columns()).isEqualTo(5);
  }

  private double[] weights(Adaptation adaptation, int label) {
    return Objects.requireNonNull(look(adaptation).classes().get(label)).weights();
  }

  @Test
  void sdptChangesWhereWordsLook() {
    try (Adaptation adaptation = TinyModel.adaptation(model, "sdpt", Map.of())) {
      int label = image.labels().get(0);
      assertThat(weights(adaptation, label)).isNotEqualTo(weights(Adaptation.none(), label));
    }
  }
}
