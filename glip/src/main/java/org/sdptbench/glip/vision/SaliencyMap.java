package org.sdptbench.glip.vision;

/**
 * How much each part of an image matters: a grid over the image, at the resolution of a pyramid
 * level.
 *
 * @param rows rows of the grid
 * @param columns its columns
 * @param weights weights row by row, none negative
 */
@SuppressWarnings("ArrayRecordComponent") // large, and never compared as values
public record SaliencyMap(int rows, int columns, double[] weights) {

  /**
   * Checks.
   *
   * @throws IllegalArgumentException if the sizes do not agree, or a weight is negative or NaN
   */
  public SaliencyMap {
    if (rows < 1 || columns < 1 || weights.length != (long) rows * columns) {
      throw new IllegalArgumentException(
          "%s weights for a grid of %s x %s".formatted(weights.length, rows, columns));
    }
    for (double weight : weights) {
      if (!(weight >= 0)) {
        throw new IllegalArgumentException(
            "a weight is %s, allowed are 0 and more".formatted(weight));
      }
    }
  }

  /**
   * The part that covers the image itself. Images are padded at the bottom and at the right; a cell
   * belongs to the image if any pixel of it does.
   *
   * @param image size of the image at the input, without padding
   * @param padded its size with padding
   */
  public SaliencyMap without(ImageSize padded, ImageSize image) {
    int height = cells(image.height(), padded.height(), rows);
    int width = cells(image.width(), padded.width(), columns);
    double[] kept = new double[height * width];
    for (int row = 0; row < height; row++) {
      System.arraycopy(weights, row * columns, kept, row * width, width);
    }
    return new SaliencyMap(height, width, kept);
  }

  private static int cells(int length, int padded, int cells) {
    return Math.toIntExact(((long) length * cells + padded - 1) / padded);
  }

  /**
   * A grid with at most so many cells on a side: the mean of as many cells on each side as it
   * takes, of fewer at the bottom and the right where they do not divide.
   */
  public SaliencyMap coarsened(int side) {
    int factor = (Math.max(rows, columns) + side - 1) / side;
    if (factor == 1) {
      return this;
    }
    int height = (rows + factor - 1) / factor;
    int width = (columns + factor - 1) / factor;
    double[] means = new double[height * width];
    for (int row = 0; row < height; row++) {
      for (int column = 0; column < width; column++) {
        means[row * width + column] = mean(row * factor, column * factor, factor);
      }
    }
    return new SaliencyMap(height, width, means);
  }

  private double mean(int top, int left, int factor) {
    int bottom = Math.min(rows, top + factor);
    int right = Math.min(columns, left + factor);
    double sum = 0;
    for (int row = top; row < bottom; row++) {
      for (int column = left; column < right; column++) {
        sum += weights[row * columns + column];
      }
    }
    return sum / ((bottom - top) * (right - left));
  }
}
