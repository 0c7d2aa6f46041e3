package org.sdptbench.glip.bench;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sdptbench.glip.tensor.Ops;

/**
 * What is a derivative by hand worth in GLIP's token loss?
 *
 * <p>The focal loss is taken over all anchors times all words, the largest array of training:
 * 22,400 times 256 for an image of 800 × 1333 pixels in GLIP-T. Its kernel computes value and
 * derivative in one go; the other way leaves the derivative to the tensor library, which keeps all
 * that lies between.
 */
@State(Scope.Benchmark)
public class TokenLossBenchmark {
  /** Of sums over millions of values in single precision. */
  private static final double TOLERANCE = 1e-4;

  private static final int ANCHORS = 22_400;
  private static final int WORDS = 256;
  private static final int OBJECTS = 10;

  private NDArray logits;
  private NDArray table;
  private NDArray rows;
  private NDArray mask;

  /** Draws logits, and objects that some anchors are matched to. */
  @Setup
  public void setUp() {
    logits = RandomInput.normal(1, 1, ANCHORS, WORDS);
    float[] wanted = new float[(OBJECTS + 1) * WORDS];
    long[] row = new long[ANCHORS];
    Arrays.fill(row, OBJECTS);
    for (int i = 0; i < OBJECTS; i++) {
      wanted[i * WORDS + i] = 1;
      row[i * 100] = i;
    }
    table = Ops.of(wanted, OBJECTS + 1L, WORDS);
    rows = Ops.of(row, ANCHORS);
    long[] words = new long[WORDS];
    Arrays.fill(words, 1);
    mask = Ops.of(words, 1, WORDS);
    Agreement.check(kernel(), elementary(), TOLERANCE);
  }

  private NDArray kernel() {
    return PartKernels.tokenFocalLoss(logits, table, rows, mask, OBJECTS);
  }

  /** The same from elementary operations: α · σ(u)² · softplus(u), where u is −z of a target. */
  private NDArray elementary() {
    NDArray target = Ops.reshape(Ops.indexSelect(table, 0, rows), 1, ANCHORS, WORDS);
    NDArray u = Ops.mul(logits, Ops.add(Ops.mul(target, -2), 1));
    NDArray alpha = Ops.mul(Ops.add(Ops.mul(target, -0.5), 0.75), 1.0 / OBJECTS);
    NDArray loss = Ops.mul(Ops.pow(Ops.sigmoid(u), 2), Ops.softplus(u));
    return Ops.sum(Ops.mul(loss, alpha));
  }

  /** The kernel, with the derivative. */
  @Benchmark
  public float byHand() {
    return Passes.training(logits, this::kernel);
  }

  /** Elementary operations, with the derivative. */
  @Benchmark
  public float automatic() {
    return Passes.training(logits, this::elementary);
  }
}
