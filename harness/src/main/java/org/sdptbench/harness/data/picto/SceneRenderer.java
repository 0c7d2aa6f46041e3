package org.sdptbench.harness.data.picto;

import java.util.ArrayList;
import java.util.List;
import org.sdptbench.harness.data.Box;

/**
 * Draws scenes: backdrop, objects from back to front, effects.
 *
 * <p>All pixel arithmetic is Java's own (strict floating point, {@link StrictMath} for
 * transcendental functions), so that a scene has the same bytes on every machine.
 */
final class SceneRenderer {
  private static final int ATTEMPTS = 8;

  /** Alpha, of 255, from which an object owns a pixel. */
  private static final float SOLID = 110;

  /** Objects of fewer pixels are not drawn. */
  private static final int FEWEST_PIXELS = 6;

  private final Canvas canvas;
  private final Style style;
  private final SceneRandom random;
  private final List<Item> drawn = new ArrayList<>();
  private final List<Integer> full = new ArrayList<>();
  private final List<Integer> visible = new ArrayList<>();

  private SceneRenderer(int side, Style style, SceneRandom random) {
    this.canvas = new Canvas(side);
    this.style = style;
    this.random = random;
  }

  /**
   * Draws a scene up to its effects, which change pixels but no boxes.
   *
   * @param side width and height in pixels
   * @param items what to draw, from back to front; one that finds no place is left out
   */
  static SceneRenderer draw(int side, Style style, List<Item> items, SceneRandom random) {
    SceneRenderer renderer = new SceneRenderer(side, style, random);
    style.backdrop().paint(renderer.canvas, random);
    items.forEach(renderer::place);
    return renderer;
  }

  /** Applies the effects; to be called once. */
  Scene finish() {
    style.effects().forEach(e -> e.apply(canvas, random));
    return new Scene(canvas.image(), objects());
  }

  private void place(Item item) {
    Layout layout = style.layout();
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      // Later attempts are smaller, so that crowded scenes fill up.
      double largest = Math.max(layout.smallest(), layout.largest() * (1 - 0.08 * attempt));
      double size = random.logUniform(layout.smallest(), largest) * canvas.side;
      Warp warp = Warp.random(item.drawing(), size, canvas.side, layout, random);
      Warp.Patch patch = warp.apply(item.drawing(), canvas.side, SOLID);
      if (fits(patch)) {
        Rgb behind = canvas.mean(warp.centreX(), warp.centreY(), size / 2);
        paint(patch, style.look().tone(item.drawing(), behind, random));
        drawn.add(item);
        full.add(patch.solid());
        return;
      }
    }
  }

  /** Whether the patch and all it would hide stay visible enough. */
  private boolean fits(Warp.Patch patch) {
    int inside = 0;
    int[] hidden = new int[drawn.size()];
    for (int y = 0; y < patch.height(); y++) {
      int row = (patch.top() + y) * canvas.side + patch.left();
      for (int x = 0; x < patch.width(); x++) {
        if (patch.rgba()[(y * patch.width() + x) * 4 + 3] >= SOLID) {
          inside++;
          if (canvas.owner[row + x] >= 0) {
            hidden[canvas.owner[row + x]]++;
          }
        }
      }
    }
    double least = style.layout().visible();
    if (inside < FEWEST_PIXELS || inside < least * patch.solid()) {
      return false;
    }
    for (int i = 0; i < hidden.length; i++) {
      int left = visible.get(i) - hidden[i];
      if (hidden[i] > 0 && (left < least * full.get(i) || left < FEWEST_PIXELS)) {
        return false;
      }
    }
    for (int i = 0; i < hidden.length; i++) {
      visible.set(i, visible.get(i) - hidden[i]);
    }
    visible.add(inside);
    return true;
  }

  private void paint(Warp.Patch patch, Tone tone) {
    float[] m = tone.matrix();
    float[] offset = tone.offset();
    float[] rgba = patch.rgba();
    for (int y = 0; y < patch.height(); y++) {
      int row = (patch.top() + y) * canvas.side + patch.left();
      for (int x = 0; x < patch.width(); x++) {
        int from = (y * patch.width() + x) * 4;
        float alpha = rgba[from + 3];
        if (alpha <= 0) {
          continue;
        }
        float r = rgba[from];
        float g = rgba[from + 1];
        float b = rgba[from + 2];
        float opacity = alpha / 255f;
        float through = 1 - opacity;
        int i = row + x;
        canvas.red[i] =
            limit(m[0] * r + m[1] * g + m[2] * b + offset[0] * opacity, alpha)
                + canvas.red[i] * through;
        canvas.green[i] =
            limit(m[3] * r + m[4] * g + m[5] * b + offset[1] * opacity, alpha)
                + canvas.green[i] * through;
        canvas.blue[i] =
            limit(m[6] * r + m[7] * g + m[8] * b + offset[2] * opacity, alpha)
                + canvas.blue[i] * through;
        if (alpha >= SOLID) {
          canvas.owner[i] = drawn.size();
        }
      }
    }
  }

  private static float limit(float value, float most) {
    return Math.min(most, Math.max(0f, value));
  }

  /** The labelled objects drawn. */
  List<Scene.Placed> objects() {
    int n = drawn.size();
    int[] left = new int[n];
    int[] top = new int[n];
    int[] right = new int[n];
    int[] bottom = new int[n];
    java.util.Arrays.fill(left, canvas.side);
    java.util.Arrays.fill(top, canvas.side);
    for (int y = 0; y < canvas.side; y++) {
      for (int x = 0; x < canvas.side; x++) {
        int o = canvas.owner[y * canvas.side + x];
        if (o >= 0) {
          left[o] = Math.min(left[o], x);
          top[o] = Math.min(top[o], y);
          right[o] = Math.max(right[o], x + 1);
          bottom[o] = Math.max(bottom[o], y + 1);
        }
      }
    }
    List<Scene.Placed> objects = new ArrayList<>();
    for (int o = 0; o < n; o++) {
      if (drawn.get(o).label() != Item.UNLABELLED) {
        Box box = new Box(left[o], top[o], right[o] - left[o], bottom[o] - top[o]);
        objects.add(new Scene.Placed(drawn.get(o).label(), box, visible.get(o)));
      }
    }
    return List.copyOf(objects);
  }
}
