package org.sdptbench.harness.data.picto;

import java.util.ArrayList;
import java.util.List;

/**
 * A drawing, trimmed to what is visible, at halving resolutions.
 *
 * @param id where it comes from: {@code emoji:NAME}, {@code mdi:NAME}, {@code fa:NAME} or {@code
 *     shape:NAME}
 * @param kind whether it has colours of its own
 * @param levels the drawing at full, half, quarter … resolution
 */
record Pictograph(String id, Kind kind, List<Level> levels) {

  /** What its pixels mean. */
  enum Kind {
    /** A coloured picture. */
    PICTURE,
    /** A white silhouette that takes any colour. */
    ICON
  }

  /** Alpha, of 255, from which a pixel of the drawing counts as visible. */
  private static final int VISIBLE = 24;

  private static final int SMALLEST = 8;

  /**
   * One resolution.
   *
   * @param width width in pixels
   * @param height height in pixels
   * @param rgba red, green, blue, alpha per pixel, row by row, 0 to 255, premultiplied
   */
  @SuppressWarnings("ArrayRecordComponent") // pixels, never compared as values
  record Level(int width, int height, float[] rgba) {

    /** Averages squares of four pixels; what lies beyond the edge is transparent. */
    Level half() {
      int w = (width + 1) / 2;
      int h = (height + 1) / 2;
      float[] out = new float[w * h * 4];
      for (int y = 0; y < height; y++) {
        for (int x = 0; x < width; x++) {
          int from = (y * width + x) * 4;
          int to = ((y / 2) * w + x / 2) * 4;
          for (int c = 0; c < 4; c++) {
            out[to + c] += rgba[from + c] * 0.25f;
          }
        }
      }
      return new Level(w, h, out);
    }
  }

  /**
   * Trims and scales down.
   *
   * @param side width and height of the pixels
   * @param argb not premultiplied
   */
  static Pictograph of(String id, Kind kind, int side, int[] argb) {
    int left = side;
    int top = side;
    int right = -1;
    int bottom = -1;
    for (int y = 0; y < side; y++) {
      for (int x = 0; x < side; x++) {
        if (argb[y * side + x] >>> 24 >= VISIBLE) {
          left = Math.min(left, x);
          right = Math.max(right, x);
          top = Math.min(top, y);
          bottom = Math.max(bottom, y);
        }
      }
    }
    if (right < 0) {
      throw new IllegalArgumentException(id + " is an empty picture");
    }
    int width = right - left + 1;
    int height = bottom - top + 1;
    float[] rgba = new float[width * height * 4];
    for (int y = 0; y < height; y++) {
      for (int x = 0; x < width; x++) {
        int p = argb[(y + top) * side + x + left];
        int alpha = p >>> 24;
        float weight = alpha / 255f;
        int to = (y * width + x) * 4;
        rgba[to] = (p >> 16 & 255) * weight;
        rgba[to + 1] = (p >> 8 & 255) * weight;
        rgba[to + 2] = (p & 255) * weight;
        rgba[to + 3] = alpha;
      }
    }
    List<Level> levels = new ArrayList<>();
    Level level = new Level(width, height, rgba);
    levels.add(level);
    while (Math.min(level.width, level.height) >= 2 * SMALLEST) {
      level = level.half();
      levels.add(level);
    }
    return new Pictograph(id, kind, List.copyOf(levels));
  }

  /** Width in pixels at full resolution. */
  int width() {
    return levels.get(0).width;
  }

  /** Height in pixels at full resolution. */
  int height() {
    return levels.get(0).height;
  }
}
