package org.sdptbench.glip.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.sdptbench.glip.golden.GoldenAssert;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.vision.XyxyBox;

/**
 * Compares detections as sets: each expected one must have a partner of its own with the same
 * label, a box within 0.05 pixels and a score within 1e-4.
 *
 * @param set for the report
 * @param quantity for the report
 */
public record DetectionMatch(GoldenSet set, String quantity) {
  private static final double BOX = 0.05;
  private static final double SCORE = 1e-4;

  /** The detections that a set lists in these tensors: boxes [n, 4], scores [n], labels [n]. */
  public static List<Detections.Detected> listed(
      GoldenSet set, String boxes, String scores, String labels) {
    float[] corners = set.floats(boxes);
    float[] confidence = set.floats(scores);
    long[] classes = set.longs(labels);
    List<Detections.Detected> listed = new ArrayList<>();
    for (int i = 0; i < confidence.length; i++) {
      int at = 4 * i;
      XyxyBox box = new XyxyBox(corners[at], corners[at + 1], corners[at + 2], corners[at + 3]);
      listed.add(new Detections.Detected(box, (int) classes[i], confidence[i]));
    }
    return listed;
  }

  /** Detections with the COCO box's four numbers in the place of the corners. */
  public static List<Detections.Detected> asXywh(List<Detections.Detected> detections) {
    return detections.stream()
        .map(
            d -> {
              XyxyBox box = d.box();
              return new Detections.Detected(
                  new XyxyBox(box.x1(), box.y1(), box.width(), box.height()), d.label(), d.score());
            })
        .toList();
  }

  /** Asserts that both are the same set and reports the differences of the partners. */
  public void verify(List<Detections.Detected> expected, List<Detections.Detected> actual) {
    verify(expected, actual, Double.NEGATIVE_INFINITY);
  }

  /**
   * Asserts the same, except that detections that are as bad as the worst expected one, within the
   * tolerance, may lack a partner: rounding decides which of them make the cut.
   */
  public void verifyToCut(List<Detections.Detected> expected, List<Detections.Detected> actual) {
    double worst = expected.stream().mapToDouble(Detections.Detected::score).min().orElse(0);
    verify(expected, actual, worst + SCORE);
  }

  private void verify(
      List<Detections.Detected> expected, List<Detections.Detected> actual, double cut) {
    List<Detections.Detected> free = new ArrayList<>(actual);
    List<Detections.Detected> wanted = new ArrayList<>();
    List<Detections.Detected> found = new ArrayList<>();
    for (Detections.Detected one : expected) {
      Optional<Detections.Detected> partner =
          free.stream()
              .filter(candidate -> candidate.label() == one.label())
              .min(Comparator.comparingDouble(candidate -> distance(candidate, one)));
      if (one.score() <= cut && partner.filter(p -> distance(p, one) <= 1).isEmpty()) {
        continue;
      }
      wanted.add(one);
      found.add(
          partner.orElseThrow(
              () -> new AssertionError("%s: no partner for %s".formatted(set, one))));
      free.remove(partner.get());
    }
    GoldenAssert.close(set.name(), quantity + ": boxes", boxes(wanted), boxes(found), 0, BOX);
    GoldenAssert.close(set.name(), quantity + ": scores", scores(wanted), scores(found), 0, SCORE);
    assertThat(free).as("%s: surplus %s", set, quantity).allMatch(one -> one.score() <= cut);
  }

  /** Larger than 1 if box or score are beyond the tolerance. */
  private static double distance(Detections.Detected a, Detections.Detected b) {
    double box =
        Math.max(
            Math.max(Math.abs(a.box().x1() - b.box().x1()), Math.abs(a.box().y1() - b.box().y1())),
            Math.max(Math.abs(a.box().x2() - b.box().x2()), Math.abs(a.box().y2() - b.box().y2())));
    return Math.max(box / BOX, Math.abs(a.score() - b.score()) / SCORE);
  }

  private static float[] boxes(List<Detections.Detected> detections) {
    float[] corners = new float[4 * detections.size()];
    for (int i = 0; i < detections.size(); i++) {
      XyxyBox box = detections.get(i).box();
      corners[4 * i] = box.x1();
      corners[4 * i + 1] = box.y1();
      corners[4 * i + 2] = box.x2();
      corners[4 * i + 3] = box.y2();
    }
    return corners;
  }

  private static float[] scores(List<Detections.Detected> detections) {
    float[] scores = new float[detections.size()];
    for (int i = 0; i < scores.length; i++) {
      scores[i] = detections.get(i).score();
    }
    return scores;
  }
}
