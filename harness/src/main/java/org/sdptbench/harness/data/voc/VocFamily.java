package org.sdptbench.harness.data.voc;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.DatasetException;
import org.sdptbench.harness.data.DatasetFamily;
import org.sdptbench.harness.data.DatasetProblem;
import org.sdptbench.harness.data.DatasetProblems;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.SplitDigests;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.data.TrainingBoxes;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * PASCAL VOC 2012 in its own layout, in the folder {@code voc/VOCdevkit/VOC2012}, where its archive
 * unpacks to. Objects of its test split are not public: {@code val} is both validation and test.
 * ODinW has a set of its own that was converted from VOC.
 */
public final class VocFamily implements DatasetFamily {
  private static final Logger LOG = LoggerFactory.getLogger(VocFamily.class);

  /** Scales call roles voc. */
  private static final String NAME = "voc2012";

  private static final List<String> SETS = List.of("train", "val");
  private static final String FOLDER = "voc/VOCdevkit/VOC2012";

  private final Optional<VocFolder> folder;
  private final SplitDigests digests;

  /**
   * VOC.
   *
   * @param data folder of real data that holds {@code voc/}; empty if there is none
   * @param digests digests of its splits
   */
  public VocFamily(Optional<Path> data, SplitDigests digests) {
    this.digests = digests;
    this.folder = data.map(root -> new VocFolder(root.resolve(FOLDER)));
  }

  @Override
  public List<String> names() {
    return List.of(NAME);
  }

  @Override
  public List<String> classes(String name) {
    return VocFolder.CLASSES;
  }

  @Override
  public Optional<String> digest(String name) throws IOException {
    if (folder.isEmpty() || missing(folder.get()).isPresent()) {
      return Optional.empty();
    }
    StringBuilder all = new StringBuilder();
    for (String set : SETS) {
      DetectionDataset split = split(folder.get(), set);
      all.append(digest(folder.get(), set, split)).append('\n');
      if (set.equals(SETS.get(0))) {
        TrainingBoxes.of(split).describe().ifPresent(LOG::warn);
      }
    }
    return Optional.of(Sha256.of(all.toString()));
  }

  @Override
  public TaskSplits open(String name) throws IOException {
    VocFolder voc =
        folder.orElseThrow(
            () -> new IOException("%s needs --data DIR with DIR/%s".formatted(name, FOLDER)));
    DetectionDataset val = split(voc, "val");
    return new TaskSplits(split(voc, "train"), val, val, Optional.empty());
  }

  @Override
  public String remedy(String name) {
    return folder
        .map(
            voc ->
                missing(voc)
                    .map(file -> "%s has no %s".formatted(voc.root(), voc.root().relativize(file)))
                    .map(found -> DatasetFamily.fetch(found, NAME))
                    .orElse("%s is complete".formatted(voc.root())))
        .orElse("give the folder that holds it as --data DIR");
  }

  private String digest(VocFolder voc, String set, DetectionDataset split) throws IOException {
    List<Path> files = new ArrayList<>(List.of(voc.list(set)));
    ids(voc, set).forEach(id -> files.add(voc.annotations(id)));
    return digests.sha256(split.name(), files, voc.images(), split.images());
  }

  private static DetectionDataset split(VocFolder voc, String set) throws IOException {
    DetectionDataset split = voc.open(NAME + "/" + set, ids(voc, set));
    List<String> classes = split.categories().stream().map(Category::name).toList();
    if (!classes.equals(VocFolder.CLASSES)) {
      throw new DatasetException(
          List.of(
              new DatasetProblem(
                  voc.list(set),
                  "",
                  "files with the classes " + String.join(", ", classes),
                  "the 20 of VOC: " + String.join(", ", VocFolder.CLASSES))),
          1);
    }
    return split;
  }

  private static List<String> ids(VocFolder voc, String set) throws IOException {
    DatasetProblems problems = new DatasetProblems();
    List<String> ids = voc.ids(set, problems);
    problems.throwIfAny();
    return ids;
  }

  private static Optional<Path> missing(VocFolder voc) {
    return SETS.stream().map(voc::list).filter(list -> !Files.isRegularFile(list)).findFirst();
  }
}
