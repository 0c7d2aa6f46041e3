package org.sdptbench.glip.head;

import java.util.List;

/**
 * The anchors of a padded image: one square per position of every level, in the order of the
 * package's manual.
 *
 * <p>Level i has stride s = 8·2^i. Its first anchor is centred at ((s − 1)/2, (s − 1)/2), its side
 * is a multiple of s, in the "+1" convention: stride 8 and side 64 give [−28, −28, 35, 35] (GLIP
 * maskrcnn_benchmark/modeling/rpn/anchor_generator.py).
 */
public final class Anchors {
  /** Stride of the finest level, P3, in pixels. */
  public static final int FINEST_STRIDE = 8;

  private final float[] corners;
  private final int[] starts;

  private Anchors(float[] corners, int[] starts) {
    this.corners = corners;
    this.starts = starts;
  }

  /**
   * Rows and columns of a level's map.
   *
   * @param height rows
   * @param width columns
   */
  public record Size(int height, int width) {}

  /**
   * Anchors for maps of given sizes.
   *
   * @param sizes maps, finest first
   * @param scale side of an anchor in strides of its level; 8 in GLIP-T and GLIP-L
   */
  public static Anchors of(List<Size> sizes, int scale) {
    int[] starts = new int[sizes.size() + 1];
    for (int i = 0; i < sizes.size(); i++) {
      starts[i + 1] =
          Math.addExact(starts[i], Math.multiplyExact(sizes.get(i).height(), sizes.get(i).width()));
    }
    float[] corners = new float[Math.multiplyExact(4, starts[sizes.size()])];
    int at = 0;
    for (int i = 0; i < sizes.size(); i++) {
      int stride = FINEST_STRIDE << i;
      float low = (stride - 1) / 2f - (scale * stride - 1) / 2f;
      float high = (stride - 1) / 2f + (scale * stride - 1) / 2f;
      for (int y = 0; y < sizes.get(i).height(); y++) {
        for (int x = 0; x < sizes.get(i).width(); x++) {
          corners[at++] = x * stride + low;
          corners[at++] = y * stride + low;
          corners[at++] = x * stride + high;
          corners[at++] = y * stride + high;
        }
      }
    }
    return new Anchors(corners, starts);
  }

  /**
   * Anchors of a padded image.
   *
   * @param height rows of the padded image, in pixels
   * @param width columns of the padded image
   * @param levels number of levels; each is half of the finer one, rounded up
   * @param scale side of an anchor in strides
   */
  public static Anchors ofImage(int height, int width, int levels, int scale) {
    Size[] sizes = new Size[levels];
    int h = (height + FINEST_STRIDE - 1) / FINEST_STRIDE;
    int w = (width + FINEST_STRIDE - 1) / FINEST_STRIDE;
    for (int i = 0; i < levels; i++) {
      sizes[i] = new Size(h, w);
      h = (h + 1) / 2;
      w = (w + 1) / 2;
    }
    return of(List.of(sizes), scale);
  }

  /** Number of anchors N. */
  public int count() {
    return corners.length / 4;
  }

  /** Number of levels. */
  public int levels() {
    return starts.length - 1;
  }

  /** Position of a level's first anchor; of {@code levels()}: N. */
  public int start(int level) {
    return starts[level];
  }

  /** Copies the corners of an anchor to {@code box[at]} and on. */
  void copy(int position, float[] box, int at) {
    System.arraycopy(corners, 4 * position, box, at, 4);
  }

  /** A corner coordinate: 0 x1, 1 y1, 2 x2, 3 y2. */
  float corner(int position, int coordinate) {
    return corners[4 * position + coordinate];
  }

  /** All corners [N, 4]; a copy. */
  public float[] corners() {
    return corners.clone();
  }
}
