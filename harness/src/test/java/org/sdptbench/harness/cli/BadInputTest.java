package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.data.odinw.OdinwDataset;
import org.sdptbench.harness.data.odinw.OdinwSplit;
import org.sdptbench.harness.testing.CommandRun;
import org.sdptbench.harness.testing.Scales;

/** The product's commands on input that is wrong: what is told, and that nothing runs. */
class BadInputTest {
  private static final List<OdinwSplit> SPLITS =
      List.of(OdinwSplit.TRAIN, OdinwSplit.VAL, OdinwSplit.TEST);

  private final Path folder;
  private final Path data;
  private final Path spec;
  private final CommandRun commands = CommandRun.ofProduct();
  private String told = "";

  BadInputTest(@TempDir Path folder) {
    this.folder = folder;
    this.data = folder.resolve("data");
    this.spec = folder.resolve("x.yaml");
  }

  /** Aquarium in its own layout: one image with one box for each split. */
  @BeforeEach
  void writeInput() throws IOException {
    for (OdinwSplit split : SPLITS) {
      Files.createDirectories(images(split));
      ImageIO.write(
          new BufferedImage(48, 32, BufferedImage.TYPE_INT_RGB),
          "jpg",
          images(split).resolve("a.jpg").toFile());
      annotate(split, "[4, 5, 10, 11]");
    }
    spec("methods: [zero-shot]");
  }

  private Path images(OdinwSplit split) {
    return OdinwDataset.AQUARIUM.imageFolder(data.resolve("odinw"), split);
  }

  private Path annotations(OdinwSplit split) {
    return OdinwDataset.AQUARIUM.annotationFile(data.resolve("odinw"), split);
  }

  private void annotate(OdinwSplit split, String box) throws IOException {
    Files.writeString(
        annotations(split),
        """
        {"images": [{"id": 1, "file_name": "a.jpg", "width": 48, "height": 32}],
         "categories": [{"id": 1, "name": "fish"}],
         "annotations": [{"id": 1, "image_id": 1, "category_id": 1, "bbox": %s, "area": 1, "iscrowd": 0}]}
        """
            .formatted(box));
  }

  private void spec(String... lines) throws IOException {
    Files.writeString(
        spec,
        "name: x\ntitle: t\nquestion: q\ntasks: [odinw/Aquarium]\n" + String.join("\n", lines));
  }

  private int command(String... arguments) {
    int code = commands.run((Object[]) arguments);
    told = commands.told();
    return code;
  }

  private int plan(String... more) {
    String[] arguments = {
      "plan", spec.toString(), "--experiments", Scales.experiments().toString(),
      "--runs", folder.resolve("runs").toString(), "--data", data.toString()
    };
    String[] all = Arrays.copyOf(arguments, arguments.length + more.length);
    System.arraycopy(more, 0, all, arguments.length, more.length);
    return command(all);
  }

