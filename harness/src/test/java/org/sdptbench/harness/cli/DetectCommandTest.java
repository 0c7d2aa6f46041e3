package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdptbench.glip.peft.SavedAdapter;
import org.sdptbench.harness.testing.CommandRun;

/** {@code sdptbench detect} on input that is wrong: what is told, before any weights are read. */
class DetectCommandTest {
  private final Path folder;
  private final Path image;
  private final CommandRun commands = CommandRun.ofProduct();
  private String told = "";

  DetectCommandTest(@TempDir Path folder) {
    this.folder = folder;
    this.image = folder.resolve("reef.png");
  }

  @BeforeEach
  void writeImage() throws IOException {
    BufferedImage picture = new BufferedImage(96, 64, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = picture.createGraphics();
    graphics.setColor(Color.ORANGE);
    graphics.fillOval(20, 20, 30, 20);
    graphics.dispose();
    ImageIO.write(picture, "png", image.toFile());
  }

  private int detect(Object... arguments) {
    int code =
        commands.run(
            (Object[])
                Stream.concat(Stream.of("detect"), Arrays.stream(arguments).map(Object::toString))
                    .toArray(String[]::new));
    told = commands.told();
    return code;
  }

  /** The command is refused, and the message has these parts. */
  private void refused(String... parts) {
    assertThat(told).contains(parts).doesNotContain("\tat ");
  }

  private void refusedWith(Object[] arguments, String... parts) {
    assertThat(detect(arguments)).as(told).isEqualTo(ExitCode.USER_ERROR);
    refused(parts);
  }

  private static Object[] of(Object... arguments) {
    return arguments;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "fish. shark|fish,shark",
        "fish.|fish",
        "  fish .  a hand of a person. |fish,a hand of a person",
        "st. bernard. st. bernard|st,bernard",
        "3.5 mm jack. no.5|3.5 mm jack,no.5"
      })
  void aCaptionIsCutAtItsPeriods(String caption, String phrases) {
    assertThat(DetectCommand.phrases(caption)).containsExactly(phrases.split(","));
  }

  @Test
  void imagesThatAreNoneAreNamed() throws IOException {
    Path wrong = folder.resolve("reaf.png");
    refusedWith(
        of(wrong, "--prompt", "fish"),
        wrong + ": no such file, did you mean '" + image + "'? Allowed: a PNG or JPEG file");
    refusedWith(of(folder, "--prompt", "fish"), folder + ": a folder; allowed: a PNG or JPEG");
    Path text = Files.writeString(folder.resolve("notes.png"), "hello");
    refusedWith(of(text, "--prompt", "fish"), text + ": found 5 bytes of no known image format");
    Path cut = folder.resolve("cut.png");
    Files.write(cut, Arrays.copyOf(Files.readAllBytes(image), 60));
    refusedWith(of(cut, "--prompt", "fish"), cut + ": found a damaged image");
  }

  @Test
  void optionsOutOfRangeAreNamedAllAtOnce() {
    refusedWith(
        of(image, "--prompt", " . ", "--score", "1.5", "--shorter-side", "8", "--out", "a.jpg"),
        "--prompt: found no phrase in ' . '; allowed: phrases with '. ' between them",
        "--score: found 1.5; allowed: a number from 0 to 1",
        "--shorter-side: found 8; allowed: a whole number from 32 to 4096",
        "--out a.jpg: not a PNG by its name; allowed: a name that ends in .png",
        "4 problems, nothing has run.");
    refusedWith(of(image), "Missing required option: '--prompt=TEXT'");
    refusedWith(of(image, "--prompt", "fish", "--out", image), ": the image itself");
    refusedWith(
        of(image, "--prompt", "fish", "--out", folder.resolve("none/x.png")),
        folder.resolve("none") + ": no such folder");
    refusedWith(
        of(image, "--prompt", "fish", "--model", "glip-minni"),
        "--model: unknown model 'glip-minni', did you mean 'glip-mini'? Allowed: glip-mini, glip-t");
    refusedWith(
        of(image, "--prompt", "fish", "--model", "glip-t"),
        "weights/glip_tiny_model",
        "--data DIR");
  }

  private static final String SETTINGS =
      """
      {"k": 4, "init": "uniform", "layers": "all", "mask": "paper", "modal": "both",
       "projection": "inverse", "prompting": "together", "tokens": "unified",
       "trainable": "tokens"}""";

