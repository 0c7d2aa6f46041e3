package org.sdptbench.harness.data.coco;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.harness.data.DatasetException;
import org.sdptbench.harness.data.DatasetProblems;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageFolder;
import org.sdptbench.harness.data.TaskSplits;

/**
 * Where the splits of a task lie, all of them in COCO's form. Two of them may be the same.
 *
 * @param train for training
 * @param validation for selection and training curves
 * @param test for the final numbers only
 */
public record TaskFiles(SplitFiles train, SplitFiles validation, SplitFiles test) {

  /** The first annotation file that is not there; empty if all are. */
  public Optional<Path> missing() {
    return Stream.of(train, validation, test)
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
    return missing()
        .map(file -> "%s has no %s".formatted(root, root.relativize(file)))
        .orElse("%s is complete".formatted(root));
  }

  /**
   * The digest of all splits, each once.
   *
   * @return empty if an annotation file is not there
   * @throws DatasetException with all that is wrong with annotations and images
   * @throws IOException if a file cannot be read
   */
  public Optional<String> digest() throws IOException {
    if (missing().isPresent()) {
      return Optional.empty();
    }
    StringBuilder digests = new StringBuilder();
    DatasetProblems problems = new DatasetProblems();
    Set<SplitFiles> splits = new LinkedHashSet<>(List.of(train, validation));
    splits.add(test);
    for (SplitFiles split : splits) {
      try {
        digests.append(split.digest()).append('\n');
      } catch (DatasetException e) {
        problems.add(e);
      }
    }
    problems.throwIfAny();
    return Optional.of(Sha256.of(digests.toString()));
  }

  /**
   * Opens the splits, each once. Where the test split says what LVIS adds, it is evaluated as LVIS
   * is.
   *
   * @throws DatasetException if files are missing or the annotations are wrong; lists all of it
   * @throws IOException if an annotation file cannot be read
   */
  public TaskSplits open() throws IOException {
    DetectionDataset trained = train.open();
    ImageFolder images = new ImageFolder(test.images());
    CocoFile tested = CocoFile.read(test.annotations(), images);
    DetectionDataset testSplit = tested.in(images, test.name());
    DetectionDataset selected = validation.equals(test) ? testSplit : validation.open();
    return new TaskSplits(trained, selected, testSplit, tested.federation());
  }
}
