package org.sdptbench.glip.testing;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.head.DetectionLoss;
import org.sdptbench.glip.head.Predictions;
import org.sdptbench.glip.head.TargetBox;
import org.sdptbench.glip.head.Targets;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Encoded;
import org.sdptbench.glip.peft.EncoderInput;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Segments;

/**
 * A GLIP with every part of the real one, small, in float64, with random weights that are wide
 * enough for every part to matter; and a batch for it.
 *
 * @param glip the architecture
 * @param weights all of its parameters, float64
 */
public record TinyGlip(Glip glip, Params weights) implements AutoCloseable {
  /** Number of images in {@link #images}. */
  public static final int BATCH = 2;

  private static final int HEIGHT = 64;
  private static final int WIDTH = 96;
  private static final int LENGTH = 12;
  private static final int TOKENS = 9;

  /** Room for longer prompts than captions. */
  private static final int POSITIONS = 32;

  /** The words "a photo of a" of BERT's vocabulary, with which prompts start, are among these. */
  private static final int VOCABULARY = 6400;

  /** Tokens of each class of the caption. */
  private static final List<List<Integer>> CLASSES = List.of(List.of(1, 2), List.of(4));

  /** The sizes; the fusion space is wider than both modalities, as in GLIP. */
  public static final GlipConfig CONFIG =
      new GlipConfig(
          "tiny",
          new GlipConfig.Vision(16, List.of(1, 1, 2, 1), List.of(2, 2, 4, 4), 4, false, 32, 3),
          new GlipConfig.Text(24, 2, 4, 48, VOCABULARY, POSITIONS, LENGTH),
          new GlipConfig.Tower(2, 64, 4, 4, 48, true, 4, 5));

  /** A model whose weights follow from the seed. */
  public static TinyGlip random(long seed) {
    Glip glip = new Glip(CONFIG);
    Layout wide = new Layout();
    glip.layout().specs().forEach(spec -> wide.add(widened(spec)));
    try (Params drawn = Params.initialise(wide, seed)) {
      return new TinyGlip(glip, drawn.to(DataType.FLOAT64));
    }
  }

  /** Matrices keep the scale of what they multiply; zeros become small numbers. */
  private static ParamSpec widened(ParamSpec spec) {
    Shape shape = spec.shape();
    if (shape.dimension() > 1) {
      double fanIn = (double) shape.size() / shape.get(0);
      return new ParamSpec(spec.name(), shape, new Init.Normal(1 / Math.sqrt(fanIn)));
    }
    return spec.init().equals(Init.ZEROS)
        ? new ParamSpec(spec.name(), shape, new Init.Normal(0.1))
        : spec;
  }

  /** Two images [2, 3, H, W]. */
  public NDArray images() {
    return RandomArrays.normal(11, BATCH, 3, HEIGHT, WIDTH);
  }

  /** Features of a batch under one caption of two classes, as they enter the fusion. */
  public FusionInput encoded(Adaptation adaptation, NDArray images) {
    return encode(new Pass(weights, adaptation), images, null).features();
  }

  private Encoded encode(Pass pass, NDArray images, @Nullable NDArray present) {
    long[] ids = new long[LENGTH];
    long[] mask = new long[LENGTH];
    for (int i = 0; i < TOKENS; i++) {
      ids[i] = 1 + 7L * i;
      mask[i] = 1;
    }
    boolean[] classTokens = new boolean[CLASSES.size() * LENGTH];
    for (int c = 0; c < CLASSES.size(); c++) {
      for (int token : CLASSES.get(c)) {
        classTokens[c * LENGTH + token] = true;
      }
    }
    return glip.encode(
        pass,
        new EncoderInput(
            images,
            Ops.of(ids, 1, LENGTH),
            Ops.of(mask, 1, LENGTH),
            Ops.of(classTokens, CLASSES.size(), LENGTH),
            present));
  }

  /** What the tower makes of a batch. */
  public FusionInput fused(Adaptation adaptation, NDArray images) {
    return glip.fuse(new Pass(weights, adaptation), encoded(adaptation, images));
  }

  /** Predictions for a batch. */
  public Predictions predictions(Adaptation adaptation, NDArray images) {
    return glip.predict(new Pass(weights, adaptation), fused(adaptation, images));
  }

  /** The loss of {@link #images}, which show two objects and one, with the adaptation's own. */
  public NDArray loss(Adaptation adaptation) {
    return loss(new Pass(weights, adaptation));
  }

  /** The same in a pass that may drop something. */
  public NDArray loss(Pass pass) {
    Encoded encoded = encoded(pass);
    return loss(pass, new Encoded(glip.fuse(pass, encoded.features()), encoded.loss()));
  }

  /** Adds the derivatives of the same loss to the gradients, with one segment's graph at a time. */
  public double backwardBySegments(Adaptation adaptation) {
    Pass pass = new Pass(weights, adaptation);
    List<UnaryOperator<List<NDArray>>> segments = new ArrayList<>();
    segments.add(nothing -> encoded(pass).arrays());
    for (UnaryOperator<FusionInput> part : glip.fusing(pass)) {
      segments.add(
          arrays -> {
            Encoded state = unpacked(arrays);
            return new Encoded(part.apply(state.features()), state.loss()).arrays();
          });
    }
    return new Segments(segments, arrays -> loss(pass, unpacked(arrays))).backward(List.of());
  }

  private Encoded encoded(Pass pass) {
    return encode(pass, images(), Ops.of(new double[] {1, 1, 1, 0}, BATCH, CLASSES.size()));
  }

  private NDArray loss(Pass pass, Encoded state) {
    FusionInput fused = state.features();
    Predictions predictions = glip.predict(pass, fused);
    List<TargetBox> objects =
        List.of(
            new TargetBox(5, 6, 40, 45, CLASSES.get(0)),
            new TargetBox(50, 20, 85, 60, CLASSES.get(1)));
    Targets targets =
        Targets.of(glip.anchors(HEIGHT, WIDTH), List.of(objects, objects.subList(0, 1)), LENGTH);
    NDArray loss = DetectionLoss.of(predictions, targets, fused.mask()).total();
    return state.loss().map(own -> Ops.add(loss, own)).orElse(loss);
  }

  private static Encoded unpacked(List<NDArray> arrays) {
    return Encoded.ofArrays(arrays, CONFIG.vision().levels());
  }

  /** All numbers of predictions in one row. */
  public static double[] values(Predictions predictions) {
    return joined(
        List.of(predictions.tokenLogits(), predictions.boxRegression(), predictions.centerness()));
  }

  /** All numbers of features in one row. */
  public static double[] values(FusionInput features) {
    double[] levels = joined(features.levels());
    double[] text = features.text().toDoubleArray();
    double[] all = Arrays.copyOf(levels, levels.length + text.length);
    System.arraycopy(text, 0, all, levels.length, text.length);
    return all;
  }

  private static double[] joined(List<NDArray> arrays) {
    return RandomArrays.joined(arrays).toDoubleArray();
  }

  @Override
  public void close() {
    weights.close();
  }
}
