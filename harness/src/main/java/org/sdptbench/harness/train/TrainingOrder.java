package org.sdptbench.harness.train;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.Queue;
import java.util.SplittableRandom;

/**
 * The images of a training one after the other, step by step and without end, as its seed
 * determines them. They may be drawn before their step comes.
 */
final class TrainingOrder implements Iterator<TaskImage> {
  /** Keeps what varies apart from the order of the images. */
  private static final long VARIATION = 0x9E3779B97F4A7C15L;

  private final TrainingImages images;
  private final int batchSize;
  private final long seed;
  private final EpochOrder order;
  private final Queue<SplittableRandom> variations = new ArrayDeque<>();
  private SplittableRandom variation;
  private int drawn;
  private int step;

  /**
   * The order from the first step on.
   *
   * @param batchSize images of a step
   */
  TrainingOrder(TrainingImages images, int batchSize, long seed) {
    this.images = images;
    this.batchSize = batchSize;
    this.seed = seed;
    this.order = new EpochOrder(images.count(), new SplittableRandom(seed));
    this.variation = variation();
  }

  /** Leaves out steps. Called before the first image is drawn. */
  void skip(int steps) {
    for (long image = 0; image < (long) steps * batchSize; image++) {
      order.next();
    }
    step = steps;
    variation = variation();
  }

  @Override
  public boolean hasNext() {
    return true;
  }

  @Override
  public TaskImage next() {
    if (drawn == batchSize) {
      step++;
      drawn = 0;
      variation = variation();
    }
    TaskImage image = images.get(order.next(), variation);
    drawn++;
    if (drawn == batchSize) {
      variations.add(variation);
    }
    return image;
  }

  /** The step, counted from 0, of the image that was drawn last. */
  int step() {
    return step;
  }

  /**
   * From what the captions of a step are drawn, after its images: of the first step whose images
   * were all drawn, then of the next.
   */
  SplittableRandom captions() {
    return variations.remove();
  }

  /** Of its own for each step, so that a step can be done again without those before. */
  private SplittableRandom variation() {
    return new SplittableRandom((seed ^ VARIATION) + step);
  }
}
