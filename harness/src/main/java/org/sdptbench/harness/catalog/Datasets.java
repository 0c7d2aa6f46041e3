package org.sdptbench.harness.catalog;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.harness.data.DatasetDigest;
import org.sdptbench.harness.data.DatasetException;
import org.sdptbench.harness.data.DatasetProblems;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageFolder;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.coco.CocoDataset;
import org.sdptbench.harness.data.odinw.OdinwDataset;
import org.sdptbench.harness.data.odinw.OdinwSplit;
import org.sdptbench.harness.data.picto.Picto;
import org.sdptbench.harness.data.picto.PictoLock;
import org.sdptbench.harness.data.picto.PictoTask;
import org.sdptbench.harness.data.picto.Split;
import org.sdptbench.harness.spec.DatasetCatalog;

/** Embedded and real data sets by name. */
public final class Datasets implements DatasetCatalog {
  private static final String ODINW = "odinw";
  private static final String COCO = "coco";
  private static final List<OdinwSplit> ODINW_SPLITS =
      List.of(OdinwSplit.TRAIN, OdinwSplit.VAL, OdinwSplit.TEST);

  private final Optional<Path> data;
  private final Picto picto;
  private final PictoLock lock;

  /**
   * The data sets.
   *
   * @param data folder of real data: {@code odinw/}, {@code coco/}
   */
  public Datasets(Optional<Path> data) throws IOException {
    this.data = data;
    this.picto = Picto.open(Picto.DEFAULT_SIDE);
    this.lock = PictoLock.embedded();
  }

  @Override
  public List<String> names() {
    List<String> names = new ArrayList<>();
    picto.tasks().stream().map(PictoTask::name).forEach(names::add);
    for (OdinwDataset dataset : OdinwDataset.values()) {
      names.add(ODINW + "/" + dataset.title());
    }
    names.add(COCO);
    names.add("lvis");
    return names;
  }

  @Override
  public Optional<String> digest(String name) throws IOException {
    Optional<OdinwDataset> real = odinw(name);
    if (real.isPresent()) {
      Optional<Path> root = root().filter(folder -> present(real.get(), folder));
      return root.isEmpty() ? Optional.empty() : Optional.of(digest(real.get(), root.get()));
    }
    Optional<PictoTask> task = embedded(name);
    if (task.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder splits = new StringBuilder();
    for (Split split : Split.values()) {
      splits.append(lock.sha256(task.get(), split)).append('\n');
    }
    return Optional.of(Sha256.of(splits.toString()));
  }

  @Override
  public List<String> classes(String name) {
    return embedded(name).map(PictoTask::classes).orElse(List.of());
  }

  /**
   * Opens a data set.
   *
   * @throws IOException if it is missing, damaged, or not the pinned one; the message says which
   */
  public TaskSplits open(String name) throws IOException {
    Optional<OdinwDataset> real = odinw(name);
    if (real.isPresent()) {
      Path root =
          root()
              .orElseThrow(
                  () -> new IOException("%s needs --data DIR with DIR/odinw".formatted(name)));
      OdinwDataset dataset = real.get();
      return new TaskSplits(
          dataset.open(root, OdinwSplit.TRAIN),
          dataset.open(root, OdinwSplit.VAL),
          dataset.open(root, OdinwSplit.TEST));
    }
    if (name.equals(COCO) && data.isPresent()) {
      Path root = data.get().resolve(COCO);
      DetectionDataset val = CocoDataset.open(root, "val2017");
      return new TaskSplits(CocoDataset.open(root, "train2017"), val, val);
    }
    PictoTask task = picto.task(name);
    DetectionDataset test = task.split(Split.TEST);
    TaskSplits splits =
        new TaskSplits(
            task.split(Split.TRAIN), task.split(Split.VALIDATION), test, task.federation(test));
    lock.verify(splits.train());
    lock.verify(splits.validation());
    lock.verify(splits.test());
    return splits;
  }

  private Optional<PictoTask> embedded(String name) {
    return picto.tasks().stream().filter(task -> task.name().equals(name)).findFirst();
  }

  private Optional<Path> root() {
    return data.map(folder -> folder.resolve(ODINW));
  }

  private static Optional<OdinwDataset> odinw(String name) {
    return name.startsWith(ODINW + "/")
        ? Optional.of(OdinwDataset.of(name.substring(ODINW.length() + 1)))
        : Optional.empty();
  }

  private static boolean present(OdinwDataset dataset, Path root) {
    return ODINW_SPLITS.stream()
        .allMatch(split -> Files.isRegularFile(dataset.annotationFile(root, split)));
  }

  /** The digest of all splits, whose annotations and images are looked at on the way. */
  private static String digest(OdinwDataset dataset, Path root) throws IOException {
    StringBuilder splits = new StringBuilder();
    DatasetProblems problems = new DatasetProblems();
    for (OdinwSplit split : ODINW_SPLITS) {
      ImageFolder folder = new ImageFolder(dataset.imageFolder(root, split));
      try {
        List<ImageInfo> images = dataset.open(root, split).images();
        for (ImageInfo image : images) {
          check(folder, image, problems);
        }
        splits
            .append(DatasetDigest.sha256(dataset.annotationFile(root, split), folder, images))
            .append('\n');
      } catch (DatasetException e) {
        problems.add(e);
      }
    }
    problems.throwIfAny();
    return Sha256.of(splits.toString());
  }

  private static void check(ImageFolder folder, ImageInfo image, DatasetProblems problems) {
    try {
      folder.check(image);
    } catch (DatasetException e) {
      problems.add(e);
    }
  }

  @Override
  public String remedy(String name) {
    Optional<OdinwDataset> real = odinw(name);
    if (real.isEmpty()) {
      return "this version does not run on it";
    }
    return root()
        .map(
            folder ->
                "%s has no %s"
                    .formatted(
                        folder,
                        folder.relativize(
                            ODINW_SPLITS.stream()
                                .map(split -> real.get().annotationFile(folder, split))
                                .filter(file -> !Files.isRegularFile(file))
                                .findFirst()
                                .orElseThrow())))
        .orElse("give the folder that holds it as --data DIR");
  }
}
