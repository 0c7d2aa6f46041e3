package org.sdptbench.harness.data;

import java.util.AbstractList;
import java.util.Arrays;
import java.util.Objects;
import java.util.RandomAccess;

/**
 * Detections as rows of arrays, 32 bytes each, a third of what objects take: LVIS's validation
 * images may have 59 million. They are made anew each time they are asked for.
 *
 * <p>Boxes and scores are kept in float32, as networks give them.
 */
public final class DetectionRows extends AbstractList<Detection> implements RandomAccess {
  private static final int FIRST = 1024;
  private static final int COLUMNS = 5;

  private long[] images = new long[FIRST];
  private int[] categories = new int[FIRST];

  /** Left, top, width, height, score. */
  private float[] values = new float[COLUMNS * FIRST];

  private int size;

  @Override
  public int size() {
    return size;
  }

  @Override
  public Detection get(int index) {
    int row = Objects.checkIndex(index, size);
    int at = COLUMNS * row;
    return new Detection(
        images[row],
        categories[row],
        new Box(values[at], values[at + 1], values[at + 2], values[at + 3]),
        values[at + 4]);
  }

  /**
   * Appends one.
   *
   * @throws IllegalArgumentException if a number is none of float32
   */
  @Override
  public boolean add(Detection detection) {
    if (size == images.length) {
      grow();
    }
    Box box = detection.box();
    images[size] = detection.imageId();
    categories[size] = detection.categoryId();
    int at = COLUMNS * size;
    values[at] = exact(box.x());
    values[at + 1] = exact(box.y());
    values[at + 2] = exact(box.width());
    values[at + 3] = exact(box.height());
    values[at + 4] = exact(detection.score());
    size++;
    modCount++;
    return true;
  }

  /** By a half, to as many as an array of values may have. */
  private void grow() {
    int most = (Integer.MAX_VALUE - 8) / COLUMNS;
    int larger = (int) Math.min(most, size + (long) size / 2);
    if (larger == size) {
      throw new IllegalStateException("more than %s detections".formatted(most));
    }
    images = Arrays.copyOf(images, larger);
    categories = Arrays.copyOf(categories, larger);
    values = Arrays.copyOf(values, COLUMNS * larger);
  }

  private static float exact(double value) {
    float single = (float) value;
    if (Double.compare(single, value) != 0) {
      throw new IllegalArgumentException("no number of float32: " + value);
    }
    return single;
  }
}
