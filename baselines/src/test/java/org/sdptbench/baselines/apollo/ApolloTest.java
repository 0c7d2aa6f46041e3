package org.sdptbench.baselines.apollo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sdptbench.baselines.Adapted;
import org.sdptbench.baselines.maple.Maple;
import org.sdptbench.baselines.prompt.CoupledPrompts;
import org.sdptbench.baselines.prompt.TextSize;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Encoded;
import org.sdptbench.glip.peft.EncoderInput;
import org.sdptbench.glip.peft.Encoders;
import org.sdptbench.glip.peft.ImageEncoding;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.peft.TextEncoding;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;

class ApolloTest {
  private static final int WORDS = 3;
  private static final int TEXT = 2;
  private static final Consistency TERM = new Consistency(1, 2, 2);

  private static final FusionAdapters ADAPTERS =
      new FusionAdapters(
          new CrossAdapter("image.", 3, TEXT, 4, 2, 5, false),
          new CrossAdapter("text.", TEXT, 3, 4, 2, 5, false));

  /** Encoders without layers: the pyramid is the image by a factor, or one for each channel. */
  private record Scaling(NDArray factor, Optional<NDArray> frozenFactor) implements Encoders {
    @Override
    public ImageEncoding images(NDArray images) {
      return new Seen(Ops.mul(images, factor));
    }

    @Override
    public TextEncoding text(NDArray ids, NDArray mask) {
      return new Read(new TextState(RandomArrays.normal(4, 1, WORDS, TEXT), mask));
    }

    @Override
    public Encoders frozen() {
      return new Scaling(frozenFactor.orElseThrow(), Optional.empty());
    }
  }

  /** An encoder without layers takes no tokens. */
  private abstract static class Layerless {
    public int next() {
      return 0;
    }

    public NDArray peek(NDArray tokens) {
      throw new UnsupportedOperationException();
    }

    public NDArray step(@Nullable NDArray tokens) {
      throw new UnsupportedOperationException();
    }

    public void advanceTo(int layer) {
      throw new UnsupportedOperationException();
    }
  }

  private static final class Seen extends Layerless implements ImageEncoding {
    private final NDArray map;

    Seen(NDArray map) {
      this.map = map;
    }

    @Override
    public int blocks() {
      return 0;
    }

    @Override
    public NDArray map() {
      return map;
    }

    @Override
    public List<NDArray> finish() {
      return List.of(map);
    }
  }

  private static final class Read extends Layerless implements TextEncoding {
    private final TextState state;

    Read(TextState state) {
      this.state = state;
    }

    @Override
    public int layers() {
      return 0;
    }

    @Override
    public TextState state() {
      return state;
    }

    @Override
    public TextState finish() {
      return state;
    }
  }

  private static NDArray images() {
    return RandomArrays.normal(1, 2, 3, 4, 5);
  }

  private static NDArray factor(double value) {
    return Ops.of(new double[] {value}, 1);
  }

  /** Adapters as they start. */
  private static Params params() {
    Layout layout = new Layout();
    ADAPTERS.declare(layout);
    try (Params drawn = Params.initialise(layout, 1)) {
      return drawn.to(DataType.FLOAT64);
    }
  }

  /** With prompts that encoders without layers never ask for. */
  private static Encoded encode(
      Params params, Encoders encoders, boolean training, Optional<Consistency> term) {
    CoupledPrompts prompts =
        new CoupledPrompts("unused.", TinyGlip.CONFIG, 2, 1, false, TextSize.DRAWN);
    return new ApolloAdaptation(params, params, prompts, ADAPTERS, term)
        .coupling()
        .orElseThrow()
        .encode(
            encoders,
            new EncoderInput(
                images(),
                Ops.of(new long[WORDS], 1, WORDS),
                Ops.of(new long[] {1, 1, 0}, 1, WORDS),
                Ops.of(new boolean[WORDS], 1, WORDS),
                training ? Ops.full(1, DataType.FLOAT64, 2, 1) : null));
  }

  /** The frozen encoders see in the mirror what the others see: region and region must meet. */
  @Test
  void comparesEachRegionWithItselfInTheMirror() {
    try (Scope scope = new Scope();
        Params params = params()) {
      Encoders encoders = new Scaling(factor(1), Optional.of(factor(3)));
      double loss =
          encode(params, encoders, true, Optional.of(TERM)).loss().orElseThrow().getDouble();
      NDArray regions = TERM.regions(List.of(images()));
      NDArray misplaced = TERM.regions(List.of(Ops.flip(images(), 3)));
      assertThat(loss).isCloseTo(TERM.loss(regions, regions).getDouble(), within(1e-12));
      assertThat(TERM.loss(regions, misplaced).getDouble()).isGreaterThan(loss + 0.1);
    }
  }

  @Test
  void whatFrozenGlipSeesHasNoGradient() {
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        Params params = params()) {
      // One for each channel: a cosine is blind to a common factor.
      NDArray own = RandomArrays.normal(2, 1, 3, 1, 1);
      NDArray frozen = RandomArrays.normal(3, 1, 3, 1, 1);
      Gradients.require(own, true);
      Gradients.require(frozen, true);
      Encoders encoders = new Scaling(own, Optional.of(frozen));
      Gradients.backward(encode(params, encoders, true, Optional.of(TERM)).loss().orElseThrow());
      assertThat(Arrays.stream(Objects.requireNonNull(Gradients.of(own)).toDoubleArray()).boxed())
          .allMatch(derivative -> Math.abs(derivative) > 1e-6);
      assertThat(Gradients.of(frozen)).isNull();
    }
  }

  /** These encoders fail if frozen GLIP is asked for. */
  @Test
  void frozenGlipIsRunOnlyForALoss() {
    try (Scope scope = new Scope();
        Params params = params()) {
      Encoders encoders = new Scaling(factor(1), Optional.empty());
      assertThat(encode(params, encoders, false, Optional.of(TERM)).loss()).isEmpty();
      assertThat(encode(params, encoders, true, Optional.empty()).loss()).isEmpty();
    }
  }

  @Test
  void theTermHasItsWeight() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation without = Adapted.of(new Apollo(), model, Map.of("consistency", 0));
        Adaptation half = Adapted.of(new Apollo(), model, Map.of("consistency", 0.5));
        Adaptation whole = Adapted.of(new Apollo(), model, Map.of())) {
      double bare = model.loss(without).getDouble();
      double added = model.loss(half).getDouble() - bare;
      assertThat(Math.abs(added)).isGreaterThan(1e-3);
      assertThat(model.loss(whole).getDouble() - bare).isCloseTo(2 * added, within(1e-9));
    }
  }

  @Test
  void startsAsMapleWithTheSamePrompts() {
    Maple maple = new Maple();
    Settings settings = Settings.resolve(maple.settings(), Map.of());
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation apollo = Adapted.of(new Apollo(), model, Map.of());
        Params same =
            Params.from(
                maple.layout(TinyGlip.CONFIG, model.glip().layout(), settings),
                spec -> Ops.copy(apollo.params().get(prompt(spec.name()))))) {
      Adaptation prompts = maple.adapt(TinyGlip.CONFIG, model.weights(), settings, same);
      assertThat(TinyGlip.values(model.encoded(apollo, model.images())))
          .isEqualTo(TinyGlip.values(model.encoded(prompts, model.images())));
    }
  }

  /** Apollo's name of MaPLe's parameter. */
  private static String prompt(String maple) {
    return maple.replaceFirst("^maple\\.", "apollo.prompts.");
  }
}
