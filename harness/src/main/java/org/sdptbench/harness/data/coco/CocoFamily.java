package org.sdptbench.harness.data.coco;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sdptbench.harness.data.DatasetFamily;
import org.sdptbench.harness.data.SplitDigests;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.spec.SplitSizes;

/**
 * COCO 2017 in its own layout, in the folder {@code coco}. Boxes of its test split are not public:
 * {@code val2017} is both validation and test, as in GLIP.
 */
public final class CocoFamily implements DatasetFamily {
  private static final String NAME = "coco";

  private final Optional<Path> root;
  private final SplitDigests digests;

  /**
   * COCO.
   *
   * @param data folder of real data that holds {@code coco/}; empty if there is none
   */
  public CocoFamily(Optional<Path> data, SplitDigests digests) {
    this.digests = digests;
    this.root = data.map(folder -> folder.resolve(NAME));
  }

  @Override
  public List<String> names() {
    return List.of(NAME);
  }

  @Override
  public Optional<String> digest(String name) throws IOException {
    return root.isEmpty() ? Optional.empty() : files(root.get()).digest(digests);
  }

  @Override
  public Optional<SplitSizes> sizes(String name) {
    return Optional.of(new SplitSizes(118_287, 5000, 5000));
  }

  @Override
  public TaskSplits open(String name) throws IOException {
    return files(required()).open();
  }

  /** Training images are nineteen of its twenty gigabytes. */
  @Override
  public Optional<String> testDigest(String name) throws IOException {
    return root.isEmpty() ? Optional.empty() : files(root.get()).testDigest(digests);
  }

  @Override
  public TaskSplits openTested(String name) throws IOException {
    return files(required()).openTested();
  }

  @Override
  public String testRemedy(String name) {
    return root.map(folder -> DatasetFamily.fetch(files(folder).testRemedy(folder), NAME))
        .orElseGet(() -> remedy(name));
  }

  private Path required() throws IOException {
    return root.orElseThrow(
        () -> new IOException("%s needs --data DIR with DIR/%s".formatted(NAME, NAME)));
  }

  @Override
  public String remedy(String name) {
    return root.map(folder -> DatasetFamily.fetch(files(folder).remedy(folder), NAME))
        .orElse("give the folder that holds it as --data DIR");
  }

  private static TaskFiles files(Path root) {
    SplitFiles val = split(root, "val2017");
    return new TaskFiles(split(root, "train2017"), val, val);
  }

  private static SplitFiles split(Path root, String split) {
    return new SplitFiles(
        NAME + "/" + split,
        root.resolve("annotations").resolve("instances_" + split + ".json"),
        root.resolve(split));
  }
}
