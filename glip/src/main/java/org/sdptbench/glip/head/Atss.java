package org.sdptbench.glip.head;

import java.util.Arrays;
import java.util.List;

/**
 * Adaptive training sample selection (Zhang et al., CVPR 2020; GLIP
 * maskrcnn_benchmark/modeling/rpn/loss.py, ATSSLossComputation.prepare_targets).
 *
 * <p>Candidates of an object are, on every level, the nine anchors whose centres are nearest to its
 * own. Positive are those whose IoU is at least the candidates' mean plus standard deviation
 * (unbiased) and whose centre lies inside the object by more than 0.01 pixels. An anchor that is
 * positive for several objects takes the one of the highest IoU. Arithmetic is float32, as in GLIP;
 * where GLIP leaves a tie to its library, the lower index wins.
 */
final class Atss {
  private static final int NEAREST = 9;
  private static final float MARGIN = 0.01f;

  /** Marks an anchor without object. */
  static final int UNMATCHED = -1;

  private final Anchors anchors;
  private final int[] match;
  private final float[] best;

  private Atss(Anchors anchors) {
    this.anchors = anchors;
    this.match = new int[anchors.count()];
    this.best = new float[anchors.count()];
    Arrays.fill(match, UNMATCHED);
  }

  /** For every anchor the index of its object, or {@link #UNMATCHED}. */
  static int[] match(Anchors anchors, List<TargetBox> objects) {
    Atss atss = new Atss(anchors);
    for (int i = 0; i < objects.size(); i++) {
      atss.add(i, objects.get(i));
    }
    return atss.match;
  }

  private void add(int index, TargetBox object) {
    int[] candidates = candidates(object);
    float[] ious = new float[candidates.length];
    for (int i = 0; i < candidates.length; i++) {
      ious[i] = iou(candidates[i], object);
    }
    float threshold = threshold(ious);
    for (int i = 0; i < candidates.length; i++) {
      int anchor = candidates[i];
      if (ious[i] >= threshold
          && isInside(anchor, object)
          && (match[anchor] == UNMATCHED || ious[i] > best[anchor])) {
        match[anchor] = index;
        best[anchor] = ious[i];
      }
    }
  }

  private int[] candidates(TargetBox object) {
    int[] candidates = new int[NEAREST * anchors.levels()];
    float[] distances = new float[NEAREST];
    float cx = (object.x2() + object.x1()) / 2;
    float cy = (object.y2() + object.y1()) / 2;
    int total = 0;
    for (int level = 0; level < anchors.levels(); level++) {
      int found = 0;
      for (int i = anchors.start(level); i < anchors.start(level + 1); i++) {
        float dx = centre(i, 0) - cx;
        float dy = centre(i, 1) - cy;
        float distance = (float) Math.sqrt(dx * dx + dy * dy);
        if (found == NEAREST && distance >= distances[NEAREST - 1]) {
          continue;
        }
        int at = found < NEAREST ? found++ : NEAREST - 1;
        for (; at > 0 && distance < distances[at - 1]; at--) {
          distances[at] = distances[at - 1];
          candidates[total + at] = candidates[total + at - 1];
        }
        distances[at] = distance;
        candidates[total + at] = i;
      }
      total += found;
    }
    return Arrays.copyOf(candidates, total);
  }

  private float centre(int anchor, int axis) {
    return (anchors.corner(anchor, 2 + axis) + anchors.corner(anchor, axis)) / 2;
  }

  private float iou(int anchor, TargetBox object) {
    float x1 = anchors.corner(anchor, 0);
    float y1 = anchors.corner(anchor, 1);
    float x2 = anchors.corner(anchor, 2);
    float y2 = anchors.corner(anchor, 3);
    float width = Math.max(Math.min(x2, object.x2()) - Math.max(x1, object.x1()) + 1, 0);
    float height = Math.max(Math.min(y2, object.y2()) - Math.max(y1, object.y1()) + 1, 0);
    float inner = width * height;
    float area = (x2 - x1 + 1) * (y2 - y1 + 1);
    float objectArea = (object.x2() - object.x1() + 1) * (object.y2() - object.y1() + 1);
    return inner / (area + objectArea - inner);
  }

  /** Mean plus unbiased standard deviation; NaN, which nothing reaches, of a single value. */
  private static float threshold(float[] ious) {
    float sum = 0;
    for (float iou : ious) {
      sum += iou;
    }
    double mean = 0;
    for (float iou : ious) {
      mean += iou / (double) ious.length;
    }
    double squares = 0;
    for (float iou : ious) {
      squares += (iou - mean) * (iou - mean);
    }
    return sum / ious.length + (float) Math.sqrt(squares / (ious.length - 1));
  }

  private boolean isInside(int anchor, TargetBox object) {
    float x = centre(anchor, 0);
    float y = centre(anchor, 1);
    float horizontal = Math.min(x - object.x1(), object.x2() - x);
    float vertical = Math.min(y - object.y1(), object.y2() - y);
    return Math.min(horizontal, vertical) > MARGIN;
  }
}
