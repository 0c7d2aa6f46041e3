package org.sdptbench.glip.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Coupling;
import org.sdptbench.glip.peft.Encoded;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.ImageEncoding;
import org.sdptbench.glip.peft.Prompts;
import org.sdptbench.glip.peft.TextEncoding;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.ParameterFree;
import org.sdptbench.glip.testing.TinyGlip;

/** Running the encoders block by block. */
class CouplingTest {
  private static final int LAST_WIDTH = 128;
  private static final int TEXT_WIDTH = 24;

  /** Batched products may add in another order. */
  private static final double ROUNDING = 1e-9;

  /**
   * An adaptation with prompts of its own, three for the image and two for the text.
   *
   * @param offered what its hooks were offered, in the order of the calls
   */
  private record Prompted(List<String> offered) implements ParameterFree, Prompts {
    @Override
    public @Nullable NDArray textTokens(int layer, @Nullable NDArray carried) {
      offered.add("text %s %s".formatted(layer, carried == null ? "-" : carried.getShape()));
      return layer == 0 ? RandomArrays.normal(6, 2, TEXT_WIDTH) : carried;
    }

    @Override
    public @Nullable NDArray visionTokens(int stage, int block, @Nullable NDArray carried) {
      offered.add(
          "image %s.%s %s".formatted(stage, block, carried == null ? "-" : carried.getShape()));
      return stage == 3 ? RandomArrays.normal(7, 3, LAST_WIDTH) : carried;
    }
  }

  /** An adaptation that does nothing but couple. */
  private record Coupled(Coupling own) implements ParameterFree {
    @Override
    public Optional<Coupling> coupling() {
      return Optional.of(own);
    }
  }

  @Test
  void blockByBlockIsTheWholeEncoder() {
    Coupling stepwise =
        (encoders, input) -> {
          ImageEncoding image = encoders.images(input.images());
          TextEncoding text = encoders.text(input.ids(), input.mask());
          while (image.next() < image.blocks()) {
            assertThat(image.step(null)).isNull();
          }
          for (int layer = 1; layer <= text.layers(); layer++) {
            text.advanceTo(layer);
            assertThat(text.next()).isEqualTo(layer);
          }
          return Encoded.of(
              FusionInput.of(image.finish(), text.finish().hidden(), text.finish().mask()));
        };
    assertThat(encoded(stepwise)).isEqualTo(plain());
  }

  @Test
  void peekingLeavesTheEncodersWhereTheyAre() {
    Coupling peeking =
        (encoders, input) -> {
          ImageEncoding image = encoders.images(input.images());
          TextEncoding text = encoders.text(input.ids(), input.mask());
          image.advanceTo(image.blocks() - 1);
          text.advanceTo(text.layers() - 1);
          assertThat(image.peek(RandomArrays.normal(1, 3, LAST_WIDTH)).getShape().getShape())
              .containsExactly(TinyGlip.BATCH, 3, LAST_WIDTH);
          assertThat(text.peek(RandomArrays.normal(2, 4, TEXT_WIDTH)).getShape().getShape())
              .containsExactly(1, 4, TEXT_WIDTH);
          return Encoded.of(
              FusionInput.of(image.finish(), text.finish().hidden(), text.finish().mask()));
        };
    assertThat(encoded(peeking)).isEqualTo(plain());
  }

  /** What peek says that a block makes of tokens is what step returns. */
  @Test
  void stepGivesWhatPeekPromised() {
    Coupling checking =
        (encoders, input) -> {
          ImageEncoding image = encoders.images(input.images());
          TextEncoding text = encoders.text(input.ids(), input.mask());
          image.advanceTo(image.blocks() - 1);
          NDArray imageTokens = RandomArrays.normal(1, 3, LAST_WIDTH);
          NDArray promised = image.peek(imageTokens);
          NDArray given = image.step(imageTokens);
          assertThat(Objects.requireNonNull(given).toDoubleArray())
              .isEqualTo(promised.toDoubleArray());
          NDArray textTokens = RandomArrays.normal(2, TinyGlip.BATCH, 4, TEXT_WIDTH);
          promised = text.peek(textTokens);
          assertThat(Ops.contiguous(text.step(textTokens)).toDoubleArray())
              .isEqualTo(Ops.contiguous(promised).toDoubleArray());
          assertThat(text.state().hidden().getShape().get(0)).isEqualTo(TinyGlip.BATCH);
          return Encoded.of(
              FusionInput.of(image.finish(), text.finish().hidden(), text.finish().mask()));
        };
    assertThat(encoded(checking)).isNotEqualTo(plain());
  }

