package org.sdptbench.harness.eval;

import java.util.Arrays;

/** Stable sorts of indices over primitive keys; they do not box. */
final class StableOrder {

  private StableOrder() {}

  /** The indices 0 to {@code n} - 1. */
  static int[] identity(int n) {
    int[] order = new int[n];
    Arrays.setAll(order, i -> i);
    return order;
  }

  /** Reorders {@code order} by ascending bucket (counting sort); equal buckets keep their order. */
  static int[] byBucket(int[] order, int[] bucketOf, int buckets) {
    int[] next = new int[buckets + 1];
    for (int i : order) {
      next[bucketOf[i] + 1]++;
    }
    for (int b = 0; b < buckets; b++) {
      next[b + 1] += next[b];
    }
    int[] sorted = new int[order.length];
    for (int i : order) {
      sorted[next[bucketOf[i]]++] = i;
    }
    return sorted;
  }

  /**
   * Reorders {@code order} by descending key (bottom-up merge sort); equal keys keep their order.
   * 0.0 and -0.0 are equal, as in NumPy's {@code argsort(-scores, kind="mergesort")}.
   */
  static int[] byDescending(int[] order, double[] key) {
    int[] from = order.clone();
    int[] to = new int[from.length];
    for (int width = 1; width < from.length && width > 0; width *= 2) {
      for (long start = 0; start < from.length; start += 2L * width) {
        int left = (int) start;
        int middle = (int) Math.min(start + width, from.length);
        int right = middle;
        int end = (int) Math.min(start + 2L * width, from.length);
        for (int k = left, l = left; k < end; k++) {
          boolean takeLeft = l < middle && (right >= end || key[from[l]] >= key[from[right]]);
          to[k] = takeLeft ? from[l++] : from[right++];
        }
      }
      int[] swap = from;
      from = to;
      to = swap;
    }
    return from;
  }
}
