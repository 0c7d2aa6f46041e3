package org.sdptbench.glip.head;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.sdptbench.glip.tensor.Ops;

/**
 * What GLIP ought to say about a batch of images.
 *
 * <p>An anchor that is matched to an object wants the object's tokens; all others want none, except
 * that the caption's last slot is 1 for them, as in GLIP (loss.py, {@code unmatched_labels[-1]}).
 * The loss sees that slot only if a caption fills the whole length.
 *
 * <p>An image without objects has no matched anchors and teaches all of its positions that nothing
 * is there. (The public code fails on such images; its data sets leave them out.)
 */
public final class Targets {
  private final NDArray tokenRows;
  private final NDArray rowOfPosition;
  private final Positives positives;
  private final Normalizer normalizer;
  private final List<int[]> matches;

  private Targets(
      NDArray tokenRows,
      NDArray rowOfPosition,
      Positives positives,
      Normalizer normalizer,
      List<int[]> matches) {
    this.tokenRows = tokenRows;
    this.rowOfPosition = rowOfPosition;
    this.positives = positives;
    this.normalizer = normalizer;
    this.matches = matches;
  }

  /**
   * Matched anchors of a batch. If there are none, one anchor of weight 0 stands in.
   *
   * @param index int64 positions in the flattened batch [P]
   * @param anchors corners of the anchors [P, 4]
   * @param boxes corners of their objects [P, 4]
   * @param centerness wanted centerness [P]
   * @param weights 1 [P]
   */
  record Positives(
      NDArray index, NDArray anchors, NDArray boxes, NDArray centerness, NDArray weights) {}

  /**
   * What the sums of the loss are divided by.
   *
   * <p>Where a batch is split over threads or steps, the parts add their normalizers and all divide
   * by the sum, so that the parts' losses add up to the batch's.
   *
   * @param positives number of matched anchors
   * @param centerness sum of their wanted centerness
   */
  public record Normalizer(int positives, double centerness) {
    /** The normalizer of two parts of a batch together. */
    public Normalizer plus(Normalizer other) {
      return new Normalizer(positives + other.positives, centerness + other.centerness);
    }
  }

  /**
   * Matches anchors to objects.
   *
   * @param anchors anchors of the padded images, the same for all
   * @param images the objects of every image
   * @param tokens length L to which captions are padded
   * @throws IllegalArgumentException if an object has a token outside of 0 … L − 1
   */
  public static Targets of(Anchors anchors, List<List<TargetBox>> images, int tokens) {
    int count = anchors.count();
    int objects = images.stream().mapToInt(List::size).sum();
    float[] rows = new float[Math.multiplyExact(objects + 1, tokens)];
    rows[rows.length - 1] = 1;
    long[] rowOfPosition = new long[Math.multiplyExact(images.size(), count)];
    Arrays.fill(rowOfPosition, objects);
    List<int[]> matches = new ArrayList<>();
    Builder builder = new Builder(anchors);
    int first = 0;
    for (int image = 0; image < images.size(); image++) {
      List<TargetBox> boxes = images.get(image);
      for (int i = 0; i < boxes.size(); i++) {
        for (int token : boxes.get(i).tokens()) {
          if (token < 0 || token >= tokens) {
            throw new IllegalArgumentException(
                "object %s of image %s has token %s, allowed are 0 to %s"
                    .formatted(i, image, token, tokens - 1));
          }
          rows[(first + i) * tokens + token] = 1;
        }
      }
      int[] match = Atss.match(anchors, boxes);
      for (int position = 0; position < count; position++) {
        if (match[position] != Atss.UNMATCHED) {
          rowOfPosition[image * count + position] = (long) first + match[position];
          builder.add(image, position, boxes.get(match[position]));
        }
      }
      matches.add(match);
      first += boxes.size();
    }
    Normalizer normalizer = new Normalizer(builder.size, builder.sum);
    return new Targets(
        Ops.of(rows, objects + 1L, tokens),
        Ops.of(rowOfPosition, rowOfPosition.length),
        builder.build(),
        normalizer,
        List.copyOf(matches));
  }

  /** Rows of wanted tokens, 0 or 1 [R, L]; the last row is the unmatched anchors'. */
  NDArray tokenRows() {
    return tokenRows;
  }

  /** Row of each position, int64 [B·N]. */
  NDArray rowOfPosition() {
    return rowOfPosition;
  }

  /** The matched anchors. */
  Positives positives() {
    return positives;
  }

  /** What the sums of the loss are divided by if this is the whole batch. */
  public Normalizer normalizer() {
    return normalizer;
  }

  /** For every position of an image the index of its object, or −1. */
  public int[] match(int image) {
    return matches.get(image).clone();
  }

  /** Gathers the matched anchors. */
  private static final class Builder {
    private final Anchors anchors;
    private long[] index = new long[64];
    private float[] anchor = new float[4 * 64];
    private float[] box = new float[4 * 64];
    private float[] centerness = new float[64];
    private int size;
    private double sum;

    Builder(Anchors anchors) {
      this.anchors = anchors;
    }

    void add(int image, int position, TargetBox target) {
      if (size == index.length) {
        index = Arrays.copyOf(index, 2 * size);
        anchor = Arrays.copyOf(anchor, 8 * size);
        box = Arrays.copyOf(box, 8 * size);
        centerness = Arrays.copyOf(centerness, 2 * size);
      }
      int at = 4 * size;
      index[size] = (long) image * anchors.count() + position;
      anchors.copy(position, anchor, at);
      // GLIP compares with the object after encoding and decoding, rounding included.
      float[] code = {target.x1(), target.y1(), target.x2(), target.y2()};
      BoxCoder.encode(code.clone(), 0, anchor, at, code, 0);
      BoxCoder.decode(code, 0, anchor, at, box, at);
      centerness[size] = (float) Math.sqrt(ratio(anchor, box, at) * ratio(anchor, box, at + 1));
      sum += centerness[size];
      size++;
    }

    /** Smaller by larger distance of the anchor's centre to the box's edges along an axis. */
    private static float ratio(float[] anchor, float[] box, int at) {
      float centre = (anchor[at + 2] + anchor[at]) / 2;
      float before = centre - box[at];
      float after = box[at + 2] - centre;
      return Math.min(before, after) / Math.max(before, after);
    }

    Positives build() {
      float[] weights = new float[Math.max(size, 1)];
      Arrays.fill(weights, 0, size, 1);
      int rows = weights.length;
      return new Positives(
          Ops.of(Arrays.copyOf(index, rows), rows),
          Ops.of(Arrays.copyOf(anchor, 4 * rows), rows, 4),
          Ops.of(Arrays.copyOf(box, 4 * rows), rows, 4),
          Ops.of(Arrays.copyOf(centerness, rows), rows),
          Ops.of(weights, rows));
    }
  }
}
