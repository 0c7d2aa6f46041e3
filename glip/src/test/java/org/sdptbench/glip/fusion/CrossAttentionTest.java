package org.sdptbench.glip.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;
import static org.sdptbench.glip.golden.RandomArrays.joined;
import static org.sdptbench.glip.golden.RandomArrays.normal;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.FusionTokens;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.tensor.Drop;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.GradientCheck;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Precision;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.ParameterFree;

class CrossAttentionTest {
  private static final int B = 2;
  private static final int N = 5;
  private static final int L = 4;
  private static final int K = 2;
  private static final int V = 3;
  private static final int T = 6;
  private static final int E = 8;

  private final CrossAttention attention = new CrossAttention("a.", V, T, E, 2);

  private Params params(DataType type) {
    Layout layout = new Layout();
    attention.declare(layout);
    try (Params drawn = Params.initialise(layout, 7)) {
      return drawn.to(type);
    }
  }

  private static NDArray mask() {
    return Ops.of(new long[] {1, 1, 1, 0, 1, 1, 1, 1}, B, L);
  }

  private static Pass pass(Params params) {
    return new Pass(params, Adaptation.none());
  }

  @Test
  void gradientsAgreeWithCentralDifferencesForEveryKindOfTokens() {
    try (Scope scope = new Scope();
        Params params = params(DataType.FLOAT64)) {
      for (boolean projected : new boolean[] {false, true}) {
        for (boolean batched : new boolean[] {false, true}) {
          GradientCheck.check(
              in -> {
                FusionTokens tokens =
                    projected
                        ? new FusionTokens.Projected(in.get(2), in.get(3), true)
                        : new FusionTokens.Latent(in.get(2), in.get(3), true);
                CrossAttention.Deltas deltas =
                    attention.forward(
                        pass(params), in.get(0), in.get(1), mask(), Optional.of(tokens));
                return joined(List.of(deltas.image(), deltas.text()));
              },
              5,
              new long[] {B, N, V},
              new long[] {B, L, T},
              tokens(batched, projected ? E : V),
              tokens(batched, projected ? E : T));
        }
      }
    }
  }

  private static long[] tokens(boolean batched, long width) {
    return batched ? new long[] {B, K, width} : new long[] {K, width};
  }

  /** Scores around the limit, where the clamp cuts gradients off. */
  @Test
  void kernelsAgreeWithCentralDifferencesWhenTheClampActs() {
    try (Scope scope = new Scope()) {
      GradientCheck.check(
          in ->
              joined(
                  FusionKernels.attention(
                      in.get(0),
                      in.get(1),
                      in.get(2),
                      in.get(3),
                      mask(),
                      2,
                      0.5,
                      N,
                      L,
                      new Drop(0.1, 5),
                      new Drop(0.1, 6),
                      Precision.FLOAT32)),
          6,
          new long[] {B, N, E},
          new long[] {B, L, E},
          new long[] {B, N, E},
          new long[] {B, L, E});
    }
  }

  /** An adaptation that does nothing to any layer, but not visibly so: nothing may be reordered. */
  private record Opaque() implements ParameterFree {
    @Override
    public Reach reach() {
      return Reach.FUSION;
    }

    @Override
    public NDArray linear(String site, NDArray x, NDArray y) {
      return Ops.copy(y);
    }
  }

  static Stream<Arguments> everyKindOfTokens() {
    List<Arguments> kinds = new ArrayList<>();
    for (boolean image : new boolean[] {false, true}) {
      for (boolean text : new boolean[] {false, true}) {
        for (boolean visible : new boolean[] {false, true}) {
          for (boolean batched : new boolean[] {false, true}) {
            kinds.add(Arguments.of(image, text, visible, batched));
          }
        }
      }
    }
    return kinds.stream();
  }

  /** Values and gradients of everything that goes in, weights included. */
  @ParameterizedTest
  @MethodSource("everyKindOfTokens")
  void theSparingOrderOfTheProductsSaysTheSame(
      boolean image, boolean text, boolean visible, boolean batched) {
    try (Scope scope = new Scope();
        Params params = params(DataType.FLOAT64)) {
      Function<Adaptation, double[]> run =
          adaptation -> {
            NDArray v = normal(3, tokens(batched, V));
            NDArray l = normal(4, tokens(batched, T));
            FusionTokens tokens =
                new FusionTokens.Latent(image ? v : null, text ? l : null, visible);
            return valuesAndGradients(params, adaptation, List.of(v, l), Optional.of(tokens));
          };
      assertThat(run.apply(Adaptation.none()))
          .containsExactly(run.apply(new Opaque()), offset(1e-12));
    }
  }

