package org.sdptbench.harness.data.own;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.DatasetException;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.data.coco.TaskFiles;
import org.sdptbench.harness.testing.OwnReef;
import org.slf4j.LoggerFactory;

/** A data set of a user's own: two images for each split, a fish and a shark in each. */
class OwnFamilyTest {
  private final Path data;
  private final OwnReef reef;

  OwnFamilyTest(@TempDir Path data) {
    this.data = data;
    this.reef = new OwnReef(data);
  }

  @BeforeEach
  void write() throws IOException {
    reef.write();
  }

  private Datasets datasets() throws IOException {
    return new Datasets(Optional.of(data));
  }

  @Test
  void aFolderIsADataSet() throws IOException {
    assertThat(datasets().names()).contains("own/reef");
    assertThat(datasets().digest("own/reef")).isPresent();
    TaskSplits task = datasets().open("own/reef");
    assertThat(task.train().name()).isEqualTo("own/reef/train");
    assertThat(task.validation().images()).hasSize(2);
    assertThat(task.test().annotations()).hasSize(2);
    assertThat(task.federation()).isEmpty();
    Files.delete(data.resolve("own/reef/valid/_annotations.coco.json"));
    assertThat(datasets().digest("own/reef")).isEmpty();
    assertThat(datasets().remedy("own/reef"))
        .endsWith("reef has no " + Path.of("valid", "_annotations.coco.json"));
    assertThat(new Datasets(Optional.empty()).names()).noneMatch(name -> name.startsWith("own/"));
  }

  @Test
  void classesAreMatchedByNameWhateverTheirIds() throws IOException {
    reef.annotate(
        "test",
        "{\"id\": 7, \"name\": \"shark\"}, {\"id\": 9, \"name\": \"fish\"}",
        OwnReef.object(1, 1, 9, "[10, 10, 30, 30]"),
        OwnReef.object(2, 2, 7, "[5, 5, 9, 9]"));
    reef.annotate(
        "valid",
        "{\"id\": 2, \"name\": \"fish\"}, {\"id\": 1, \"name\": \"shark\"}",
        OwnReef.object(1, 1, 2, "[10, 10, 30, 30]"));
    TaskSplits task = datasets().open("own/reef");
    List<Category> order = List.of(new Category(1, "fish"), new Category(2, "shark"));
    assertThat(task.train().categories()).isEqualTo(order);
    assertThat(task.validation().categories()).isEqualTo(order);
    assertThat(task.test().categories()).isEqualTo(order);
    assertThat(task.test().annotations()).isEqualTo(task.train().annotations());
    assertThat(task.validation().annotations())
        .extracting(Annotation::categoryId)
        .containsExactly(1);
  }

  @Test
  void otherClassesAreAnErrorThatListsBothSides() throws IOException {
    Path test =
        reef.annotate(
            "test",
            "{\"id\": 1, \"name\": \"fish\"}, {\"id\": 2, \"name\": \"Shark\"}",
            OwnReef.object(1, 1, 1, "[10, 10, 30, 30]"));
    Path valid = reef.annotate("valid", "{\"id\": 1, \"name\": \"fish\"}");
    String train = data.resolve("own/reef/train/_annotations.coco.json").toString();
    String[] parts = {
      "2 problems:",
      valid + ", /categories: found 1 classes, without ['shark']",
      test + ", /categories: found 2 classes, without ['shark'] but with ['Shark']",
      "allowed: the 2 classes of " + train + ", ['fish', 'shark']"
    };
    assertThatThrownBy(() -> datasets().open("own/reef"))
        .isInstanceOf(DatasetException.class)
        .hasMessageContainingAll(parts);
    assertThatThrownBy(() -> datasets().digest("own/reef"))
        .as("found by the plan")
        .hasMessageContainingAll(parts);
  }

  @Test
  void twoClassesOfOneNameCannotBeMatched() throws IOException {
    Path train =
        reef.annotate(
            "train",
            "{\"id\": 0, \"name\": \"fish\"}, {\"id\": 1, \"name\": \"fish\"}",
            OwnReef.object(1, 1, 1, "[10, 10, 30, 30]"));
    assertThatThrownBy(() -> datasets().digest("own/reef"))
        .hasMessageContaining(train + ", /categories: found 'fish' as the name of 0 and 1");
  }

  @Test
  void nothingToTrainOnIsAnError() throws IOException {
    reef.annotate("train", OwnReef.CLASSES);
    assertThatThrownBy(() -> datasets().digest("own/reef"))
        .hasMessageContaining("/annotations: found no object to train on among 0; allowed: at");
    reef.annotate("train", OwnReef.CLASSES, OwnReef.object(1, 1, 1, "[100, 0, 20, 20]"));
    assertThatThrownBy(() -> datasets().digest("own/reef"))
        .hasMessageContaining("no object to train on among 1");
    reef.write();
    reef.annotate("test", OwnReef.CLASSES);
    assertThat(datasets().digest("own/reef")).as("a test split may be empty").isPresent();
  }

  @Test
  void aBoxBeyondItsImageIsSpokenOfOnceAndEvaluatedAsAnnotated() throws IOException {
    for (String split : List.of("train", "test")) {
      reef.annotate(
          split,
          OwnReef.CLASSES,
          OwnReef.object(1, 1, 1, "[90, 10, 12, 30]"),
          OwnReef.object(2, 2, 2, "[200, 5, 9, 9]"));
    }
    Logger log = (Logger) LoggerFactory.getLogger(TaskFiles.class);
    ListAppender<ILoggingEvent> told = new ListAppender<>();
    told.start();
    log.addAppender(told);
    try {
      datasets().digest("own/reef");
    } finally {
      log.detachAppender(told);
    }
    assertThat(told.list)
        .extracting(ILoggingEvent::getFormattedMessage)
        .containsExactly(
            "own/reef/train: of 2 boxes, 2 reach beyond their images and are clipped for training,"
                + " and 1 are left out of it with no more than a pixel; evaluation takes boxes as"
                + " annotated");
    assertThat(datasets().open("own/reef").test().annotations())
        .extracting(Annotation::box)
        .containsExactly(new Box(90, 10, 12, 30), new Box(200, 5, 9, 9));
  }
}
