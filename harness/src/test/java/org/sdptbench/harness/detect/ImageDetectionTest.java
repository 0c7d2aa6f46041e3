package org.sdptbench.harness.detect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.glip.head.PostProcessor;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.SavedAdapter;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.tensor.Weights;
import org.sdptbench.harness.BenchEngine;
import org.sdptbench.harness.Main;
import org.sdptbench.harness.catalog.Models;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.cli.SdptBench;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.picto.Picto;
import org.sdptbench.harness.data.picto.Split;
import org.sdptbench.harness.train.Detector;
import org.sdptbench.harness.train.Prompts;
import org.sdptbench.harness.train.TaskImages;
import org.sdptbench.reports.record.Picture.Region;

/** Detection in a file against the detection of a test, on GLIP-mini with adapters on disk. */
@Tag("slow")
class ImageDetectionTest {
  private static final String MODEL = "glip-mini";

  private final Path folder;
  private final Path image;
  private final ServiceMethods methods;
  private final Models models = new Models(Optional.empty());
  private final String digest;
  private final DetectionDataset data;

  ImageDetectionTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.image = folder.resolve("scene.png");
    this.methods = new ServiceMethods();
    this.digest = models.digest(MODEL).orElseThrow();
    this.data =
        Picto.open(Picto.DEFAULT_SIDE)
            .task("picto-odinw13/Aquarium")
            .split(Split.VALIDATION)
            .first(1);
  }

  @BeforeEach
  void writeImage() throws IOException {
    ImageIO.write(data.pixels().read(data.images().get(0)).buffered(), "png", image.toFile());
  }

  private List<Region> found(Optional<Path> adapter) throws Exception {
    ImageAnswer answer =
        new ImageDetection(methods, models)
            .answer(
                new ImageQuestion(
                    image,
                    data.categories().stream().map(category -> category.name()).toList(),
                    Optional.empty(),
                    adapter,
                    Optional.empty(),
                    Optional.empty()));
    assertThat(answer.image().getWidth()).isEqualTo(data.images().get(0).width());
    return answer.found();
  }

  /** What a test finds in the same scene. */
  private List<Region> expected(PretrainedGlip model, Adaptation adaptation) throws IOException {
    List<Detection> detections =
        new Detector(model.glip(), PostProcessor.Settings.DEFAULT)
            .detect(
                new Pass(model.weights(), adaptation),
                new TaskImages(data, 213).all(128),
                Prompts.of(model.captions(), data.categories(), 80),
                data.categories(),
                done -> {});
    return detections.stream()
        .map(
            d ->
                new Region(
                    data.categories().stream()
                        .filter(category -> category.id() == d.categoryId())
                        .findFirst()
                        .orElseThrow()
                        .name(),
                    d.box().x(),
                    d.box().y(),
                    d.box().width(),
                    d.box().height(),
                    d.score()))
        .toList();
  }

  private Params moved(PretrainedGlip model, PeftMethod method, Settings settings, Weights under) {
    Params params =
        Params.initialise(
            method.layout(model.glip().config(), model.glip().layout(), settings), 3, under);
    SplittableRandom random = new SplittableRandom(5);
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      for (String name : params.names()) {
        NDArray value = params.get(name);
        float[] noise = new float[Math.toIntExact(value.getShape().size())];
        for (int i = 0; i < noise.length; i++) {
          noise[i] = (float) (0.05 * random.nextGaussian());
        }
        Ops.assign(value, Ops.add(value, Ops.of(noise, value.getShape().getShape())));
      }
    }
    return params;
  }

  private SavedAdapter saved(String method, Settings settings) {
    return new SavedAdapter(method, settings.values(), MODEL, digest);
  }

  @Test
  void anImageIsSeenAsInATest() throws Exception {
    try (PretrainedGlip model = models.load(MODEL)) {
      List<Region> plain = expected(model, Adaptation.none());
      assertThat(plain).isNotEmpty();
      assertThat(found(Optional.empty())).isEqualTo(plain);

      PeftMethod sdpt = methods.method("sdpt");
      Settings settings = Settings.resolve(sdpt.settings(), Map.of("k", 4));
      Params params = moved(model, sdpt, settings, model.weights());
      Path single = Files.createDirectory(folder.resolve("single"));
      saved("sdpt", settings).write(single, params);
      List<Region> tuned;
      try (Adaptation adaptation =
          sdpt.adapt(model.glip().config(), model.weights(), settings, params)) {
        tuned = expected(model, adaptation);
      }
      assertThat(tuned).isNotEqualTo(plain);
      assertThat(found(Optional.of(single))).isEqualTo(tuned);

      byte[] bytes = Files.readAllBytes(single.resolve(SavedAdapter.WEIGHTS));
      Files.write(single.resolve(SavedAdapter.WEIGHTS), Arrays.copyOf(bytes, bytes.length - 8));
      assertThatThrownBy(() -> found(Optional.of(single)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(single.resolve(SavedAdapter.WEIGHTS).toString());
      Files.write(single.resolve(SavedAdapter.WEIGHTS), bytes);
      Path config = single.resolve(SavedAdapter.CONFIG);
      String text = Files.readString(config);
      Files.writeString(config, text.replace(digest, "cd".repeat(32)));
      assertThatThrownBy(() -> found(Optional.of(single)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining(config + ": trained on weights of glip-mini with SHA-256 cdcd");
      Files.writeString(config, text.replace("\"k\" : 4", "\"k\" : 5"));
      assertThatThrownBy(() -> found(Optional.of(single)))
          .isInstanceOf(IOException.class)
          .hasMessageContaining("found [1, 4, 512], expected [1, 5, 512]");
    }
  }

  @Test
  void anAdapterActsOnTopOfTheOneBelow() throws Exception {
    try (PretrainedGlip model = models.load(MODEL)) {
      PeftMethod lora = methods.method("lora");
      PeftMethod sdpt = methods.method("sdpt");
      Settings below = Settings.resolve(lora.settings(), Map.of());
      Settings above = Settings.resolve(sdpt.settings(), Map.of("k", 4));
      Path top = folder.resolve("top");
      Path base = Files.createDirectories(top.resolve("base"));
      Params first = moved(model, lora, below, model.weights());
      saved("lora", below).write(base, first);
      try (Adaptation inner = lora.adapt(model.glip().config(), model.weights(), below, first);
          Adaptation merged = inner.merged(model.weights()).orElseThrow()) {
        Pass under = new Pass(model.weights(), merged);
        Params second = moved(model, sdpt, above, under);
        saved("sdpt", above).onTopOf(SavedAdapter.digest(base)).write(top, second);
        try (Adaptation outer = sdpt.adapt(model.glip().config(), under, above, second)) {
          List<Region> both = expected(model, Adaptation.stack(List.of(merged, outer)));
          assertThat(found(Optional.of(top))).isEqualTo(both);
          assertThat(found(Optional.of(base))).isEqualTo(expected(model, inner)).isNotEqualTo(both);
        }
      }
    }
  }

  @Test
  void thePictureAndTheJsonSayTheSame() throws Exception {
    Path picture = folder.resolve("out.png");
    List<Region> all = found(Optional.empty());
    double least = 0.2;
    List<Region> sure = all.stream().filter(r -> r.score() != null && r.score() >= least).toList();
    JsonNode json =
        new ObjectMapper()
            .readTree(output("--json", "--score", "0.2", "--out", picture.toString()));
    assertThat(json.path("detections")).hasSameSizeAs(sure);
    for (int i = 0; i < sure.size(); i++) {
      JsonNode detection = json.path("detections").get(i);
      assertThat(detection.path("phrase").asText()).isEqualTo(sure.get(i).label());
      assertThat(detection.path("score").asDouble()).isEqualTo(sure.get(i).score());
      assertThat(detection.path("box").path("width").asDouble()).isEqualTo(sure.get(i).width());
    }
    BufferedImage drawn = ImageIO.read(picture.toFile());
    BufferedImage plain = ImageIO.read(image.toFile());
    assertThat(drawn.getWidth()).isEqualTo(plain.getWidth());
    int x = (int) Math.rint(sure.get(0).x() + sure.get(0).width() / 2);
    int y = (int) Math.rint(sure.get(0).y() + sure.get(0).height());
    assertThat(drawn.getRGB(x, Math.min(y, drawn.getHeight() - 1)))
        .as("on the lower side of the surest box")
        .isNotEqualTo(plain.getRGB(x, Math.min(y, drawn.getHeight() - 1)));
    assertThat(output("--score", "0.2", "--out", picture.toString()))
        .contains("phrase", "score")
        .contains("%s found with a score of at least 0.2: see %s".formatted(sure.size(), picture));
  }

  private String output(String... more) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    PrintStream before = System.out;
    System.setOut(new PrintStream(bytes, true, StandardCharsets.UTF_8));
    try {
      String prompt =
          String.join(". ", data.categories().stream().map(category -> category.name()).toList());
      String[] arguments = {"detect", image.toString(), "--prompt", prompt};
      String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
      System.arraycopy(more, 0, all, arguments.length, more.length);
      assertThat(new SdptBench(new BenchEngine(), Main.class).execute(all)).isZero();
    } finally {
      System.setOut(before);
    }
    return bytes.toString(StandardCharsets.UTF_8);
  }
}