  /** Values beyond the limit, which the sparing order must clamp too. */
  @Test
  void theSparingOrderClampsAsWell() {
    try (Scope scope = new Scope();
        Params drawn = params(DataType.FLOAT64);
        Params params =
            Params.from(drawn.layout(), spec -> Ops.mul(drawn.get(spec.name()), 300.0))) {
      double[] sparing = valuesAndGradients(params, Adaptation.none(), List.of(), Optional.empty());
      double[] plain = valuesAndGradients(params, new Opaque(), List.of(), Optional.empty());
      for (int i = 0; i < plain.length; i++) {
        assertThat(sparing[i]).isCloseTo(plain[i], offset(1e-9 * (1 + Math.abs(plain[i]))));
      }
    }
  }

  private double[] valuesAndGradients(
      Params params, Adaptation adaptation, List<NDArray> own, Optional<FusionTokens> tokens) {
    NDArray image = normal(1, B, N, V);
    NDArray text = normal(2, B, L, T);
    List<NDArray> inputs = new ArrayList<>(List.of(image, text));
    inputs.addAll(own);
    params.names().forEach(name -> inputs.add(params.get(name)));
    inputs.forEach(array -> Gradients.require(array, true));
    try (GradMode on = GradMode.on()) {
      CrossAttention.Deltas deltas =
          attention.forward(new Pass(params, adaptation), image, text, mask(), tokens);
      NDArray out = joined(List.of(deltas.image(), deltas.text()));
      Gradients.backward(Ops.sum(Ops.mul(out, normal(9, out.getShape().getShape()))));
      List<double[]> parts = new ArrayList<>(List.of(out.toDoubleArray()));
      for (NDArray input : inputs) {
        NDArray gradient = Gradients.of(input);
        parts.add(gradient == null ? new double[0] : gradient.toDoubleArray());
        Gradients.clear(input);
        Gradients.require(input, false);
      }
      return parts.stream().flatMapToDouble(Arrays::stream).toArray();
    }
  }

  /** Images that are too large to be answered together are answered in turn, in float32 too. */
  @Test
  void manyPositionsAreAnsweredImageByImage() {
    CrossAttention large = new CrossAttention("b.", 4, T, 16, 2);
    Layout layout = new Layout();
    large.declare(layout);
    try (Scope scope = new Scope();
        Params params = Params.initialise(layout, 5)) {
      NDArray image = Ops.castLike(normal(1, 3, 1500, 4), params.get("b.v_proj.weight"));
      NDArray text = Ops.castLike(normal(2, 3, 50, T), image);
      NDArray mask = Ops.full(1, DataType.INT64, 3, 50);
      Optional<FusionTokens> tokens =
          Optional.of(new FusionTokens.Latent(null, Ops.castLike(normal(3, 30, T), image), true));
      CrossAttention.Deltas sparing = large.forward(pass(params), image, text, mask, tokens);
      CrossAttention.Deltas plain =
          large.forward(new Pass(params, new Opaque()), image, text, mask, tokens);
      assertThat(sparing.image().toFloatArray())
          .containsExactly(plain.image().toFloatArray(), offset(1e-5f));
      assertThat(sparing.text().toFloatArray())
          .containsExactly(plain.text().toFloatArray(), offset(1e-5f));
    }
  }

  @Test
  void sharedTokensAreTheSameTokensInEveryImage() {
    try (Scope scope = new Scope();
        Params params = params(DataType.FLOAT64)) {
      NDArray image = normal(1, B, N, V);
      NDArray text = normal(2, B, L, T);
      NDArray shared = normal(3, K, V);
      NDArray batched = Ops.stack(List.of(shared, shared), 0);
      CrossAttention.Deltas a =
          attention.forward(
              pass(params),
              image,
              text,
              mask(),
              Optional.of(new FusionTokens.Latent(shared, null, true)));
      CrossAttention.Deltas b =
          attention.forward(
              pass(params),
              image,
              text,
              mask(),
              Optional.of(new FusionTokens.Latent(batched, null, true)));
      assertThat(a.image().toDoubleArray()).isEqualTo(b.image().toDoubleArray());
      assertThat(a.text().toDoubleArray()).isEqualTo(b.text().toDoubleArray());
    }
  }

