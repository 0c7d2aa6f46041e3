package org.sdptbench.glip.bench;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sdptbench.glip.head.Anchors;
import org.sdptbench.glip.head.Detections;
import org.sdptbench.glip.head.PostProcessor;
import org.sdptbench.glip.head.Predictions;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.vision.ImageSize;

/**
 * How long does it take to make detections of predictions?
 *
 * <p>Scores of all classes at all positions, the best of each level, and of those that overlap the
 * best again (non-maximum suppression), for one image of GLIP-T under a caption of 40 classes. Many
 * candidates are the worst case: a trained model leaves a few hundred above the threshold.
 *
 * <p>Checked first: with room for all of them, the first detections are the same.
 */
@State(Scope.Benchmark)
public class PostProcessingBenchmark {
  private static final int HEIGHT = 800;
  private static final int WIDTH = 1088;
  private static final int CLASSES = 40;

  /** What is added to normal token logits; each step down leaves fewer candidates. */
  @Param({"-7", "-5"})
  int bias;

  private final Anchors anchors = Anchors.ofImage(HEIGHT, WIDTH, 5, 8);
  private final Map<Integer, List<Integer>> labels = new LinkedHashMap<>();
  private final ImageSize size = new ImageSize(WIDTH, HEIGHT);
  private Predictions.OfImage predictions;

  /** Draws predictions. */
  @Setup
  public void setUp() {
    int positions = anchors.count();
    SplittableRandom random = new SplittableRandom(1);
    float[] logits = new Init.Normal(1.5).draw(positions * CLASSES, random);
    for (int i = 0; i < logits.length; i++) {
      logits[i] += bias;
    }
    predictions =
        new Predictions.OfImage(
            positions,
            CLASSES,
            logits,
            new Init.Normal(0.5).draw(4 * positions, random),
            new Init.Normal(1).draw(positions, random));
    for (int i = 0; i < CLASSES; i++) {
      labels.put(i, List.of(i));
    }
    PostProcessor.Settings few = PostProcessor.Settings.DEFAULT;
    List<Detections.Detected> first = detections().boxes();
    List<Detections.Detected> all =
        new PostProcessor(
                new PostProcessor.Settings(
                    few.scoreThreshold(),
                    few.candidatesPerLevel(),
                    few.overlapThreshold(),
                    Integer.MAX_VALUE))
            .detect(predictions, anchors, labels, size)
            .boxes();
    if (first.isEmpty() || !first.equals(all.subList(0, first.size()))) {
      throw new IllegalStateException("the detections depend on how many are kept");
    }
  }

  /** As GLIP does it outside of LVIS: 1000 candidates a level, 100 detections. */
  @Benchmark
  public Detections detections() {
    return new PostProcessor(PostProcessor.Settings.DEFAULT)
        .detect(predictions, anchors, labels, size);
  }
}
