package org.sdptbench.glip.bench;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sdptbench.glip.head.Anchors;
import org.sdptbench.glip.head.TargetBox;
import org.sdptbench.glip.head.Targets;

/**
 * How long does it take to match anchors to objects?
 *
 * <p>ATSS looks at every anchor for every object, in Java: 22,400 anchors for an image of 800 ×
 * 1333 pixels in GLIP-T. It grows with the objects, and is to stay small beside a training step.
 *
 * <p>Checked first: there are matches, and another image in the batch does not change them.
 */
@State(Scope.Benchmark)
public class MatchingBenchmark {
  private static final int HEIGHT = 800;
  private static final int WIDTH = 1344;
  private static final int SIDE = 96;

  /** Objects in the image. */
  @Param({"7", "50"})
  int objects;

  private final Anchors anchors = Anchors.ofImage(HEIGHT, WIDTH, 5, 8);
  private List<TargetBox> boxes;

  /** Draws objects. */
  @Setup
  public void setUp() {
    SplittableRandom random = new SplittableRandom(1);
    boxes = new ArrayList<>();
    for (int i = 0; i < objects; i++) {
      float x = random.nextInt(WIDTH - SIDE);
      float y = random.nextInt(HEIGHT - SIDE);
      float side = SIDE / 2f + random.nextInt(SIDE / 2);
      boxes.add(new TargetBox(x, y, x + side, y + side, List.of(i)));
    }
    int[] matches = match(List.of(boxes), 0);
    if (Arrays.stream(matches).noneMatch(match -> match >= 0)
        || !Arrays.equals(matches, match(List.of(List.of(), boxes), 1))) {
      throw new IllegalStateException("no matches, or they depend on other images");
    }
  }

  private int[] match(List<List<TargetBox>> images, int image) {
    try (org.sdptbench.glip.tensor.Scope scope = new org.sdptbench.glip.tensor.Scope()) {
      return Targets.of(anchors, images, objects).match(image);
    }
  }

  /** Matches, and writes down what the loss needs of it. */
  @Benchmark
  public int[] match() {
    return match(List.of(boxes), 0);
  }
}
