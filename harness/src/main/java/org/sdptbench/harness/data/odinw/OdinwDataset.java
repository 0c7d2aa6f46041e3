package org.sdptbench.harness.data.odinw;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.sdptbench.glip.text.ClassPrompt;
import org.sdptbench.harness.data.DatasetException;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.WrittenPrompts;
import org.sdptbench.harness.data.coco.SplitFiles;
import org.sdptbench.harness.data.coco.TaskClasses;
import org.sdptbench.harness.spec.SplitSizes;

/**
 * A data set of ODinW-13 (Li et al., GLIP, CVPR 2022, table 9) and where it lies below the {@code
 * odinw} folder (GLIP, {@code DATASETS.REGISTER} in configs/odinw_13 and configs/odinw_35).
 */
public enum OdinwDataset {
  /** Boats, cars and docks from the air. */
  AERIAL_MARITIME_DRONE("AerialMaritimeDrone", "AerialMaritimeDrone/large", 52, 15, 7),
  /** Fish and birds of an aquarium. */
  AQUARIUM("Aquarium", "Aquarium/Aquarium Combined.v2-raw-1024.coco", 448, 127, 63),
  /** Rabbits. */
  COTTONTAIL_RABBITS("CottontailRabbits", "CottontailRabbits", 1980, 19, 10),
  /** Hands, seen by their owners. */
  EGO_HANDS("EgoHands", "EgoHands/generic", 3840, 480, 480),
  /** Mushrooms of North America. */
  NORTH_AMERICA_MUSHROOMS(
      "NorthAmericaMushrooms",
      "NorthAmericaMushrooms/North American Mushrooms.v1-416x416.coco",
      41,
      5,
      5),
  /** Packages on porches. */
  PACKAGES("Packages", "Packages/Raw", 19, 4, 3),
  /** PASCAL VOC 2012; its test split is its validation split. */
  PASCAL_VOC("PascalVOC", "PascalVOC", 13_690, 3422, 3422),
  /** Pistols; all splits in one folder. */
  PISTOLS("pistols", "pistols/export", 2377, 297, 297),
  /** Holes in roads. */
  POTHOLE("pothole", "pothole", 465, 133, 67),
  /** Raccoons. */
  RACCOON("Raccoon", "Raccoon/Raccoon.v2-raw.coco", 150, 29, 17),
  /** Crabs, lobsters and shrimps. */
  SHELLFISH("ShellfishOpenImages", "ShellfishOpenImages/raw", 406, 116, 58),
  /** Dogs and people in infra-red. */
  THERMAL_DOGS_AND_PEOPLE("thermalDogsAndPeople", "thermalDogsAndPeople", 142, 41, 20),
  /** Vehicles. */
  VEHICLES("VehiclesOpenImages", "VehiclesOpenImages/416x416", 878, 250, 126);

  private static final List<Integer> SHOTS = List.of(1, 3, 5, 10);
  private static final List<Integer> SEEDS = List.of(3, 30, 300);
  private static final String ANNOTATIONS = "annotations_without_background.json";

  private final String title;
  private final String folder;
  private final SplitSizes sizes;

  OdinwDataset(String title, String folder, int training, int validation, int test) {
    this.title = title;
    this.folder = folder;
    this.sizes = new SplitSizes(training, validation, test);
  }

  /** How large it is (GLIP, table 9). */
  SplitSizes sizes() {
    return sizes;
  }

  /** Name in tables and folders, e.g. {@code Aquarium}. */
  public String title() {
    return title;
  }

