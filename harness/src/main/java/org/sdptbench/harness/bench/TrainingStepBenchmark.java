package org.sdptbench.harness.bench;

import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.train.DivergedException;
import org.sdptbench.harness.train.Training;

/**
 * How long does each method train?
 *
 * <p>A step is forward, loss, backward and the optimiser's, on a batch of the scale's recipe (8
 * images of GLIP-mini). The code is that of a run, and so is what it saves: what a method leaves
 * unchanged is computed once for each image, and was before the clock starts. A method that acts in
 * the encoders can save nothing of them; that is most of the difference between methods.
 *
 * <p>{@code -p model=glip-t} asks the same of GLIP-T with random weights, 800 × 1066 pixels, one
 * image a step: many seconds each, and gigabytes.
 */
@State(Scope.Benchmark)
public class TrainingStepBenchmark {
  /** The backbone. */
  @Param("glip-mini")
  String model;

  /** What the experiment {@code efficiency} calls the method. */
  @Param({
    "Linear probe",
    "Full fine-tuning",
    "LoRA",
    "BitFit",
    "GLIP prompt",
    "VPT",
    "UPT",
    "MaPLe",
    "DPT",
    "PMF",
    "Apollo",
    "SDPT (k = 10)",
    "SDPT (k = 200)"
  })
  String method;

  private MethodCell cell;
  private Training training;

  /** Trains on every image once. */
  @Setup
  public void setUp() throws IOException, InvalidInputException, DivergedException {
    cell = new MethodCell(model, method);
    training = cell.warmTraining();
  }

  /** Frees model and method. */
  @TearDown
  public void close() {
    training.close();
    cell.close();
  }

  /** A step, and its loss. */
  @Benchmark
  public double step() throws DivergedException {
    return training.step();
  }
}
