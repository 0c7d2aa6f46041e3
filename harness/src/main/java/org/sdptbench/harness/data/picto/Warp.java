package org.sdptbench.harness.data.picto;

/**
 * Where and how large a drawing is put: scaled by {@code scaleX} and {@code scaleY} (negative to
 * mirror), turned, and centred on a point, in pixels of the picture.
 */
record Warp(double centreX, double centreY, double scaleX, double scaleY, double cos, double sin) {

  /**
   * The part of a warped drawing that lies in the picture.
   *
   * @param left column of the picture where it begins
   * @param top row where it begins
   * @param rgba premultiplied, 0 to 255
   * @param solid pixels of at least the asked opacity, those beyond the picture's edge included
   */
  @SuppressWarnings("ArrayRecordComponent") // pixels, never compared as values
  record Patch(int left, int top, int width, int height, float[] rgba, int solid) {}

  /** Somewhere in the picture, its longer side of the given length. */
  static Warp random(Pictograph drawing, double size, int side, Layout layout, SceneRandom random) {
    double scale = size / Math.max(drawing.width(), drawing.height());
    double stretch = random.uniform(0.9, 1.1);
    double scaleX = scale * stretch;
    double scaleY = scale / stretch;
    double angle = random.uniform(-layout.turn(), layout.turn()) * Math.PI / 180;
    double cos = StrictMath.cos(angle);
    double sin = StrictMath.sin(angle);
    double mirror = random.chance(0.5) ? -1 : 1;
    double reachX =
        (Math.abs(cos) * drawing.width() * scaleX + Math.abs(sin) * drawing.height() * scaleY) / 2;
    double reachY =
        (Math.abs(sin) * drawing.width() * scaleX + Math.abs(cos) * drawing.height() * scaleY) / 2;
    double inside = 1 - 2 * layout.outside();
    return new Warp(
        along(reachX * inside, side, random),
        along(reachY * inside, side, random),
        scaleX * mirror,
        scaleY,
        cos,
        sin);
  }

  private static double along(double margin, int side, SceneRandom random) {
    return margin * 2 >= side ? side / 2.0 : random.uniform(margin, side - margin);
  }

  /** Resamples bilinearly, from the resolution next above the wanted one. */
  Patch apply(Pictograph drawing, int side, float solid) {
    double scale = Math.max(Math.abs(scaleX), Math.abs(scaleY));
    int chosen = 0;
    while (chosen + 1 < drawing.levels().size() && scale * (2 << chosen) <= 1.2) {
      chosen++;
    }
    Pictograph.Level level = drawing.levels().get(chosen);
    double factor = 1 << chosen;
    double width = drawing.width() * Math.abs(scaleX);
    double height = drawing.height() * Math.abs(scaleY);
    double reachX = (Math.abs(cos) * width + Math.abs(sin) * height) / 2 + 1;
    double reachY = (Math.abs(sin) * width + Math.abs(cos) * height) / 2 + 1;
    int fromX = (int) Math.floor(centreX - reachX);
    int fromY = (int) Math.floor(centreY - reachY);
    int toX = (int) Math.ceil(centreX + reachX);
    int toY = (int) Math.ceil(centreY + reachY);
    int left = Math.min(side, Math.max(0, fromX));
    int top = Math.min(side, Math.max(0, fromY));
    int patchWidth = Math.max(0, Math.min(side, toX) - left);
    int patchHeight = Math.max(0, Math.min(side, toY) - top);
    float[] rgba = new float[patchWidth * patchHeight * 4];
    float[] beyond = new float[4];
    double halfWidth = drawing.width() / 2.0;
    double halfHeight = drawing.height() / 2.0;
    int count = 0;
    for (int y = fromY; y < toY; y++) {
      for (int x = fromX; x < toX; x++) {
        double dx = x + 0.5 - centreX;
        double dy = y + 0.5 - centreY;
        double u = ((dx * cos + dy * sin) / scaleX + halfWidth) / factor - 0.5;
        double v = ((dy * cos - dx * sin) / scaleY + halfHeight) / factor - 0.5;
        boolean in = x >= 0 && y >= 0 && x < side && y < side;
        float[] target = in ? rgba : beyond;
        int at = in ? ((y - top) * patchWidth + x - left) * 4 : 0;
        sample(level, u, v, target, at);
        if (target[at + 3] >= solid) {
          count++;
        }
      }
    }
    return new Patch(left, top, patchWidth, patchHeight, rgba, count);
  }

  private static void sample(Pictograph.Level level, double u, double v, float[] target, int at) {
    for (int c = 0; c < 4; c++) {
      target[at + c] = 0;
    }
    if (u <= -1 || v <= -1 || u >= level.width() || v >= level.height()) {
      return;
    }
    int x = (int) Math.floor(u);
    int y = (int) Math.floor(v);
    float wx = (float) (u - x);
    float wy = (float) (v - y);
    add(level, x, y, (1 - wx) * (1 - wy), target, at);
    add(level, x + 1, y, wx * (1 - wy), target, at);
    add(level, x, y + 1, (1 - wx) * wy, target, at);
    add(level, x + 1, y + 1, wx * wy, target, at);
  }

  private static void add(
      Pictograph.Level level, int x, int y, float weight, float[] target, int at) {
    if (x >= 0 && y >= 0 && x < level.width() && y < level.height()) {
      int from = (y * level.width() + x) * 4;
      float[] rgba = level.rgba();
      target[at] += rgba[from] * weight;
      target[at + 1] += rgba[from + 1] * weight;
      target[at + 2] += rgba[from + 2] * weight;
      target[at + 3] += rgba[from + 3] * weight;
    }
  }
}
