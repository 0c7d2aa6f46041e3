package org.sdptbench.glip.head;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.sdptbench.glip.vision.ImageSize;
import org.sdptbench.glip.vision.XyxyBox;

/**
 * From predictions to detections (GLIP maskrcnn_benchmark/modeling/rpn/inference.py L610–800).
 *
 * <p>Candidates are (position, class) pairs whose class score exceeds the threshold. On every level
 * the best by class score · centerness stay; their score is the square root of that product. Their
 * boxes are decoded and clipped to the image. Of two boxes of one class that overlap by more than
 * the threshold (IoU in the "+1" convention), the better stays (the CUDA kernel ml_nms; the public
 * code's CPU branch differs). The best of all classes are the result, with all that tie with the
 * last one.
 *
 * <p>Candidates are visited by descending score, and the visit ends when the result is full, so
 * boxes that cannot be in it are never decoded.
 */
public final class PostProcessor {
  private final Settings settings;

  /**
   * Limits; the defaults are GLIP's.
   *
   * @param scoreThreshold class scores must exceed it, before centerness; above 0, below 1
   * @param candidatesPerLevel most candidates of a level
   * @param overlapThreshold boxes of a class overlap by at most this IoU
   * @param detectionsPerImage most detections of an image, but for ties; 100, on LVIS 300
   */
  public record Settings(
      float scoreThreshold,
      int candidatesPerLevel,
      float overlapThreshold,
      int detectionsPerImage) {
    /** What GLIP uses, but on LVIS. */
    public static final Settings DEFAULT = new Settings(0.05f, 1000, 0.6f, 100);

    /** Checks the ranges. */
    public Settings {
      if (!(scoreThreshold > 0 && scoreThreshold < 1)) {
        throw new IllegalArgumentException(
            "score threshold %s, allowed are numbers between 0 and 1".formatted(scoreThreshold));
      }
      if (candidatesPerLevel < 1 || detectionsPerImage < 1) {
        throw new IllegalArgumentException(
            "%s candidates and %s detections, allowed are numbers from 1"
                .formatted(candidatesPerLevel, detectionsPerImage));
      }
    }
  }

  /** A post-processor with these limits. */
  public PostProcessor(Settings settings) {
    this.settings = settings;
  }

  /**
   * Detects objects in one image.
   *
   * @param predictions for the padded image
   * @param anchors of the padded image
   * @param labelTokens for each label the positions of its tokens; labels may be any numbers
   * @param size size of the resized image without padding, to which boxes are clipped
   * @return boxes in pixels of the resized image
   */
  public Detections detect(
      Predictions.OfImage predictions,
      Anchors anchors,
      Map<Integer, List<Integer>> labelTokens,
      ImageSize size) {
    if (predictions.positions() != anchors.count()) {
      throw new IllegalArgumentException(
          "predictions for %s positions, but %s anchors"
              .formatted(predictions.positions(), anchors.count()));
    }
    ClassScores classes =
        new ClassScores(labelTokens, predictions.tokens(), settings.scoreThreshold);
    Candidates candidates = candidates(predictions, anchors, classes);
    return select(candidates, classes, new Boxes(predictions, anchors, size));
  }

  /** The best candidates of all levels. */
  Candidates candidates(Predictions.OfImage predictions, Anchors anchors, ClassScores classes) {
    Candidates all = new Candidates();
    for (int level = 0; level < anchors.levels(); level++) {
      Candidates ofLevel = new Candidates();
      for (int i = anchors.start(level); i < anchors.start(level + 1); i++) {
        float centerness = -1;
        for (int c = 0; c < classes.count(); c++) {
          float score = classes.score(c, predictions.tokenLogits(), i * predictions.tokens());
          if (score > 0) {
            if (centerness < 0) {
              centerness = ClassScores.sigmoid(predictions.centerness()[i]);
            }
            ofLevel.add(score * centerness, i, c);
          }
        }
      }
      int[] order = ofLevel.best(settings.candidatesPerLevel);
      for (int i : order) {
        float score = (float) Math.sqrt(ofLevel.score(i));
        all.add(score, ofLevel.position(i), ofLevel.type(i));
      }
    }
    return all;
  }

