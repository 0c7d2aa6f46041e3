package org.sdptbench.harness.data.lvis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sdptbench.harness.data.DatasetException;
import org.sdptbench.harness.data.DatasetFamily;
import org.sdptbench.harness.data.DatasetProblem;
import org.sdptbench.harness.data.SplitDigests;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.data.coco.SplitFiles;
import org.sdptbench.harness.data.coco.TaskFiles;
import org.sdptbench.harness.spec.SplitSizes;

/**
 * LVIS v1: annotation files in the folder {@code lvis}, images in COCO's folder. The images of
 * minival, 4,809 of the validation split, are both validation and test of {@code lvis}, as in GLIP;
 * {@code lvis-val} tests on the whole validation split.
 */
public final class LvisFamily implements DatasetFamily {
  private static final String NAME = "lvis";

  /** Its images are COCO's. */
  private static final String FETCHED = "lvis coco";

  private static final String WHOLE = "lvis-val";

  /** For 1203 classes, 40 at a time. */
  private static final int CAPTIONS = 31;

  private final Optional<Path> data;
  private final SplitDigests digests;

  /**
   * LVIS.
   *
   * @param data folder of real data that holds {@code lvis/} and {@code coco/}; empty if there is
   *     none
   */
  public LvisFamily(Optional<Path> data, SplitDigests digests) {
    this.digests = digests;
    this.data = data;
  }

  @Override
  public List<String> names() {
    return List.of(NAME, WHOLE);
  }

  @Override
  public Optional<String> digest(String name) throws IOException {
    return data.isEmpty() ? Optional.empty() : files(name, data.get()).digest(digests);
  }

  @Override
  public Optional<SplitSizes> sizes(String name) {
    int tested = name.equals(WHOLE) ? 19_809 : 5000;
    return Optional.of(new SplitSizes(100_170, tested, tested, CAPTIONS));
  }

  @Override
  public TaskSplits open(String name) throws IOException {
    TaskFiles files = files(name, required());
    return federated(files, files.open());
  }

  /** Its validation images are COCO's; of the others there are nineteen gigabytes. */
  @Override
  public Optional<String> testDigest(String name) throws IOException {
    return data.isEmpty() ? Optional.empty() : files(name, data.get()).testDigest(digests);
  }

  @Override
  public TaskSplits openTested(String name) throws IOException {
    TaskFiles files = files(name, required());
    return federated(files, files.openTested());
  }

  @Override
  public String testRemedy(String name) {
    return data.map(folder -> DatasetFamily.fetch(files(name, folder).testRemedy(folder), FETCHED))
        .orElseGet(() -> remedy(name));
  }

  private Path required() throws IOException {
    return data.orElseThrow(
        () ->
            new IOException("%s needs --data DIR with DIR/%s and DIR/coco".formatted(NAME, NAME)));
  }

  private static TaskSplits federated(TaskFiles files, TaskSplits splits) throws DatasetException {
    if (splits.federation().isEmpty()) {
      throw new DatasetException(
          List.of(
              new DatasetProblem(
                  files.test().annotations(),
                  "",
                  "a COCO file without LVIS's additions",
                  "a frequency for each category and neg_category_ids for each image")),
          1);
    }
    return splits;
  }

  @Override
  public String remedy(String name) {
    return data.map(folder -> DatasetFamily.fetch(files(name, folder).remedy(folder), FETCHED))
        .orElse("give the folder that holds it as --data DIR");
  }

  private static TaskFiles files(String name, Path data) {
    SplitFiles minival = split(data, "minival", "lvis_v1_minival_inserted_image_name.json");
    SplitFiles test = name.equals(WHOLE) ? split(data, "val", "lvis_od_val.json") : minival;
    return new TaskFiles(split(data, "train", "lvis_v1_train.json"), minival, test);
  }

  /** LVIS draws on both of COCO's splits: its images lie in the folder that holds these. */
  private static SplitFiles split(Path data, String split, String file) {
    return new SplitFiles(
        NAME + "/" + split, data.resolve(NAME).resolve(file), data.resolve("coco"));
  }
}