  private Path adapter(String name, Map<String, String> changes) throws IOException {
    SortedMap<String, String> fields =
        new TreeMap<>(
            Map.of(
                "base_model_name_or_path", "\"glip-mini\"",
                "base_model_sha256", "\"00\"",
                "format_version", "1",
                "peft_type", "\"sdpt\"",
                "settings", SETTINGS));
    fields.putAll(changes);
    Path adapter = Files.createDirectories(folder.resolve(name));
    Files.writeString(
        adapter.resolve(SavedAdapter.CONFIG),
        fields.entrySet().stream()
            .map(field -> "\"%s\": %s".formatted(field.getKey(), field.getValue()))
            .collect(Collectors.joining(",", "{", "}")));
    Files.write(adapter.resolve(SavedAdapter.WEIGHTS), new byte[9]);
    return adapter;
  }

  private void adapterRefused(Path adapter, String... parts) {
    refusedWith(of(image, "--prompt", "fish", "--adapter", adapter), parts);
  }

  @Test
  void adaptersThatAreNoneAreNamed() throws IOException {
    Path good = adapter("good.adapter", Map.of());
    Path wrong = folder.resolve("god.adapter");
    adapterRefused(wrong, wrong + ": no such folder, did you mean '" + good + "'?");
    adapterRefused(image, image + ": a file; allowed: a folder with adapter_config.json and");
    adapterRefused(folder, folder + ": has no adapter_config.json, did you mean '" + good + "'?");
    Files.delete(good.resolve(SavedAdapter.WEIGHTS));
    adapterRefused(good, good + ": has no adapter_model.safetensors");
  }

  @Test
  void whatAnAdapterIsOfMustBeThere() throws IOException {
    Path config = adapter("a", Map.of("format_version", "2")).resolve(SavedAdapter.CONFIG);
    adapterRefused(folder.resolve("a"), config + ": format_version is 2, this program reads 1");
    adapter("a", Map.of("base_model_name_or_path", "\"glip-x\""));
    adapterRefused(folder.resolve("a"), config + ": unknown model 'glip-x'", "glip-t");
    adapter("a", Map.of("peft_type", "\"sdtp\""));
    adapterRefused(folder.resolve("a"), config + ": unknown method 'sdtp', did you mean 'sdpt'?");
    adapter("a", Map.of("settings", SETTINGS.replace("4", "-1, \"l\": 2")));
    adapterRefused(
        folder.resolve("a"), config + ": sdpt: k is -1, allowed is", "unknown setting l");
    adapter("a", Map.of("settings", "{\"k\": 4, \"layers\": \"all\"}"));
    adapterRefused(folder.resolve("a"), config + ": settings lacks ", "init", "mask", "modal");
    adapter("a", Map.of());
    refusedWith(
        of(image, "--prompt", "fish", "--adapter", folder.resolve("a"), "--model", "glip-t"),
        "--model: found glip-t, but " + config + " is of an adapter of glip-mini");
  }

  @Test
  void theAdapterBelowMustBeThere() throws IOException {
    Path top = adapter("top", Map.of("base_adapter_sha256", "\"" + "ab".repeat(32) + "\""));
    adapterRefused(
        top, "trained on top of the adapter with SHA-256 abab", "which is not in " + top);
    adapter("top/base", Map.of("peft_type", "\"lora\""));
    adapterRefused(top, "trained on top of the adapter with SHA-256 abab", "found in " + top);
  }

  @Test
  @Tag("slow")
  void anAdapterThatIsNotFiniteIsRefused() {
    Path adapter =
        Path.of(System.getProperty("sdptbench.shared", "../shared"), "cases/nan-adapter");
    assumeTrue(Files.exists(adapter), "no folder " + adapter);
    adapterRefused(
        adapter,
        adapter.resolve(SavedAdapter.WEIGHTS) + ": ",
        " of 2 tensors have values that are no weights: 'rpn.head.dyhead_tower.",
        "allowed are numbers of at most 1e16");
  }

  /** More phrases than a caption holds are refused by the model that is to read them. */
  @Test
  @Tag("slow")
  void tooManyPhrasesAreCounted() {
    String many =
        IntStream.range(0, 200).mapToObj(i -> "fish " + i).collect(Collectors.joining(". "));
    refusedWith(
        of(image, "--prompt", many),
        "--prompt: a caption of 200 classes takes ",
        "allowed are 256: the first ",
        "classes fit");
    assertThat(folder).as("no picture").isDirectoryNotContaining("glob:**-detected.png");
  }
}