  /**
   * The data set of a title.
   *
   * @throws IllegalArgumentException if there is none; the message lists all
   */
  public static OdinwDataset of(String title) {
    return Arrays.stream(values())
        .filter(d -> d.title.equals(title))
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "ODinW data set: found '%s'; allowed: one of %s"
                        .formatted(
                            title, Arrays.stream(values()).map(OdinwDataset::title).toList())));
  }

  /**
   * What GLIP's authors wrote for its classes in configs/odinw_35 ({@code OVERRIDE_CATEGORY},
   * {@code CAPTION_PROMPT}): names for two sets, words around names for four. The thirteen sets'
   * own configurations, configs/odinw_13, which SDPT's release reads, have none of it.
   */
  public WrittenPrompts writtenPrompts() {
    return new WrittenPrompts(
        switch (this) {
          case AQUARIUM ->
              Map.of(
                  "fish", new ClassPrompt(" ", "fish", ""),
                  "penguin", new ClassPrompt("", "penguin", " , which is black and white"),
                  "puffin", new ClassPrompt("", "puffin", " with orange beaks "),
                  "stingray", new ClassPrompt("", "stingray", " which is flat and round"));
          case COTTONTAIL_RABBITS -> Map.of("Cottontail-Rabbit", new ClassPrompt("", "rabbit", ""));
          case EGO_HANDS -> Map.of("hand", new ClassPrompt(" ", "hand", " of a person"));
          case NORTH_AMERICA_MUSHROOMS ->
              Map.of(
                  "CoW", new ClassPrompt("", "flat mushroom", ""),
                  "chanterelle", new ClassPrompt("", "yellow mushroom", ""));
          case PACKAGES ->
              Map.of("package", new ClassPrompt("there is a ", "package", " on the porch"));
          case POTHOLE ->
              Map.of("pothole", new ClassPrompt("there are some ", "holes", " on the road"));
          default -> Map.of();
        });
  }

  /** The splits it has. */
  public Set<OdinwSplit> splits() {
    return this == EGO_HANDS || this == VEHICLES
        ? EnumSet.allOf(OdinwSplit.class)
        : EnumSet.of(OdinwSplit.TRAIN, OdinwSplit.VAL, OdinwSplit.TEST);
  }

  /**
   * The annotation file of a split.
   *
   * @param root the {@code odinw} folder
   * @throws IllegalArgumentException if it has no such split
   */
  public Path annotationFile(Path root, OdinwSplit split) {
    return this == PISTOLS
        ? imageFolder(root, split).resolve(split.label() + "_" + ANNOTATIONS)
        : imageFolder(root, split).resolve(ANNOTATIONS);
  }

  /**
   * The annotation file that GLIP's authors drew for few-shot training, beside the full one.
   *
   * @param root the {@code odinw} folder
   * @param shots 1, 3, 5 or 10
   * @param seed 3, 30 or 300
   * @throws IllegalArgumentException if there is no such file by GLIP's configurations
   */
  public Path fewShotFile(Path root, OdinwSplit split, int shots, int seed) {
    if (!SHOTS.contains(shots) || !SEEDS.contains(seed) || split == OdinwSplit.TEST) {
      throw new IllegalArgumentException(
          "few-shot file: found split %s, shots %s, seed %s; allowed: splits but test, shots %s,"
                  .formatted(split.label(), shots, seed, SHOTS)
              + " seeds "
              + SEEDS);
    }
    return imageFolder(root, split)
        .resolve("fewshot_%s_shot%s_seed%s.json".formatted(split.label(), shots, seed));
  }

  /**
   * The image folder of a split.
   *
   * @param root the {@code odinw} folder
   * @throws IllegalArgumentException if it has no such split
   */
  public Path imageFolder(Path root, OdinwSplit split) {
    if (!splits().contains(split)) {
      throw new IllegalArgumentException(
          "split of %s: found %s; allowed: one of %s".formatted(title, split, splits()));
    }
    Path own = root.resolve(folder);
    if (this == PISTOLS) {
      return own;
    }
    boolean sharedTest = this == PASCAL_VOC && split == OdinwSplit.TEST;
    return own.resolve(sharedTest ? OdinwSplit.VAL.folder() : split.folder());
  }

  /**
   * Opens a split.
   *
   * @param root the {@code odinw} folder
   * @throws DatasetException if files are missing or the annotations are wrong; lists all of it
   * @throws IOException if the annotation file cannot be read
   */
  public DetectionDataset open(Path root, OdinwSplit split) throws IOException {
    return files(root, split).open();
  }

  /**
   * Where a split lies.
   *
   * @param root the {@code odinw} folder
   * @throws IllegalArgumentException if it has no such split
   */
  SplitFiles files(Path root, OdinwSplit split) {
    return new SplitFiles(
        "odinw13/%s/%s".formatted(title, split.label()),
        annotationFile(root, split),
        imageFolder(root, split));
  }

  /**
   * The few-shot draws of GLIP's authors for training that are there, in the order of shots and
   * seeds.
   *
   * @param root the {@code odinw} folder
   */
  List<Path> fewShotFiles(Path root) {
    List<Path> files = new ArrayList<>();
    for (int shots : SHOTS) {
      for (int seed : SEEDS) {
        files.add(fewShotFile(root, OdinwSplit.TRAIN, shots, seed));
      }
    }
    return files.stream().filter(Files::isRegularFile).toList();
  }

  /**
   * Opens the few-shot draw of GLIP's authors for training.
   *
   * @param root the {@code odinw} folder
   * @param train the whole training split
   * @return empty if there is no such draw
   * @throws DatasetException if images are missing, the annotations are wrong or of other classes
   *     than those of the whole; lists all of it
   * @throws IOException if the annotation file cannot be read
   */
  public Optional<DetectionDataset> openFewShot(
      Path root, DetectionDataset train, int shots, long seed) throws IOException {
    if (!SHOTS.contains(shots) || seed > Integer.MAX_VALUE || !SEEDS.contains((int) seed)) {
      return Optional.empty();
    }
    Path file = fewShotFile(root, OdinwSplit.TRAIN, shots, (int) seed);
    if (!Files.isRegularFile(file)) {
      return Optional.empty();
    }
    SplitFiles drawn =
        new SplitFiles(
            "odinw13/%s/train, %s shots, seed %s".formatted(title, shots, seed),
            file,
            imageFolder(root, OdinwSplit.TRAIN));
    Path whole = annotationFile(root, OdinwSplit.TRAIN);
    return Optional.of(drawn.open(new TaskClasses(whole, train.categories())));
  }
}
