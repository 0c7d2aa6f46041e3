package org.sdptbench.harness.data.odinw;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.harness.data.DatasetDigest;
import org.sdptbench.harness.data.DatasetFamily;
import org.sdptbench.harness.data.SplitDigests;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.data.coco.TaskFiles;
import org.sdptbench.harness.spec.SplitSizes;

/**
 * The thirteen data sets of ODinW-13, {@code odinw/TITLE}, in the folder {@code odinw}. The
 * validation split of EgoHands and VehiclesOpenImages is the small {@code mini_val}, as in GLIP,
 * where it is there.
 */
public final class OdinwFamily implements DatasetFamily {
  private static final String SUITE = "odinw";

  private final Optional<Path> root;
  private final SplitDigests digests;

  /**
   * The data sets.
   *
   * @param data folder of real data that holds {@code odinw/}; empty if there is none
   */
  public OdinwFamily(Optional<Path> data, SplitDigests digests) {
    this.digests = digests;
    this.root = data.map(folder -> folder.resolve(SUITE));
  }

  @Override
  public List<String> names() {
    return Arrays.stream(OdinwDataset.values())
        .map(dataset -> SUITE + "/" + dataset.title())
        .toList();
  }

  @Override
  public Optional<String> digest(String name) throws IOException {
    if (root.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> splits = files(name, root.get()).digest(digests);
    if (splits.isEmpty()) {
      return Optional.empty();
    }
    StringBuilder all = new StringBuilder(splits.get());
    for (Path draw : dataset(name).fewShotFiles(root.get())) {
      all.append('\n').append(DatasetDigest.read(draw));
    }
    return Optional.of(
        all.length() == splits.get().length() ? splits.get() : Sha256.of(all.toString()));
  }

  @Override
  public Optional<SplitSizes> sizes(String name) {
    return Optional.of(dataset(name).sizes());
  }

  @Override
  public TaskSplits open(String name) throws IOException {
    Path folder =
        root.orElseThrow(
            () -> new IOException("%s needs --data DIR with DIR/%s".formatted(name, SUITE)));
    TaskSplits splits = files(name, folder).open();
    return splits.with(
        (shots, seed) -> dataset(name).openFewShot(folder, splits.train(), shots, seed),
        dataset(name).writtenPrompts());
  }

  @Override
  public String remedy(String name) {
    return root.map(folder -> DatasetFamily.fetch(files(name, folder).remedy(folder), name))
        .orElse("give the folder that holds it as --data DIR");
  }

  private static TaskFiles files(String name, Path root) {
    OdinwDataset dataset = dataset(name);
    return new TaskFiles(
        dataset.files(root, OdinwSplit.TRAIN),
        dataset.files(root, selection(dataset, root)),
        dataset.files(root, OdinwSplit.TEST));
  }

  private static OdinwDataset dataset(String name) {
    return OdinwDataset.of(name.substring(SUITE.length() + 1));
  }

  /** GLIP selects on the small split of the data sets that have one (their {@code TEST} entry). */
  private static OdinwSplit selection(OdinwDataset dataset, Path root) {
    return dataset.splits().contains(OdinwSplit.MINIVAL)
            && Files.isRegularFile(dataset.annotationFile(root, OdinwSplit.MINIVAL))
        ? OdinwSplit.MINIVAL
        : OdinwSplit.VAL;
  }
}
