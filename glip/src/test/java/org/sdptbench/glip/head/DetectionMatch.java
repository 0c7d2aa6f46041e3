package org.sdptbench.glip.head;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import org.sdptbench.glip.golden.GoldenAssert;
import org.sdptbench.glip.golden.GoldenSet;

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

  /** Asserts that both are the same set and reports the differences of the partners. */
  public void verify(List<Detections.Detected> expected, List<Detections.Detected> actual) {
    assertThat(actual).as("%s: number of %s", set, quantity).hasSameSizeAs(expected);
    List<Detections.Detected> free = new ArrayList<>(actual);
    float[] expectedBoxes = new float[4 * expected.size()];
    float[] actualBoxes = new float[4 * expected.size()];
    float[] expectedScores = new float[expected.size()];
    float[] actualScores = new float[expected.size()];
    for (int i = 0; i < expected.size(); i++) {
      Detections.Detected wanted = expected.get(i);
      Detections.Detected partner =
          free.stream()
              .filter(candidate -> candidate.label() == wanted.label())
              .min((a, b) -> Double.compare(distance(a, wanted), distance(b, wanted)))
              .orElseThrow(
                  () -> new AssertionError("%s: no partner for %s".formatted(set, wanted)));
      free.remove(partner);
      fill(expectedBoxes, i, wanted);
      fill(actualBoxes, i, partner);
      expectedScores[i] = wanted.score();
      actualScores[i] = partner.score();
    }
    GoldenAssert.close(set.name(), quantity + ": boxes", expectedBoxes, actualBoxes, 0, BOX);
    GoldenAssert.close(set.name(), quantity + ": scores", expectedScores, actualScores, 0, SCORE);
  }

  /** Larger than 1 if box or score are beyond the tolerance. */
  private static double distance(Detections.Detected a, Detections.Detected b) {
    double box =
        Math.max(
            Math.max(Math.abs(a.box().x1() - b.box().x1()), Math.abs(a.box().y1() - b.box().y1())),
            Math.max(Math.abs(a.box().x2() - b.box().x2()), Math.abs(a.box().y2() - b.box().y2())));
    return Math.max(box / BOX, Math.abs(a.score() - b.score()) / SCORE);
  }

  private static void fill(float[] corners, int index, Detections.Detected detected) {
    corners[4 * index] = detected.box().x1();
    corners[4 * index + 1] = detected.box().y1();
    corners[4 * index + 2] = detected.box().x2();
    corners[4 * index + 3] = detected.box().y2();
  }
}
