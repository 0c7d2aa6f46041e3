package org.sdptbench.harness.testing;

import java.util.List;
import java.util.SplittableRandom;
import org.sdptbench.glip.Glip;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.head.Predictions;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.EncoderInput;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;

/** A small GLIP with every part in place, all of BERT's words, and random weights. */
public final class TinyGlip implements AutoCloseable {
  private static final GlipConfig CONFIG =
      new GlipConfig(
          "tiny",
          new GlipConfig.Vision(8, List.of(1, 1, 1, 1), List.of(1, 1, 2, 2), 4, false, 16, 3),
          new GlipConfig.Text(16, 2, 2, 16, 30522, 64, 8),
          new GlipConfig.Tower(2, 32, 2, 2, 16, false, 3, 0));

  private final Glip glip = new Glip(CONFIG);
  private final Params weights = Params.initialise(glip.layout(), 7);

  /** The architecture. */
  public Glip glip() {
    return glip;
  }

  /** Its weights. */
  public Params weights() {
    return weights;
  }

  /** Token logits, boxes and centerness of the adapted model for a fixed image and text. */
  public float[][] predict(Adaptation adaptation) {
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      Pass pass = new Pass(weights, adaptation);
      float[] pixels = new float[3 * 64 * 64];
      SplittableRandom random = new SplittableRandom(3);
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = (float) random.nextGaussian();
      }
      EncoderInput input =
          new EncoderInput(
              Ops.of(pixels, 1, 3, 64, 64),
              Ops.of(new long[] {1, 9, 4, 30, 2}, 1, 5),
              Ops.of(new long[] {1, 1, 1, 1, 1}, 1, 5),
              Ops.of(new boolean[] {false, true, true, false, false}, 1, 5),
              null);
      FusionInput encoded = glip.encode(pass, input).features();
      Predictions.OfImage image = glip.predict(pass, glip.fuse(pass, encoded)).image(0);
      return new float[][] {image.tokenLogits(), image.boxRegression(), image.centerness()};
    }
  }

  @Override
  public void close() {
    weights.close();
  }
}
