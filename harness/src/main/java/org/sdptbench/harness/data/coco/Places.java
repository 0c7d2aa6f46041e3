package org.sdptbench.harness.data.coco;

import java.util.Arrays;

/** Places of the entries of a section, a million of them in a few megabytes. */
final class Places {
  private String section = "";
  private int[] indices = new int[1024];
  private int[] lines = new int[1024];
  private int size;

  void add(JsonEntry.Place place) {
    if (size == indices.length) {
      indices = Arrays.copyOf(indices, 2 * size);
      lines = Arrays.copyOf(lines, 2 * size);
    }
    section = place.section();
    indices[size] = place.index();
    lines[size] = place.line();
    size++;
  }

  /** The place that was added as the {@code i}th, from 0. */
  JsonEntry.Place get(int i) {
    return new JsonEntry.Place(section, indices[i], lines[i]);
  }
}
