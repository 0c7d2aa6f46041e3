package org.sdptbench.harness.data.coco;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.DatasetException;
import org.sdptbench.harness.data.DatasetProblems;
import org.sdptbench.harness.data.SplitDigests;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.data.TrainingBoxes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Where the splits of a task lie, all of them in COCO's form. Two of them may be the same.
 *
 * @param train for training
 * @param validation for selection and training curves
 * @param test for the final numbers only
 */
public record TaskFiles(SplitFiles train, SplitFiles validation, SplitFiles test) {
  private static final Logger LOG = LoggerFactory.getLogger(TaskFiles.class);

  /** The first annotation file that is not there; empty if all are. */
  public Optional<Path> missing() {
    return missing(Stream.of(train, validation, test));
  }

  /** The first annotation file that a test needs and that is not there; empty if all are. */
  private Optional<Path> missingForTests() {
    return missing(Stream.of(validation, test));
  }

  private static Optional<Path> missing(Stream<SplitFiles> splits) {
    return splits
        .map(SplitFiles::annotations)
        .filter(file -> !Files.isRegularFile(file))
        .findFirst();
  }

  /**
   * What to do about a missing annotation file, for people.
   *
   * @param root folder that the message names
   */
  public String remedy(Path root) {
    return remedy(root, missing());
  }

  /** As {@link #remedy}, about what a test needs. */
  public String testRemedy(Path root) {
    return remedy(root, missingForTests());
  }

  private static String remedy(Path root, Optional<Path> missing) {
    return missing
        .map(file -> "%s has no %s".formatted(root, root.relativize(file)))
        .orElse("%s is complete".formatted(root));
  }

  /**
   * The digest of all splits, each once. What training will not take as it is annotated is said on
   * the way.
   *
   * @param known digests of single splits
   * @return empty if an annotation file is not there
   * @throws DatasetException with all that is wrong with annotations and images, or if the splits
   *     do not fit together
   * @throws IOException if a file cannot be read
   */
  public Optional<String> digest(SplitDigests known) throws IOException {
    if (missing().isPresent()) {
      return Optional.empty();
    }
    Map<SplitFiles, CocoFile> files = new LinkedHashMap<>();
    String digests = digests(distinct(), files, known);
    TaskSplits splits = splits(files);
    TrainingBoxes.of(splits.train()).describe().ifPresent(LOG::warn);
    return Optional.of(Sha256.of(digests));
  }

  /**
   * The digest of the splits that a test may read, each once.
   *
   * @param known digests of single splits
   * @return empty if an annotation file is not there
   * @throws DatasetException as {@link #digest}
   * @throws IOException if a file cannot be read
   */
  public Optional<String> testDigest(SplitDigests known) throws IOException {
    if (missingForTests().isPresent()) {
      return Optional.empty();
    }
    Map<SplitFiles, CocoFile> files = new LinkedHashMap<>();
    String digests = digests(tested(), files, known);
    testedSplits(files);
    return Optional.of(Sha256.of(digests));
  }

  /** A line for each split, whose annotations are left among the files. */
  private static String digests(
      Set<SplitFiles> splits, Map<SplitFiles, CocoFile> files, SplitDigests known)
      throws IOException {
    StringBuilder digests = new StringBuilder();
    DatasetProblems problems = new DatasetProblems();
    for (SplitFiles split : splits) {
      try {
        CocoFile file = split.read();
        files.put(split, file);
        digests.append(split.digest(file, known)).append('\n');
      } catch (DatasetException e) {
        problems.add(e);
      }
    }
    problems.throwIfAny();
    return digests.toString();
  }

  /**
   * Opens the splits, each once. Where the test split says what LVIS adds, it is evaluated as LVIS
   * is. All have the classes of the training split, matched by name.
   *
   * @throws DatasetException if files are missing or the annotations are wrong, or if the splits do
   *     not fit together; lists all of it
   * @throws IOException if an annotation file cannot be read
   */
  public TaskSplits open() throws IOException {
    Map<SplitFiles, CocoFile> files = new LinkedHashMap<>();
    for (SplitFiles split : distinct()) {
      files.put(split, split.read());
    }
    return splits(files);
  }

  /**
   * Opens the splits that a test may read; the training split is empty, and the classes are those
   * of the test split.
   *
   * @throws DatasetException as {@link #open}
   * @throws IOException if an annotation file cannot be read
   */
  public TaskSplits openTested() throws IOException {
    Map<SplitFiles, CocoFile> files = new LinkedHashMap<>();
    for (SplitFiles split : tested()) {
      files.put(split, split.read());
    }
    return testedSplits(files);
  }

  private TaskSplits testedSplits(Map<SplitFiles, CocoFile> files) throws DatasetException {
    CocoFile own = of(files, test);
    TaskClasses classes = new TaskClasses(test.annotations(), own.categories());
    CocoFile selecting = classes.of(validation.annotations(), of(files, validation));
    CocoFile nothing = new CocoFile(own.categories(), List.of(), List.of(), Optional.empty());
    return new TaskSplits(
        train.dataset(nothing), validation.dataset(selecting), test.dataset(own), own.federation());
  }

  private Set<SplitFiles> tested() {
    return new LinkedHashSet<>(List.of(test, validation));
  }

  private Set<SplitFiles> distinct() {
    Set<SplitFiles> splits = new LinkedHashSet<>(List.of(train, validation));
    splits.add(test);
    return splits;
  }

  /** The splits with the training split's classes. */
  private TaskSplits splits(Map<SplitFiles, CocoFile> files) throws DatasetException {
    CocoFile trained = of(files, train);
    TaskClasses classes = new TaskClasses(train.annotations(), trained.categories());
    Map<SplitFiles, CocoFile> matched = new LinkedHashMap<>();
    DatasetProblems problems = new DatasetProblems();
    for (Map.Entry<SplitFiles, CocoFile> split : files.entrySet()) {
      try {
        matched.put(split.getKey(), classes.of(split.getKey().annotations(), split.getValue()));
      } catch (DatasetException e) {
        problems.add(e);
      }
    }
    boolean nothing =
        TrainingBoxes.of(train.dataset(trained)).data().annotations().stream()
            .allMatch(Annotation::crowd);
    if (nothing) {
      problems.add(
          train.annotations(),
          "/annotations",
          "no object to train on among %s".formatted(trained.annotations().size()),
          "at least one that is no crowd and reaches into its image");
    }
    problems.throwIfAny();
    return new TaskSplits(
        train.dataset(of(matched, train)),
        validation.dataset(of(matched, validation)),
        test.dataset(of(matched, test)),
        of(matched, test).federation());
  }

  private static CocoFile of(Map<SplitFiles, CocoFile> files, SplitFiles split) {
    return Objects.requireNonNull(files.get(split));
  }
}
