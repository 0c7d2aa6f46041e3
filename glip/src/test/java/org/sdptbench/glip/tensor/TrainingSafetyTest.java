package org.sdptbench.glip.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.sdptbench.glip.testing.NativeMemory;

/** Training survives garbage collection, and does not leak. */
class TrainingSafetyTest {
  private static final int WIDTH = 64;
  private static final int ROUND = 500;

  private static Layout network() {
    return new Layout()
        .linear("in", 16, WIDTH, Init.xavierUniform(16, WIDTH))
        .norm("norm", WIDTH)
        .linear("out", WIDTH, 1, Init.xavierUniform(WIDTH, 1));
  }

  /** A small network with every kind of scalar argument in its graph. */
  private static NDArray loss(Params params, NDArray x, NDArray y, Runnable beforeBackward) {
    NDArray hidden = Ops.gelu(params.linear("in", x));
    NDArray out = params.linear("out", params.layerNorm("norm", hidden));
    NDArray error = Ops.pow(Ops.sub(Ops.mul(out, 0.5), y), 2);
    NDArray loss = Ops.mul(Ops.sum(error), 1.0 / 32);
    beforeBackward.run();
    return loss;
  }

  private static float[] train(int steps, Runnable beforeBackward) {
    try (Params params = Params.initialise(network(), 3);
        GradMode on = GradMode.on();
        AdamW optimiser =
            new AdamW(params, name -> new AdamW.Group(1, 0.01), AdamW.Settings.clippedAt(1))) {
      params.requireGradients(true);
      SplittableRandom random = new SplittableRandom(5);
      float last = 0;
      float first = 0;
      for (int step = 0; step < steps; step++) {
        try (Scope scope = new Scope()) {
          float[] inputs = new float[32 * 16];
          float[] targets = new float[32];
          for (int i = 0; i < inputs.length; i++) {
            inputs[i] = (float) random.nextGaussian();
            targets[i / 16] += inputs[i] * (i % 16) / 16;
          }
          NDArray loss =
              loss(params, Ops.of(inputs, 32, 16), Ops.of(targets, 32, 1), beforeBackward);
          Gradients.backward(loss);
          optimiser.step(1e-2, List.of());
          last = loss.getFloat();
          first = step == 0 ? last : first;
        }
      }
      float[] weights = params.get("out.weight").toFloatArray();
      assertThat(last).as("the loss falls").isLessThan(first / 4);
      return weights;
    }
  }

  @Test
  @Tag("slow")
  void collectingGarbageBeforeBackwardChangesNothing() {
    Runnable pressure =
        () -> {
          System.gc();
          // Overwrite what a freed direct buffer may have left.
          for (int i = 0; i < 50; i++) {
            java.nio.ByteBuffer.allocateDirect(64).putDouble(0, Double.NaN);
          }
        };
    assertThat(train(120, pressure)).containsExactly(train(120, () -> {}));
  }

  @Test
  @Tag("slow")
  @EnabledOnOs(OS.LINUX)
  void memoryStaysFlatOverTwoThousandSteps() throws IOException, InterruptedException {
    String growth = NativeMemory.printed(TrainingSafetyTest.class);
    // Half of the smallest activation lost in each step would be two megabytes.
    assertThat(Long.parseLong(growth)).isLessThan(1L << 20);
  }

  /** Prints the least growth of resident memory over four rounds, in bytes: a leak is in each. */
  public static void main(String[] arguments) throws IOException {
    train(ROUND, () -> {});
    long least = Long.MAX_VALUE;
    for (int round = 0; round < 4; round++) {
      long before = NativeMemory.residentBytes();
      train(ROUND, () -> {});
      System.gc();
      least = Math.min(least, NativeMemory.residentBytes() - before);
    }
    System.out.println(least);
  }

  @Test
  void clearingForgetsNaN() {
    try (GradMode on = GradMode.on();
        Scope scope = new Scope()) {
      NDArray leaf = Ops.of(new float[] {0}, 1);
      Gradients.require(leaf, true);
      Gradients.backward(Ops.sum(Ops.mul(Ops.log(leaf), leaf)));
      Gradients.clear(leaf);
      Gradients.backward(Ops.sum(leaf));
      assertThat(Objects.requireNonNull(Gradients.of(leaf)).toFloatArray()).containsExactly(1);
    }
  }
}
