package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.testing.CommandRun;
import org.sdptbench.harness.testing.OwnReef;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.reports.record.RunRecord;

/** A user's photographs lie somewhere; the folder of data elsewhere. */
class DatasetsAddCommandTest {
  private final OwnReef reef;
  private final Path photos;
  private final Path data;
  private final Path yaml;
  private final CommandRun commands = CommandRun.ofProduct();
  private String told = "";

  DatasetsAddCommandTest(@TempDir Path folder) {
    this.reef = new OwnReef(folder.resolve("my photos"));
    this.photos = reef.data().resolve("own/reef");
    this.data = folder.resolve("data");
    this.yaml = data.resolve("own/fish.yaml");
  }

  @BeforeEach
  void write() throws IOException {
    reef.write();
    Files.createDirectories(data);
  }

  private int command(String... arguments) {
    int code = commands.run((Object[]) arguments);
    told = commands.told();
    return code;
  }

  private int add(String... more) {
    List<String> all = new ArrayList<>(List.of("datasets", "add", "fish", photos.toString()));
    all.addAll(List.of("--data", data.toString()));
    all.addAll(List.of(more));
    return command(all.toArray(String[]::new));
  }

  private int comparison(String command, String... more) {
    List<String> all = new ArrayList<>(List.of(command, "comparison"));
    all.addAll(List.of("--methods", "SDPT (k = 10)", "--seeds", "1", "--set", "task=own/fish"));
    all.addAll(List.of("--data", data.toString()));
    all.addAll(List.of("--experiments", Scales.experiments().toString()));
    all.addAll(List.of(more));
    return command(all.toArray(String[]::new));
  }

  private Datasets datasets() throws IOException {
    return new Datasets(Optional.of(data));
  }

  @Test
  void aFolderBecomesATaskWithoutBeingCopied() throws IOException {
    assertThat(add()).as(told).isEqualTo(ExitCode.OK);
    assertThat(told)
        .contains("train: 2 images, 2 objects of 2 classes")
        .contains("Added: " + yaml + " says where own/fish lies.")
        .contains("./sdptbench run comparison --quick --set task=own/fish --data " + data);
    assertThat(Files.readAllLines(yaml))
        .containsExactly(
            "# Made by ./sdptbench datasets add; paths may be from this folder.",
            line("train"),
            line("valid"),
            line("test"));
    TaskSplits task = datasets().open("own/fish");
    assertThat(task.train().name()).isEqualTo("own/fish/train");
    assertThat(task.test().images()).hasSize(2);
    assertThat(task.train().pixels().read(task.train().images().get(0)).width()).isEqualTo(100);
    assertThat(comparison("plan", "--runs", data.resolve("runs").toString())).as(told).isZero();
    assertThat(told).contains("own/fish").doesNotContain("missing");
  }

  private String line(String split) {
    return "%s: {annotations: \"%s\", images: \"%s\"}"
        .formatted(
            split, photos.resolve(split).resolve("_annotations.coco.json"), photos.resolve(split));
  }

  @Test
  void splitsAreChosenByNameOrFile() throws IOException {
    Path more = photos.resolve("train/more.json");
    Files.copy(photos.resolve("train/_annotations.coco.json"), more);
    assertThat(add("--train", "test", "--valid", "valid", "--test", more.toString()))
        .as(told)
        .isEqualTo(ExitCode.OK);
    assertThat(Files.readString(yaml))
        .contains("train: {annotations: \"" + photos.resolve("test/_annotations.coco.json"))
        .contains("test: {annotations: \"" + more);
    assertThat(datasets().digest("own/fish")).isPresent();
  }

  @Test
  void withoutATestSplitWhatIsValidatedOnIsTestedOn() throws IOException {
    Files.delete(photos.resolve("test/_annotations.coco.json"));
    assertThat(add()).as(told).isEqualTo(ExitCode.OK);
    assertThat(told).contains("No test split: it is tested on what it is validated on.");
    TaskSplits task = datasets().open("own/fish");
    assertThat(task.test().images()).isEqualTo(task.validation().images());
    Files.delete(yaml);
    Files.delete(photos.resolve("valid/_annotations.coco.json"));
    assertThat(add()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told)
        .contains("no split there has a name for it; allowed: --valid SPLIT with one of [train]");
  }

  @Test
  void whatIsWrongIsNotAdded() throws IOException {
    Files.delete(photos.resolve("test/a.png"));
    assertThat(add()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told).contains("a.png: found no such file", "Not added: 1 problem to mend.");
    assertThat(yaml).doesNotExist();
    reef.write();
    reef.annotate("train", OwnReef.CLASSES);
    assertThat(add()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told).contains("found no object to train on among 0");
    assertThat(yaml).doesNotExist();
  }

  @Test
  void mistakesInTheCommandLineAreToldKindly() throws IOException {
    assertThat(add("--train", "trian")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told).contains("--train: unknown split 'trian'", "did you mean 'train'?");
    assertThat(command("datasets", "add", "a/b", photos.toString(), "--data", data.toString()))
        .isEqualTo(ExitCode.USER_ERROR);
    assertThat(told).contains("a/b: not a name of a task; allowed: up to 64 letters");
    Files.createDirectories(data.resolve("own/fish"));
    assertThat(add()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told).contains(data.resolve("own/fish") + " is there already; allowed: another");
  }

  @Test
  void mistakesInTheFileAreReportedByLine() throws IOException {
    assertThat(add()).isEqualTo(ExitCode.OK);
    String good = Files.readString(yaml);
    Files.writeString(yaml, good.replace("images", "image").replace("test:", "tests:"));
    assertThat(comparison("plan")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told)
        .contains(yaml + ":2:", "unknown key 'image'", "did you mean 'images'?")
        .contains(yaml + ":4:1: unknown key 'tests'", "missing key 'test'");
    Files.writeString(yaml, good.replace("_annotations.coco.json", "gone.json"));
    assertThat(comparison("plan", "--runs", data.resolve("runs").toString())).as(told).isZero();
    assertThat(told)
        .contains(
            "%s names %s, which is not there".formatted(yaml, photos.resolve("train/gone.json")));
    Files.writeString(yaml, good);
    Files.createDirectories(data.resolve("own/fish"));
    assertThat(comparison("plan")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(told).contains("are both called own/fish; rename one of them");
  }

  @Test
  @Tag("slow")
  void itIsRun() throws IOException {
    assertThat(add()).as(told).isEqualTo(ExitCode.OK);
    Path out = data.resolve("out");
    int code =
        comparison(
            "run",
            "--out",
            out.toString(),
            "--set",
            "recipe.steps=2",
            "--set",
            "recipe.batchSize=2",
            "--workers",
            "1");
    assertThat(code).as(told).isZero();
    assertThat(new RunStore(out.resolve("runs")).all())
        .singleElement()
        .satisfies(record -> assertThat(record.outcome()).isEqualTo(RunRecord.Outcome.COMPLETED));
    assertThat(Files.readString(out.resolve("tables/runs.csv"))).contains("own/fish");
  }
}
