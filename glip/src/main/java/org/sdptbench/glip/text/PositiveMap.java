package org.sdptbench.glip.text;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.sdptbench.glip.tensor.Ops;

/**
 * Which tokens of a caption stand for which class.
 *
 * @param positions for each class the positions of its tokens, ascending, at least one; [CLS] is 0
 * @param length tokens of the caption, padding included
 */
public record PositiveMap(List<List<Integer>> positions, int length) {
  /** Defensive copy. */
  public PositiveMap {
    positions = positions.stream().map(List::copyOf).toList();
  }

  /** Number of classes. */
  public int classes() {
    return positions.size();
  }

  /** Boolean [classes, length]: whether a token stands for a class. */
  public NDArray toArray() {
    boolean[] map = new boolean[positions.size() * length];
    for (int c = 0; c < positions.size(); c++) {
      for (int position : positions.get(c)) {
        map[c * length + position] = true;
      }
    }
    return Ops.of(map, positions.size(), length);
  }
}