  /** SDPT's release masks the text-side tokens: they change nothing (fuse_helper.py L261, L424). */
  @Test
  void eachSideActsOnTheOtherOnly() {
    try (Scope scope = new Scope();
        Params params = params(DataType.FLOAT64)) {
      double[][] plain = run(params, null);
      NDArray v = normal(3, K, V);
      NDArray l = normal(4, K, T);
      double[][] image = run(params, new FusionTokens.Latent(v, null, true));
      assertThat(image[0]).isEqualTo(plain[0]);
      assertThat(distance(image[1], plain[1])).isGreaterThan(1e-3);
      double[][] text = run(params, new FusionTokens.Latent(null, l, true));
      assertThat(distance(text[0], plain[0])).isGreaterThan(1e-3);
      assertThat(text[1]).isEqualTo(plain[1]);
      double[][] masked = run(params, new FusionTokens.Latent(null, l, false));
      assertThat(distance(masked[0], plain[0])).isZero();
      assertThat(masked[1]).isEqualTo(plain[1]);
    }
  }

  /** Tokens that are projected already only take attention away: from the other modality's. */
  @Test
  void eachSideOfProjectedTokensActsOnTheOtherOnly() {
    try (Scope scope = new Scope();
        Params params = params(DataType.FLOAT64)) {
      double[][] plain = run(params, null);
      double[][] image = run(params, new FusionTokens.Projected(normal(3, K, E), null, true));
      assertThat(image[0]).containsExactly(plain[0], offset(1e-14));
      assertThat(distance(image[1], plain[1])).isGreaterThan(1e-3);
      double[][] text = run(params, new FusionTokens.Projected(null, normal(4, K, E), true));
      assertThat(distance(text[0], plain[0])).isGreaterThan(1e-3);
      assertThat(text[1]).containsExactly(plain[1], offset(1e-14));
    }
  }

  private double[][] run(Params params, @Nullable FusionTokens tokens) {
    CrossAttention.Deltas deltas =
        attention.forward(
            pass(params),
            normal(1, B, N, V),
            normal(2, B, L, T),
            mask(),
            Optional.ofNullable(tokens));
    return new double[][] {deltas.image().toDoubleArray(), deltas.text().toDoubleArray()};
  }

  private static double distance(double[] a, double[] b) {
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  @Test
  void mapsAreDistributionsThatIgnorePaddingInOneDirectionOnly() {
    try (Scope scope = new Scope();
        Params params = params(DataType.FLOAT64)) {
      CrossAttention.Maps maps =
          attention.maps(
              pass(params),
              normal(1, B, N, V),
              normal(2, B, L, T),
              mask(),
              Optional.of(new FusionTokens.Latent(normal(3, K, V), null, true)));
      assertThat(maps.imageToText().getShape().getShape()).containsExactly(B, 2, N + K, L);
      assertThat(maps.textToImage().getShape().getShape()).containsExactly(B, 2, L, N + K);
      for (NDArray map : List.of(maps.imageToText(), maps.textToImage())) {
        for (double sum : Ops.sum(map, false, 3).toDoubleArray()) {
          assertThat(sum).isCloseTo(1, offset(1e-12));
        }
      }
      NDArray padding = Ops.narrow(Ops.narrow(maps.imageToText(), 0, 0, 1), 3, 3, 1);
      assertThat(padding.toDoubleArray()).containsOnly(0);
    }
  }

  @Test
  void headsMustDivideTheFusionSpace() {
    assertThatThrownBy(() -> new CrossAttention("x.attn.", 4, 4, 10, 3))
        .hasMessage("x.attn.: 3 heads do not divide a fusion space of width 10");
  }

  @Test
  void startsAsTheOfficialCodeDoes() {
    Layout layout = new Layout();
    attention.declare(layout);
    assertThat(start(layout, "a.v_proj.weight"))
        .isEqualTo(new Init.Uniform(Math.sqrt(6.0 / (V + E))));
    assertThat(start(layout, "a.out_l_proj.bias")).isEqualTo(Init.ZEROS);
  }

  private static Init start(Layout layout, String name) {
    return Objects.requireNonNull(layout.get(name), name).init();
  }
}
