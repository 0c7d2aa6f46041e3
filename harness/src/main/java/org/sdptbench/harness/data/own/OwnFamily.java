package org.sdptbench.harness.data.own;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sdptbench.harness.data.DatasetFamily;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.data.coco.SplitFiles;
import org.sdptbench.harness.data.coco.TaskFiles;

/**
 * Data sets of a user's own: {@code own/NAME} for each folder of that name in the folder {@code
 * own}.
 */
public final class OwnFamily implements DatasetFamily {
  private static final String SUITE = "own";
  private static final String ANNOTATIONS = "_annotations.coco.json";

  private final Optional<Path> root;

  /**
   * The data sets.
   *
   * @param data folder of real data that may hold {@code own/}; empty if there is none
   */
  public OwnFamily(Optional<Path> data) {
    this.root = data.map(folder -> folder.resolve(SUITE));
  }

  @Override
  public List<String> names() throws IOException {
    if (root.isEmpty() || !Files.isDirectory(root.get())) {
      return List.of();
    }
    try (Stream<Path> folders = Files.list(root.get())) {
      return folders
          .filter(Files::isDirectory)
          .map(folder -> SUITE + "/" + folder.getFileName())
          .sorted()
          .toList();
    }
  }

  @Override
  public Optional<String> digest(String name) throws IOException {
    return files(name).digest();
  }

  @Override
  public TaskSplits open(String name) throws IOException {
    return files(name).open();
  }

  @Override
  public String remedy(String name) {
    return files(name).remedy(folder(name));
  }

  private TaskFiles files(String name) {
    return new TaskFiles(split(name, "train"), split(name, "valid"), split(name, "test"));
  }

  private SplitFiles split(String name, String split) {
    Path folder = folder(name).resolve(split);
    return new SplitFiles(name + "/" + split, folder.resolve(ANNOTATIONS), folder);
  }

  /** Only names of {@link #names} come here, of which there are none without a root. */
  private Path folder(String name) {
    return root.orElseThrow().resolve(name.substring(SUITE.length() + 1));
  }
}
