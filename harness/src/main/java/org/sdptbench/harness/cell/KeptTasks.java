package org.sdptbench.harness.cell;

import java.io.IOException;
import java.lang.ref.SoftReference;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.data.TaskSplits;

/** The few data sets that were asked for last: opened and checked, as long as there is memory. */
final class KeptTasks {
  private static final int MOST = 4;

  private final Datasets datasets;
  private final Map<Key, SoftReference<TaskSplits>> kept = new LinkedHashMap<>();

  private record Key(String name, boolean trained) {}

  /** Nothing is open yet. */
  KeptTasks(Datasets datasets) {
    this.datasets = datasets;
  }

  /**
   * A data set.
   *
   * @param trained whether it is trained on, or else only tested
   * @throws IOException as {@link Datasets#open}
   */
  TaskSplits open(String name, boolean trained) throws IOException {
    Key key = new Key(name, trained);
    @Nullable SoftReference<TaskSplits> present = kept.remove(key);
    @Nullable TaskSplits splits = present == null ? null : present.get();
    if (splits == null) {
      splits = trained ? datasets.open(name) : datasets.openTested(name);
    }
    kept.put(key, new SoftReference<>(splits));
    if (kept.size() > MOST) {
      kept.remove(kept.keySet().iterator().next());
    }
    return splits;
  }
}