  private Detections select(Candidates candidates, ClassScores classes, Boxes boxes) {
    List<Detections.Detected> kept = new ArrayList<>();
    List<List<XyxyBox>> keptOfClass = new ArrayList<>();
    for (int c = 0; c < classes.count(); c++) {
      keptOfClass.add(new ArrayList<>());
    }
    for (int i : candidates.best(candidates.size())) {
      float score = candidates.score(i);
      if (kept.size() >= settings.detectionsPerImage
          && score < kept.get(settings.detectionsPerImage - 1).score()) {
        break;
      }
      XyxyBox box = boxes.at(candidates.position(i));
      List<XyxyBox> rivals = keptOfClass.get(candidates.type(i));
      if (isFinite(box) && !overlapsAny(box, rivals)) {
        rivals.add(box);
        kept.add(new Detections.Detected(box, classes.label(candidates.type(i)), score));
      }
    }
    return new Detections(kept);
  }

  private boolean overlapsAny(XyxyBox box, List<XyxyBox> rivals) {
    for (XyxyBox rival : rivals) {
      if (overlap(box, rival) > settings.overlapThreshold) {
        return true;
      }
    }
    return false;
  }

  private static float overlap(XyxyBox a, XyxyBox b) {
    float width = Math.max(Math.min(a.x2(), b.x2()) - Math.max(a.x1(), b.x1()) + 1, 0);
    float height = Math.max(Math.min(a.y2(), b.y2()) - Math.max(a.y1(), b.y1()) + 1, 0);
    float inner = width * height;
    return inner / (a.width() * a.height() + b.width() * b.height() - inner);
  }

  private static boolean isFinite(XyxyBox box) {
    return Float.isFinite(box.x1() + box.y1() + box.x2() + box.y2());
  }

  /** Decodes and clips. */
  record Boxes(Predictions.OfImage predictions, Anchors anchors, ImageSize size) {
    XyxyBox at(int position) {
      float[] anchor = new float[4];
      float[] box = new float[4];
      anchors.copy(position, anchor, 0);
      BoxCoder.decode(predictions.boxRegression(), 4 * position, anchor, 0, box, 0);
      return new XyxyBox(
          clip(box[0], size.width()),
          clip(box[1], size.height()),
          clip(box[2], size.width()),
          clip(box[3], size.height()));
    }

    private static float clip(float x, int length) {
      return Math.min(Math.max(x, 0), length - 1);
    }
  }

  /** A growing table of (score, position, class). */
  static final class Candidates {
    private float[] scores = new float[256];
    private int[] positions = new int[256];
    private int[] types = new int[256];
    private int size;

    void add(float score, int position, int type) {
      // Not a number: a diverged model.
      if (!(score >= 0)) {
        return;
      }
      if (size == scores.length) {
        scores = Arrays.copyOf(scores, 2 * size);
        positions = Arrays.copyOf(positions, 2 * size);
        types = Arrays.copyOf(types, 2 * size);
      }
      scores[size] = score;
      positions[size] = position;
      types[size++] = type;
    }

    int size() {
      return size;
    }

    float score(int index) {
      return scores[index];
    }

    int position(int index) {
      return positions[index];
    }

    /** Number of the class. */
    int type(int index) {
      return types[index];
    }

    /** Indices of the {@code most} best by descending score; the earlier first among equals. */
    int[] best(int most) {
      long[] keys = new long[size];
      for (int i = 0; i < size; i++) {
        // The bits of floats from 0 on are ordered as the floats are.
        keys[i] = (long) ~Float.floatToIntBits(scores[i]) << 32 | i;
      }
      Arrays.sort(keys);
      int[] order = new int[Math.min(most, size)];
      Arrays.setAll(order, i -> (int) keys[i]);
      return order;
    }
  }
}
