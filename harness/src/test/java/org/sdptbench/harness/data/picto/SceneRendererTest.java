package org.sdptbench.harness.data.picto;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.RgbImage;

class SceneRendererTest {
  private static final int SIDE = 128;
  private static final Backdrop BLACK = (canvas, random) -> {};

  /** An object that shows its number as its colour; the box must be where that colour is. */
  @Test
  void boxesAndAreasAreThoseOfTheVisibleColours() {
    Pictograph disc = disc();
    for (int seed = 0; seed < 40; seed++) {
      int[] next = {0};
      Look numbered =
          (drawing, behind, random) -> {
            next[0]++;
            return Tone.flat(new Rgb(red(next[0]), green(next[0]), 255));
          };
      Style style =
          new Style(BLACK, numbered, new Layout(1, 6, 0.2, 0.5, 180, 0.2, 0.4), List.of());
      List<Item> items = new ArrayList<>();
      for (int i = 0; i < 6; i++) {
        items.add(new Item(i, disc));
      }
      Scene scene = SceneRenderer.draw(SIDE, style, items, SceneRandom.of("boxes", seed)).finish();
      assertThat(scene.objects()).isNotEmpty();
      for (int k = 0; k < scene.objects().size(); k++) {
        Scene.Placed object = scene.objects().get(k);
        Extent seen = extent(scene.image(), red(k + 1), green(k + 1));
        Box box = object.box();
        // Edges are soft: the outermost pixels that an object owns are blends. Where others leave
        // but a sliver of it, that may be several; the topmost object has one all round.
        double slack = k == scene.objects().size() - 1 ? 2 : SIDE;
        assertThat(seen.left - box.x()).isBetween(0.0, slack);
        assertThat(seen.top - box.y()).isBetween(0.0, slack);
        assertThat(box.x() + box.width() - seen.right).isBetween(0.0, slack);
        assertThat(box.y() + box.height() - seen.bottom).isBetween(0.0, slack);
        assertThat((double) object.area()).isBetween((double) seen.count, seen.count * 1.35 + 8);
      }
    }
  }

  @Test
  void noObjectIsHiddenMoreThanTheLayoutAllows() {
    Pictograph square = square();
    double visible = 0.6;
    int overlapping = 0;
    for (int seed = 0; seed < 60; seed++) {
      Style style =
          new Style(BLACK, Look.silhouette(), new Layout(1, 8, 0.3, 0.3, 0, 0, visible), List.of());
      List<Item> items = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        items.add(new Item(i, square));
      }
      Scene scene = SceneRenderer.draw(SIDE, style, items, SceneRandom.of("hidden", seed)).finish();
      double full = 0.3 * SIDE * 0.3 * SIDE;
      for (Scene.Placed o : scene.objects()) {
        // Stretching keeps the area; soft edges gain or lose about half a pixel all round.
        assertThat((double) o.area()).isBetween(visible * full * 0.93, full * 1.07);
        overlapping += o.area() < 0.9 * full ? 1 : 0;
      }
    }
    assertThat(overlapping).isGreaterThan(60);
  }

  @Test
  void unlabelledObjectsHideButHaveNoBox() {
    Style style =
        new Style(BLACK, Look.silhouette(), new Layout(1, 1, 0.4, 0.4, 0, 0, 0.5), List.of());
    List<Item> items = List.of(new Item(Item.UNLABELLED, square()), new Item(5, square()));
    Scene scene = SceneRenderer.draw(SIDE, style, items, SceneRandom.of("bystander", 1)).finish();
    assertThat(scene.objects()).extracting(Scene.Placed::label).containsExactly(5);
    int lit = 0;
    for (int i = 0; i < SIDE * SIDE; i++) {
      byte[] rgb = scene.image().rgb();
      lit += (rgb[i * 3] | rgb[i * 3 + 1] | rgb[i * 3 + 2]) != 0 ? 1 : 0;
    }
    assertThat(lit).isGreaterThan(scene.objects().get(0).area() * 5 / 4);
  }

  @Test
  void scalingKeepsTheMeanColour() {
    int[] checks = new int[64 * 64];
    for (int i = 0; i < checks.length; i++) {
      checks[i] = (i / 64 + i) % 2 == 0 ? 0xffffffff : 0xff000000;
    }
    Pictograph fine = Pictograph.of("test:checks", Pictograph.Kind.PICTURE, 64, checks);
    Warp warp = new Warp(20, 20, 8 / 64.0, 8 / 64.0, 1, 0);
    Warp.Patch patch = warp.apply(fine, SIDE, 128);
    int middle = ((20 - patch.top()) * patch.width() + 20 - patch.left()) * 4;
    assertThat(patch.rgba()[middle]).isCloseTo(127.5f, within(1f));
    assertThat(patch.rgba()[middle + 3]).isCloseTo(255f, within(0.01f));
    assertThat(patch.solid()).isBetween(60, 68);
  }

  /** Numbered colours lie on a curve, so that a blend of two is never a third. */
  private static int red(int number) {
    return 40 * number;
  }

  private static int green(int number) {
    return 255 - 7 * number * number;
  }

  private record Extent(int left, int top, int right, int bottom, int count) {}

  private static Extent extent(RgbImage image, int red, int green) {
    int left = SIDE;
    int top = SIDE;
    int right = 0;
    int bottom = 0;
    int count = 0;
    for (int y = 0; y < SIDE; y++) {
      for (int x = 0; x < SIDE; x++) {
        int p = (y * SIDE + x) * 3;
        if ((image.rgb()[p] & 255) == red
            && (image.rgb()[p + 1] & 255) == green
            && (image.rgb()[p + 2] & 255) == 255) {
          left = Math.min(left, x);
          top = Math.min(top, y);
          right = Math.max(right, x + 1);
          bottom = Math.max(bottom, y + 1);
          count++;
        }
      }
    }
    return new Extent(left, top, right, bottom, count);
  }

  private static Pictograph square() {
    int[] argb = new int[64 * 64];
    java.util.Arrays.fill(argb, 0xffffffff);
    return Pictograph.of("test:square", Pictograph.Kind.ICON, 64, argb);
  }

  private static Pictograph disc() {
    int[] argb = new int[64 * 64];
    for (int y = 0; y < 64; y++) {
      for (int x = 0; x < 64; x++) {
        double r = Math.hypot(x - 31.5, y - 31.5);
        argb[y * 64 + x] = r < 30 ? 0xffffffff : 0;
      }
    }
    return Pictograph.of("test:disc", Pictograph.Kind.ICON, 64, argb);
  }
}