  /** The plan is refused, and the message has these parts. */
  private void refused(String... parts) {
    assertThat(plan()).as(told).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told).contains(parts);
  }

  @Test
  void dataOfTheRightFormArePlanned() throws IOException {
    assertThat(plan()).as(told).isEqualTo(ExitCode.OK);
    assertThat(told).contains("odinw/Aquarium").doesNotContain("missing: data");
    String cell = told.lines().skip(1).findFirst().orElseThrow().strip().substring(0, 12);
    annotate(OdinwSplit.TEST, "[4, 5, 10, 12]");
    assertThat(plan()).isEqualTo(ExitCode.OK);
    assertThat(told).as("altered data make another cell").doesNotContain(cell);
  }

  @Test
  void imagesThatAreNoneAreNamedAllAtOnce() throws IOException {
    Files.writeString(images(OdinwSplit.TRAIN).resolve("a.jpg"), "hello");
    Path cut = images(OdinwSplit.TEST).resolve("a.jpg");
    byte[] bytes = Files.readAllBytes(cut);
    Files.write(cut, Arrays.copyOf(bytes, bytes.length / 2));
    ImageIO.write(
        new BufferedImage(50, 32, BufferedImage.TYPE_INT_RGB),
        "jpg",
        images(OdinwSplit.VAL).resolve("a.jpg").toFile());
    refused(
        "3 problems",
        images(OdinwSplit.TRAIN).resolve("a.jpg") + ": found 5 bytes of no known image format",
        cut + ": found a truncated JPEG",
        "found 50 x 32 pixels; allowed: 48 x 32 as in the annotation file");
  }

  @Test
  void whatIsWrongInAnAnnotationFileIsNamedWithItsPlace() throws IOException {
    annotate(OdinwSplit.TRAIN, "[40, 5, -20, 5]");
    refused(
        annotations(OdinwSplit.TRAIN) + ", /annotations/0/bbox (line 3): found [40,5,-20,5]",
        "allowed: [left, top, width, height], finite, width and height at least 0");
    annotate(OdinwSplit.TRAIN, "[48, 5, 20, 5]");
    refused(
        annotations(OdinwSplit.TRAIN) + ", /annotations: found no object to train on among 1;",
        "at least one that is no crowd and reaches into its image");
    annotate(OdinwSplit.TRAIN, "[40, 5, 20, 5]");
    assertThat(plan()).as("a box that reaches beyond its image is clipped").isEqualTo(ExitCode.OK);
    annotate(OdinwSplit.TRAIN, "[1, 2, 3");
    refused(annotations(OdinwSplit.TRAIN) + ", line 3, column");
    Files.delete(annotations(OdinwSplit.TRAIN));
    String experiments = Scales.experiments().toString();
    assertThat(
            command(
                "run", spec.toString(), "--data", data.toString(), "--experiments", experiments))
        .isEqualTo(ExitCode.USER_ERROR);
    assertThat(told)
        .contains("data set odinw/Aquarium: not on this machine: " + data.resolve("odinw"))
        .contains("has no Aquarium");
  }

  @Test
  void foldersThatDoNotExistAreNamed() {
    String none = folder.resolve("none").toString();
    String experiments = Scales.experiments().toString();
    assertThat(command("plan", "--data", none, "--experiments", experiments))
        .isEqualTo(ExitCode.USER_ERROR);
    assertThat(told).contains("--data " + none + ": no such folder");
    assertThat(command("plan", "--experiments", none)).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told).contains("none/scales: no such folder");
  }

  @Test
  void aMissingImageIsNamed() throws IOException {
    Files.delete(images(OdinwSplit.VAL).resolve("a.jpg"));
    refused(annotations(OdinwSplit.VAL) + ", /images/0/file_name (line 1): found 'a.jpg', no such");
  }

  @Test
  void aSettingThatDoesNotFitTheModelIsNamedWithItsLine() throws IOException {
    spec(
        "methods:",
        "  - {method: sdpt, settings: {layers: 0-9}}",
        "  - {method: lora, settings: {sites: '('}}",
        "  - {method: sdpt, label: S, settings: {mask: papper}}");
    refused(
        spec + ":6:39: sdpt: layers is \"0-9\"; allowed are all, first, last,",
        spec + ":7:38: lora: sites \"(\" is no regular expression",
        spec + ":8:47: unknown value of sdpt.mask 'papper', did you mean 'paper'?",
        "3 problems, nothing has run.");
    spec("methods: [sdpt]");
    assertThat(plan("--set", "sdpt.layers=0,7", "--set", "sdpt.layers=7"))
        .isEqualTo(ExitCode.USER_ERROR);
    assertThat(told).contains("'sdpt.layers' is set twice");
    assertThat(plan("--set", "sdpt.layers=0,7")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told)
        .contains("spec x, SDPT, layers = 7: sdpt: layers is \"7\"", "1 problem, nothing has run.");
  }

  @Test
  void settingsAreJudgedTogether() throws IOException {
    spec("methods: [{method: sdpt, settings: {modal: text, mask: release}}]");
    refused(spec + ":5:36: sdpt: modal is text, with mask release allowed are both and image");
    spec(
        "methods: [sdpt]",
        "matrix: {zip: [{sdpt.modal: [image, text], sdpt.mask: [release, release]}]}");
    refused("spec x, SDPT, modal = text, mask = release: sdpt: modal is text", "1 problem");
    spec("methods: [{method: maple, settings: {n: 6, init: normal}}]");
    assertThat(plan()).as(told).isEqualTo(ExitCode.OK);
    spec("methods: [maple]");
    assertThat(plan("--set", "maple.n=6", "--set", "maple.init=normal"))
        .as(told)
        .isEqualTo(ExitCode.OK);
    assertThat(plan("--set", "maple.n=6")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told).contains("spec x, MaPLe, n = 6: maple: n is 6, but init words has 4");
  }

  @Test
  void aCheckpointThatIsNoneOrAnothersIsNamed() throws IOException {
    Path checkpoint =
        Files.createDirectories(data.resolve("weights"))
            .resolve("glip_tiny_model_o365_goldg_cc_sbu.pth");
    spec("methods: [zero-shot]", "model: glip-t");
    assertThat(plan()).isEqualTo(ExitCode.OK);
    assertThat(told).contains("missing: weights glip-t");
    assertThat(told).contains("./sdptbench datasets fetch glip-t --data DIR");
    String mend = "./sdptbench datasets fetch glip-t --data " + data;
    Path part = Files.writeString(Path.of(checkpoint + ".part"), "PK");
    assertThat(plan()).isEqualTo(ExitCode.OK);
    assertThat(told).contains(checkpoint + " is there in part; " + mend);
    Files.delete(part);
    Files.writeString(checkpoint, "hello");
    refused(checkpoint + ": ", "starts with 68656c6c6f", mend);
    Files.writeString(checkpoint, "<!DOCTYPE html>");
    refused(checkpoint + ": ", "a page of HTML", mend);
    Files.delete(checkpoint);
    Files.createDirectory(checkpoint);
    refused(checkpoint + ": found a folder", mend);
    Files.delete(checkpoint);
    Files.writeString(checkpoint, "hello");
    Path tiny = Path.of(System.getProperty("sdptbench.shared", "")).resolve("golden/pth-tiny.pth");
    assumeTrue(Files.exists(tiny), () -> "no " + tiny + ": checkpoints of another model not tried");
    Files.delete(checkpoint);
    Files.copy(tiny, checkpoint);
    refused(checkpoint + " does not fit the model", " missing:", " unknown to the model:");
    assertThat(told.lines().count()).as("a long list is cut").isLessThan(100);
  }

  @Test
  void everyOfficialModelCanBeNamedAndMethodsAreJudgedByIt() throws IOException {
    for (String model : List.of("glip-t", "glip-l", "glip-t-a", "glip-t-b", "glip-t-c")) {
      spec("methods: [zero-shot, bitfit]", "model: " + model);
      assertThat(plan()).as(told).isEqualTo(ExitCode.OK);
      assertThat(told).contains("missing: weights " + model, "./sdptbench datasets fetch " + model);
    }
    spec("methods:", "  - sdpt", "model: glip-t-a");
    refused("sdpt: its tokens act in fusion layers, and glip-t-a has none", "1 problem");
    spec(
        "methods:",
        "  - {method: sdpt, settings: {k: 10}}",
        "  - {method: sdpt, label: other, settings: {k: 200, mask: release}}",
        "model: glip-t-a");
    refused("sdpt: its tokens act in fusion layers", "\n1 problem"); // no setting is to blame
    spec("methods:", "  - sdpt", "model: glip-t-c");
    assertThat(plan()).as(told).isEqualTo(ExitCode.OK);
  }

  @Test
  void aRecipeForPreTrainingWithMistakesRunsNothing() throws IOException {
    Path recipe = folder.resolve("pretrain.yaml");
    Path ours = Scales.experiments().resolve("pretrain-mini.yaml");
    Files.writeString(recipe, Files.readString(ours).replace("clipNorm", "clipnorm"));
    Path out = folder.resolve("out");
    assertThat(command("pretrain", recipe.toString(), "--out", out.toString()))
        .isEqualTo(ExitCode.USER_ERROR);
    assertThat(told)
        .contains("unknown key 'clipnorm', did you mean 'clipNorm'?", "missing key 'clipNorm'")
        .contains("2 problems, nothing has run.");
    assertThat(out).doesNotExist();
    assertThat(command("pretrain", folder.resolve("none.yaml").toString()))
        .isEqualTo(ExitCode.USER_ERROR);
    assertThat(told.toLowerCase(Locale.ROOT)).contains("none.yaml: no such file");
  }
}
