package org.sdptbench.reports.chart;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Iterator;

/** Places along a line, moved apart. */
final class Spread {

  private Spread() {}

  /** Neighbours that touch and move as one; offset is that of the first. */
  private record Block(double offset, int size) {}

  /**
   * Moves places apart with the least sum of squared movements. Without their pitch that is an
   * isotonic regression, solved by pooling neighbours.
   *
   * @param wanted where each would like to be, ascending
   * @param pitch least distance of neighbours
   * @param from least place; more are pushed beyond {@code to} if they do not all fit
   * @param to largest place
   * @return the places, ascending
   */
  static double[] apart(double[] wanted, double pitch, double from, double to) {
    Deque<Block> blocks = new ArrayDeque<>();
    for (int i = 0; i < wanted.length; i++) {
      Block block = new Block(wanted[i] - i * pitch, 1);
      while (!blocks.isEmpty() && blocks.getLast().offset() >= block.offset()) {
        Block before = blocks.removeLast();
        int size = before.size() + block.size();
        block =
            new Block(
                (before.offset() * before.size() + block.offset() * block.size()) / size, size);
      }
      blocks.addLast(block);
    }
    double last = Math.max(from, to - (wanted.length - 1) * pitch);
    double[] places = new double[wanted.length];
    int i = 0;
    for (Iterator<Block> it = blocks.iterator(); it.hasNext(); ) {
      Block block = it.next();
      for (int j = 0; j < block.size(); j++, i++) {
        places[i] = Math.max(from, Math.min(last, block.offset())) + i * pitch;
      }
    }
    return places;
  }
}
