package org.sdptbench.harness.data.odinw;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.sdptbench.harness.data.DatasetFamily;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.data.coco.TaskFiles;

/** The thirteen data sets of ODinW-13, {@code odinw/TITLE}, in the folder {@code odinw}. */
public final class OdinwFamily implements DatasetFamily {
  private static final String SUITE = "odinw";

  private final Optional<Path> root;

  /**
   * The data sets.
   *
   * @param data folder of real data that holds {@code odinw/}; empty if there is none
   */
  public OdinwFamily(Optional<Path> data) {
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
    Optional<TaskFiles> files = root.map(folder -> files(name, folder));
    return files.isEmpty() ? Optional.empty() : files.get().digest();
  }

  @Override
  public OptionalInt trainingImages(String name) {
    return OptionalInt.of(dataset(name).trainingImages());
  }

  @Override
  public TaskSplits open(String name) throws IOException {
    return files(
            name,
            root.orElseThrow(
                () -> new IOException("%s needs --data DIR with DIR/%s".formatted(name, SUITE))))
        .open()
        .with(dataset(name).writtenPrompts());
  }

  @Override
  public String remedy(String name) {
    return root.map(folder -> files(name, folder).remedy(folder))
        .orElse("give the folder that holds it as --data DIR");
  }

  private static TaskFiles files(String name, Path root) {
    OdinwDataset dataset = dataset(name);
    return new TaskFiles(
        dataset.files(root, OdinwSplit.TRAIN),
        dataset.files(root, OdinwSplit.VAL),
        dataset.files(root, OdinwSplit.TEST));
  }

  private static OdinwDataset dataset(String name) {
    return OdinwDataset.of(name.substring(SUITE.length() + 1));
  }
}
