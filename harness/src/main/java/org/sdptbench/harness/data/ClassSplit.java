package org.sdptbench.harness.data;

import java.io.IOException;
import java.util.List;

/**
 * The classes of a data set in two halves: base classes to train on, new ones that only the test
 * asks for, as studies of prompt learning divide them (Zhou et al., Conditional Prompt Learning,
 * CVPR 2022, section 4.1). The base classes are the first half, rounded up, in the data set's own
 * order.
 *
 * @param base classes of training and test
 * @param novel classes of the test only
 */
public record ClassSplit(List<Category> base, List<Category> novel) {
  /** Defensive copies. */
  public ClassSplit {
    base = List.copyOf(base);
    novel = List.copyOf(novel);
  }

  /**
   * Splits the classes of a data set.
   *
   * @throws IOException if there is but one
   */
  public static ClassSplit of(DetectionDataset data) throws IOException {
    List<Category> all = data.categories();
    if (all.size() < 2) {
      throw new IOException(
          "%s has %s class%s; recipe.classes = base needs at least 2"
              .formatted(data.name(), all.size(), all.isEmpty() ? "es" : ", " + all.get(0).name()));
    }
    int half = (all.size() + 1) / 2;
    return new ClassSplit(all.subList(0, half), all.subList(half, all.size()));
  }
}
