package org.sdptbench.harness.data.picto;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.harness.data.DatasetFamily;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.TaskSplits;

/** The embedded data sets, whose digests the lock pins. */
public final class PictoFamily implements DatasetFamily {
  private final Picto picto;
  private final PictoLock lock;

  /**
   * The embedded data sets.
   *
   * @throws IOException if a table of classes or the lock is missing; the message names it
   */
  public PictoFamily() throws IOException {
    this.picto = Picto.open(Picto.DEFAULT_SIDE);
    this.lock = PictoLock.embedded();
  }

  @Override
  public List<String> names() {
    return picto.tasks().stream().map(PictoTask::name).toList();
  }

  @Override
  public Optional<String> digest(String name) {
    PictoTask task = picto.task(name);
    StringBuilder splits = new StringBuilder();
    for (Split split : Split.values()) {
      splits.append(lock.sha256(task, split)).append('\n');
    }
    return Optional.of(Sha256.of(splits.toString()));
  }

  @Override
  public List<String> classes(String name) {
    return picto.task(name).classes();
  }

  @Override
  public TaskSplits open(String name) throws IOException {
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

  @Override
  public String remedy(String name) {
    return "it is part of this program";
  }
}
