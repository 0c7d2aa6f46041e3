package org.sdptbench.harness.train;

import java.util.SplittableRandom;

/** Indices in random order, each once per epoch, without end. */
final class EpochOrder {
  private final int[] order;
  private final SplittableRandom random;
  private int next;

  EpochOrder(int count, SplittableRandom random) {
    if (count < 1) {
      throw new IllegalArgumentException("there is no training image");
    }
    this.order = new int[count];
    this.random = random;
    for (int i = 0; i < count; i++) {
      order[i] = i;
    }
    this.next = count;
  }

  int next() {
    if (next == order.length) {
      // Fisher–Yates.
      for (int i = order.length - 1; i > 0; i--) {
        int j = random.nextInt(i + 1);
        int swapped = order[i];
        order[i] = order[j];
        order[j] = swapped;
      }
      next = 0;
    }
    return order[next++];
  }
}
