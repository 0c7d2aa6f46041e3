package org.sdptbench.glip.bench;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sdptbench.glip.fusion.FusionLayer;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.FusionTokens;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;

/**
 * What do tokens in the fusion cost?
 *
 * <p>SDPT appends k tokens to the image and to the text of every fusion layer. The scores are N
 * image positions by L words, and become N + k by L + k: with few words and k = 200 that is several
 * times as many, in a layer that is only a part of a step.
 *
 * <p>{@link #layer} multiplies the image's projections into the keys; {@link #formulas} applies
 * them to the image, as the formulas say and as it has to be where a method adapts them.
 *
 * <p>Checked first: both say the same, and tokens that nobody sees, on the side of the text alone,
 * change nothing.
 */
@State(Scope.Benchmark)
public class FusionBenchmark {
  private static final double TOLERANCE = 1e-5;
  private static final int WORDS = 32;

  /** Images, width, height and width of the finest level; the first is GLIP-mini's batch. */
  @Param({"8x64x16x16", "1x256x50x68"})
  String image;

  /** Tokens on each side. */
  @Param({"0", "10", "200"})
  int k;

  private FusionLayer layer;
  private FusionInput input;
  private Pass pass;
  private Pass formulas;

  /** Tokens in the fusion, and nothing else. */
  private record Tokens(Params params, Optional<FusionTokens> tokens, boolean opaque)
      implements Adaptation {
    @Override
    public Reach reach() {
      return Reach.FUSION;
    }

    @Override
    public Adaptation over(Params other) {
      return new Tokens(other, tokens, opaque);
    }

    @Override
    public Optional<FusionTokens> fusionTokens(int layer) {
      return tokens;
    }

    /** Does nothing, and if opaque does not show it. */
    @Override
    public NDArray linear(String site, NDArray x, NDArray y) {
      return opaque ? Ops.reshape(y, y.getShape().getShape()) : y;
    }
  }

  /** Draws a layer of the model's widths, three levels and a caption. */
  @Setup
  public void setUp() {
    long[] s = RandomInput.shape(image);
    boolean mini = s[1] == 64;
    int width = Math.toIntExact(s[1]);
    int words = mini ? 384 : 768;
    layer = new FusionLayer("", 0, width, words, mini ? 512 : 2048, mini ? 4 : 8, 1);
    Layout layout = new Layout();
    layer.declare(layout);
    Params params = Params.initialise(layout, 1);
    List<NDArray> levels = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      levels.add(RandomInput.normal(2 + i, s[0], s[1], s[2] >> i, s[3] >> i));
    }
    long[] mask = new long[WORDS];
    Arrays.fill(mask, 1);
    input = FusionInput.of(levels, RandomInput.normal(5, 1, WORDS, words), Ops.of(mask, 1, WORDS));
    NDArray textTokens = tokens(6, words);
    pass = pass(params, tokens(7, width), textTokens, true, false);
    formulas = pass(params, tokens(7, width), textTokens, true, true);
    Agreement.check(result(pass), result(formulas), TOLERANCE);
    Agreement.check(
        result(pass(params, null, null, true, false)),
        result(pass(params, null, textTokens, false, false)),
        TOLERANCE);
  }

  private @Nullable NDArray tokens(long seed, int width) {
    return k == 0 ? null : RandomInput.normal(seed, k, width);
  }

  private static Pass pass(
      Params params,
      @Nullable NDArray image,
      @Nullable NDArray text,
      boolean visible,
      boolean opaque) {
    Optional<FusionTokens> tokens =
        image == null && text == null
            ? Optional.empty()
            : Optional.of(new FusionTokens.Latent(image, text, visible));
    return new Pass(params, new Tokens(Params.none(), tokens, opaque));
  }

  private NDArray result(Pass with) {
    FusionInput fused = layer.forward(with, input);
    return Ops.add(Ops.sum(fused.text()), fused.levels().get(0));
  }

  /** The layer, forward and backward to its input. */
  @Benchmark
  public float layer() {
    return Passes.training(input.levels().get(0), () -> result(pass));
  }

  /** The same in the order of the formulas. */
  @Benchmark
  public float formulas() {
    return Passes.training(input.levels().get(0), () -> result(formulas));
  }
}
