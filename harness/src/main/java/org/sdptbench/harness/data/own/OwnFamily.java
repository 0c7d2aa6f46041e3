package org.sdptbench.harness.data.own;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sdptbench.harness.data.DatasetFamily;
import org.sdptbench.harness.data.SplitDigests;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.data.coco.SplitFiles;
import org.sdptbench.harness.data.coco.TaskFiles;
import org.sdptbench.harness.spec.InvalidInputException;

/**
 * Data sets of a user's own: {@code own/NAME} for each folder {@code NAME}, and for each file
 * {@code NAME.yaml}, in the folder {@code own}.
 */
public final class OwnFamily implements DatasetFamily {
  private static final String SUITE = "own";
  private static final String ANNOTATIONS = "_annotations.coco.json";
  private static final String YAML = ".yaml";

  private final Optional<Path> root;
  private final SplitDigests digests;

  /**
   * The data sets.
   *
   * @param data folder of real data that may hold {@code own/}; empty if there is none
   * @param digests digests of their splits
   */
  public OwnFamily(Optional<Path> data, SplitDigests digests) {
    this.root = data.map(folder -> folder.resolve(SUITE));
    this.digests = digests;
  }

  /**
   * The file that makes a data set of folders that lie elsewhere.
   *
   * @param data folder of real data
   * @param name its name without {@code own/}
   */
  public static OwnTaskFile file(Path data, String name) {
    return new OwnTaskFile(data.resolve(SUITE).resolve(name + YAML));
  }

  @Override
  public List<String> names() throws IOException {
    if (root.isEmpty() || !Files.isDirectory(root.get())) {
      return List.of();
    }
    try (Stream<Path> entries = Files.list(root.get())) {
      return entries
          .flatMap(entry -> name(entry).stream())
          .map(name -> SUITE + "/" + name)
          .distinct()
          .sorted()
          .toList();
    }
  }

  private static Optional<String> name(Path entry) {
    String name = String.valueOf(entry.getFileName());
    if (Files.isDirectory(entry)) {
      return Optional.of(name);
    }
    boolean task = name.endsWith(YAML) && !name.startsWith(".") && name.length() > YAML.length();
    return task ? Optional.of(name.substring(0, name.length() - YAML.length())) : Optional.empty();
  }

  @Override
  public Optional<String> digest(String name) throws IOException {
    return files(name).digest(digests);
  }

  @Override
  public TaskSplits open(String name) throws IOException {
    return files(name).open();
  }

  @Override
  public String remedy(String name) {
    Path folder = entry(name);
    try {
      return Files.isDirectory(folder)
          ? files(name).remedy(folder)
          : files(name)
              .missing()
              .map(file -> "%s names %s, which is not there".formatted(yaml(name), file))
              .orElse("it is complete");
    } catch (IOException e) {
      return String.valueOf(e.getMessage());
    }
  }

  private TaskFiles files(String name) throws IOException {
    boolean isFolder = Files.isDirectory(entry(name));
    Path yaml = yaml(name);
    if (!Files.isRegularFile(yaml)) {
      return new TaskFiles(split(name, "train"), split(name, "valid"), split(name, "test"));
    }
    if (isFolder) {
      throw new IOException(
          "%s and %s are both called %s; rename one of them".formatted(entry(name), yaml, name));
    }
    try {
      return new OwnTaskFile(yaml).read(name);
    } catch (InvalidInputException e) {
      throw new IOException(e.getMessage(), e);
    }
  }

  private SplitFiles split(String name, String split) {
    Path folder = entry(name).resolve(split);
    return new SplitFiles(name + "/" + split, folder.resolve(ANNOTATIONS), folder);
  }

  private Path yaml(String name) {
    Path entry = entry(name);
    return entry.resolveSibling(entry.getFileName() + YAML);
  }

  /** Only names of {@link #names} come here, of which there are none without a root. */
  private Path entry(String name) {
    return root.orElseThrow().resolve(name.substring(SUITE.length() + 1));
  }
}