  /** Tokens of a step act there only, and in their own caption only. */
  @Test
  void tokensOfOneCaptionDoNotTouchAnother() {
    assertThat(secondText(RandomArrays.normal(3, 1, 4, TEXT_WIDTH)))
        .containsExactly(secondText(RandomArrays.normal(4, 1, 4, TEXT_WIDTH)), within(ROUNDING));
  }

  private static double[] secondText(NDArray firstTokens) {
    NDArray tokens = Ops.cat(List.of(firstTokens, RandomArrays.normal(5, 1, 4, TEXT_WIDTH)), 0);
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope()) {
      FusionInput features =
          model.encoded(
              new Coupled(
                  (encoders, input) -> {
                    TextEncoding text = encoders.text(input.ids(), input.mask());
                    text.step(tokens);
                    return Encoded.of(
                        FusionInput.of(
                            encoders.images(input.images()).finish(),
                            text.finish().hidden(),
                            text.finish().mask()));
                  }),
              model.images());
      return Ops.contiguous(Ops.narrow(features.text(), 0, 1, 1)).toDoubleArray();
    }
  }

  /** They join the part's own for one layer and leave with it; the part sees its own only. */
  @Test
  void givenTokensStandBesideThoseOfTheParts() {
    NDArray imageTokens = RandomArrays.normal(8, 4, LAST_WIDTH);
    NDArray textTokens = RandomArrays.normal(9, TinyGlip.BATCH, 5, TEXT_WIDTH);
    List<String> offered = new ArrayList<>();
    Adaptation prompted = new Prompted(offered);
    Coupling giving =
        (encoders, input) -> {
          ImageEncoding image = encoders.images(input.images());
          TextEncoding text = encoders.text(input.ids(), input.mask());
          NDArray seen = text.step(textTokens);
          assertThat(seen.getShape().getShape()).containsExactly(TinyGlip.BATCH, 5, TEXT_WIDTH);
          assertThat(text.state().hidden().getShape()).isEqualTo(text.finish().hidden().getShape());
          image.advanceTo(image.blocks() - 1);
          NDArray promised = image.peek(imageTokens);
          NDArray given = Objects.requireNonNull(image.step(imageTokens));
          assertThat(given.getShape().getShape()).containsExactly(TinyGlip.BATCH, 4, LAST_WIDTH);
          assertThat(Ops.contiguous(given).toDoubleArray())
              .isEqualTo(Ops.contiguous(promised).toDoubleArray());
          return Encoded.of(
              FusionInput.of(image.finish(), text.finish().hidden(), text.finish().mask()));
        };
    double[] both = encoded(Adaptation.stack(List.of(prompted, new Coupled(giving))));
    assertThat(offered)
        .containsExactly(
            "text 0 -",
            "text 1 (2, 2, 24)",
            "image 0.0 -",
            "image 1.0 -",
            "image 2.0 -",
            "image 2.1 -",
            "image 3.0 -",
            "image 3.0 -");
    assertThat(both).isNotEqualTo(encoded(giving)).isNotEqualTo(encoded(prompted));
    assertThat(both).hasSameSizeAs(plain());
  }

  @Test
  void aStackCouplesOnceAtMost() {
    Coupling coupling =
        (encoders, input) ->
            Encoded.of(new FusionInput(List.of(), input.classTokens(), input.mask()));
    Adaptation both =
        Adaptation.stack(List.of(new Coupled(coupling), new Coupled(coupling), Adaptation.none()));
    assertThatThrownBy(both::coupling)
        .hasMessageContaining("at most one")
        .hasMessageContaining("2");
  }

  private static double[] plain() {
    return encoded(Adaptation.none());
  }

  private static double[] encoded(Coupling coupling) {
    return encoded(new Coupled(coupling));
  }

  private static double[] encoded(Adaptation adaptation) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope()) {
      return TinyGlip.values(model.encoded(adaptation, model.images()));
    }
  }
}
