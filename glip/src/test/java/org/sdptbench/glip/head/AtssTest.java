package org.sdptbench.glip.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class AtssTest {
  private static final Anchors ANCHORS = Anchors.ofImage(128, 160, 3, 3);

  private static TargetBox box(double x1, double y1, double x2, double y2) {
    return new TargetBox((float) x1, (float) y1, (float) x2, (float) y2, List.of(1));
  }

  @Test
  void noObjectMatchesNothing() {
    assertThat(Atss.match(ANCHORS, List.of())).hasSize(ANCHORS.count()).containsOnly(-1);
  }

  @Test
  void anObjectOfTheAnchorsShapeMatchesTheAnchor() {
    int position = ANCHORS.start(1) + 10 * 3 + 4;
    TargetBox object =
        box(
            ANCHORS.corner(position, 0),
            ANCHORS.corner(position, 1),
            ANCHORS.corner(position, 2),
            ANCHORS.corner(position, 3));
    int[] match = Atss.match(ANCHORS, List.of(object));
    assertThat(match[position]).isZero();
    // On the coarsest level no IoU reaches mean plus deviation.
    assertThat(Arrays.copyOfRange(match, ANCHORS.start(2), ANCHORS.count())).containsOnly(-1);
  }

  @Test
  void ofTwoObjectsTheOneOfHigherOverlapWinsInAnyOrder() {
    TargetBox good = box(40, 40, 63, 63);
    TargetBox poor = box(36, 40, 68, 66);
    int[] first = Atss.match(ANCHORS, List.of(good, poor));
    int[] second = Atss.match(ANCHORS, List.of(poor, good));
    assertThat(first).contains(0, 1);
    assertThat(IntStream.of(second).map(i -> i < 0 ? i : 1 - i).toArray()).isEqualTo(first);
  }

  /** The definition, written without regard to speed. */
  @Test
  void agreesWithThePlainDefinition() {
    Random random = new Random(7);
    for (int trial = 0; trial < 50; trial++) {
      List<TargetBox> objects = new ArrayList<>();
      for (int i = 0; i < 1 + random.nextInt(6); i++) {
        double x = random.nextDouble() * 120;
        double y = random.nextDouble() * 90;
        objects.add(box(x, y, x + 4 + random.nextDouble() * 60, y + 4 + random.nextDouble() * 60));
      }
      assertThat(Atss.match(ANCHORS, objects)).isEqualTo(plain(objects));
    }
  }

  private static int[] plain(List<TargetBox> objects) {
    double[] best = new double[ANCHORS.count()];
    int[] match = new int[ANCHORS.count()];
    Arrays.fill(match, -1);
    for (int g = 0; g < objects.size(); g++) {
      TargetBox object = objects.get(g);
      double cx = (object.x1() + object.x2()) / 2.0;
      double cy = (object.y1() + object.y2()) / 2.0;
      List<Integer> candidates = new ArrayList<>();
      for (int level = 0; level < 3; level++) {
        IntStream.range(ANCHORS.start(level), ANCHORS.start(level + 1))
            .boxed()
            .sorted(
                Comparator.comparingDouble(i -> Math.hypot(centre(i, 0) - cx, centre(i, 1) - cy)))
            .limit(9)
            .forEach(candidates::add);
      }
      double[] ious = candidates.stream().mapToDouble(i -> iou(i, object)).toArray();
      double mean = Arrays.stream(ious).average().orElseThrow();
      double variance =
          Arrays.stream(ious).map(iou -> (iou - mean) * (iou - mean)).sum() / (ious.length - 1);
      for (int k = 0; k < ious.length; k++) {
        int i = candidates.get(k);
        boolean inside =
            centre(i, 0) - object.x1() > 0.01
                && object.x2() - centre(i, 0) > 0.01
                && centre(i, 1) - object.y1() > 0.01
                && object.y2() - centre(i, 1) > 0.01;
        if (inside && ious[k] >= mean + Math.sqrt(variance) && ious[k] > best[i]) {
          best[i] = ious[k];
          match[i] = g;
        }
      }
    }
    return match;
  }

  private static double centre(int anchor, int axis) {
    return (ANCHORS.corner(anchor, axis) + ANCHORS.corner(anchor, 2 + axis)) / 2.0;
  }

  private static double iou(int i, TargetBox b) {
    double w = Math.min(ANCHORS.corner(i, 2), b.x2()) - Math.max(ANCHORS.corner(i, 0), b.x1()) + 1;
    double h = Math.min(ANCHORS.corner(i, 3), b.y2()) - Math.max(ANCHORS.corner(i, 1), b.y1()) + 1;
    double inner = Math.max(w, 0) * Math.max(h, 0);
    double side = ANCHORS.corner(i, 2) - ANCHORS.corner(i, 0) + 1.0;
    return inner / (side * side + (b.x2() - b.x1() + 1.0) * (b.y2() - b.y1() + 1.0) - inner);
  }
}
