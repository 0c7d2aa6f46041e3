package org.sdptbench.harness.data.picto;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVRecord;
import org.sdptbench.glip.names.NearestName;

/** The embedded data: the way in to all suites. Safe for use by several threads. */
public final class Picto {
  /** Width and height of the pictures for which digests are pinned. */
  public static final int DEFAULT_SIDE = 128;

  private static final String BASE_NOUN = "noun:";

  private final PictoPretrain pretrain;
  private final Map<String, PictoTask> tasks;

  private Picto(PictoPretrain pretrain, Map<String, PictoTask> tasks) {
    this.pretrain = pretrain;
    this.tasks = tasks;
  }

  /**
   * Opens the suites.
   *
   * @param side width and height of the pictures in pixels, 32 to 1024
   * @throws IOException if a table of classes is missing; the message names it
   */
  public static Picto open(int side) throws IOException {
    if (side < 32 || side > 1024) {
      throw new IllegalArgumentException(
          "side %s of Picto's pictures: allowed are 32 to 1024 pixels".formatted(side));
    }
    Pictographs pictographs = new Pictographs();
    List<ClassDrawings> nouns = PictoPretrain.baseNouns();
    Map<String, List<ClassDrawings>> classes = taskClasses(nouns);
    Map<String, PictoTask> tasks = new LinkedHashMap<>();
    for (TaskSpec spec : TaskSpecs.all()) {
      List<ClassDrawings> own = classes.getOrDefault(spec.name(), List.of());
      tasks.put(spec.name(), new PictoTask(pictographs, side, spec, own));
    }
    return new Picto(
        new PictoPretrain(pictographs, side, nouns), Collections.unmodifiableMap(tasks));
  }

  /** Reads the table of the tasks' classes; {@code noun:NAME} stands for a base noun's drawings. */
  private static Map<String, List<ClassDrawings>> taskClasses(List<ClassDrawings> nouns)
      throws IOException {
    Map<String, List<String>> base = new LinkedHashMap<>();
    nouns.forEach(n -> base.put(BASE_NOUN + n.name().replace(' ', '_'), n.drawings()));
    Map<String, List<ClassDrawings>> classes = new LinkedHashMap<>();
    for (CSVRecord row : Resources.csv("/picto/tasks.csv")) {
      ClassDrawings listed = ClassDrawings.parse(row.get("class"), row.get("drawings"));
      List<String> drawings =
          listed.drawings().stream()
              .flatMap(id -> base.getOrDefault(id, List.of(id)).stream())
              .toList();
      classes
          .computeIfAbsent(row.get("task"), t -> new ArrayList<>())
          .add(new ClassDrawings(listed.name(), drawings));
    }
    return classes;
  }

  /** The suite {@code picto-pretrain}. */
  public PictoPretrain pretrain() {
    return pretrain;
  }

  /** All tasks: the old one, the long tail, the thirteen new ones, and the two for tuning. */
  public List<PictoTask> tasks() {
    return List.copyOf(tasks.values());
  }

  /** The thirteen tasks of {@code picto-odinw13}. */
  public List<PictoTask> odinw13() {
    return suite(TaskSpecs.ODINW);
  }

  /** The two tasks of {@code picto-tuning}, whose results no table shows. */
  public List<PictoTask> tuning() {
    return suite(TuningSpecs.SUITE);
  }

  private List<PictoTask> suite(String name) {
    return tasks.values().stream().filter(t -> t.name().startsWith(name + "/")).toList();
  }

  /**
   * Returns a task.
   *
   * @param name full name, e.g. {@code picto-coco} or {@code picto-odinw13/Aquarium}
   * @throws IllegalArgumentException if there is none; the message names the nearest
   */
  public PictoTask task(String name) {
    PictoTask task = tasks.get(name);
    if (task == null) {
      throw new IllegalArgumentException(
          "unknown task %s%s".formatted(name, NearestName.hint(name, tasks.keySet())));
    }
    return task;
  }

  /** Names of all splits whose digests are pinned, with their data, rendered when asked for. */
  Stream<PinnedSplit> pinned() {
    Stream<PinnedSplit> training =
        Stream.of(
            new PinnedSplit(
                PictoPretrain.NAME + "/train", () -> pretrain.train(PinnedSplit.STREAM_SCENES)),
            new PinnedSplit(PictoPretrain.NAME + "/val", pretrain::validation),
            new PinnedSplit(PictoPretrain.NAME + "/test", pretrain::test));
    Stream<PinnedSplit> parts =
        tasks.values().stream()
            .flatMap(
                t ->
                    Stream.of(Split.values())
                        .map(s -> new PinnedSplit(t.name() + "/" + s.folder(), () -> t.split(s))));
    return Stream.concat(training, parts);
  }
}
