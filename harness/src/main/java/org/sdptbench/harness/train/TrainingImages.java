package org.sdptbench.harness.train;

import java.util.List;
import java.util.SplittableRandom;

/** The images that a training goes over. */
public sealed interface TrainingImages {

  /** How many there are. */
  int count();

  /** Whether an image is another one each time. */
  boolean vary();

  /**
   * One of them.
   *
   * @param random what varies is drawn from it
   */
  TaskImage get(int index, SplittableRandom random);

  /**
   * Images that are always the same.
   *
   * @param images all of them
   */
  record Same(List<TaskImage> images) implements TrainingImages {
    /** Defensive copy. */
    public Same {
      images = List.copyOf(images);
    }

    @Override
    public int count() {
      return images.size();
    }

    @Override
    public boolean vary() {
      return false;
    }

    @Override
    public TaskImage get(int index, SplittableRandom random) {
      return images.get(index);
    }
  }

  /**
   * Images at a random size and every other one mirrored, as GLIP trains ({@code
   * MULT_MIN_SIZE_TRAIN} of its configurations: 480, 560, 640, 720 and 800 pixels; {@code
   * FLIP_PROB_TRAIN}: a half).
   *
   * @param images all of them
   * @param shorterSide pixels of the shorter side of the largest size; the others are smaller by
   *     tenths of it
   */
  record Augmented(TaskImages images, int shorterSide) implements TrainingImages {
    private static final int LEAST_TENTHS = 6;
    private static final int MOST_TENTHS = 10;

    @Override
    public int count() {
      return images.count();
    }

    @Override
    public boolean vary() {
      return true;
    }

    @Override
    public TaskImage get(int index, SplittableRandom random) {
      int tenths = random.nextInt(LEAST_TENTHS, MOST_TENTHS + 1);
      TaskImage image = images.get(index, shorterSide * tenths / MOST_TENTHS);
      return random.nextBoolean() ? image.flipped() : image;
    }
  }
}
