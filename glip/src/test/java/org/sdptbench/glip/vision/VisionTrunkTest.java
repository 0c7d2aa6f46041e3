package org.sdptbench.glip.vision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.ParameterFree;

class VisionTrunkTest {
  private static final GlipConfig.Vision SMALL =
      new GlipConfig.Vision(16, List.of(1, 2, 1, 1), List.of(2, 2, 4, 4), 4, false, 16, 5);

  private static Params params(VisionTrunk trunk) {
    Layout layout = new Layout();
    trunk.declare(layout);
    return Params.initialise(layout, 5);
  }

  private static NDArray images(long seed, long... shape) {
    return Ops.castLike(RandomArrays.normal(seed, shape), Ops.full(0, DataType.FLOAT32, 1));
  }

  @Test
  void levelsHalveFromAnEighth() {
    for (GlipConfig.Vision config : List.of(SMALL, GlipConfig.MINI.vision())) {
      VisionTrunk trunk = new VisionTrunk("backbone.", config);
      try (Scope scope = new Scope();
          Params params = params(trunk)) {
        List<NDArray> levels =
            trunk.forward(new Pass(params, Adaptation.none()), images(1, 1, 3, 96, 64));
        assertThat(levels).hasSize(config.levels());
        for (int i = 0; i < levels.size(); i++) {
          long stride = 8L << i;
          assertThat(levels.get(i).getShape().getShape())
              .containsExactly(
                  1, config.channels(), (96 + stride - 1) / stride, (64 + stride - 1) / stride);
        }
      }
    }
  }

  @Test
  void aBatchIsItsImages() {
    for (GlipConfig.Vision config : List.of(SMALL, GlipConfig.MINI.vision())) {
      VisionTrunk trunk = new VisionTrunk("backbone.", config);
      try (Scope scope = new Scope();
          Params params = params(trunk)) {
        Pass pass = new Pass(params, Adaptation.none());
        NDArray both = images(2, 2, 3, 64, 96);
        List<NDArray> together = trunk.forward(pass, both);
        for (int image = 0; image < 2; image++) {
          List<NDArray> alone = trunk.forward(pass, Ops.narrow(both, 0, image, 1));
          for (int i = 0; i < alone.size(); i++) {
            float[] expected = alone.get(i).toFloatArray();
            float[] actual = Ops.narrow(together.get(i), 0, image, 1).toFloatArray();
            // Sums in another order: float32 rounding only.
            assertThat(actual).containsExactly(expected, within(2e-5f));
          }
        }
      }
    }
  }

  @Test
  void everyParameterIsReadAndLearns() {
    for (GlipConfig.Vision config : List.of(SMALL, GlipConfig.MINI.vision())) {
      VisionTrunk trunk = new VisionTrunk("backbone.", config);
      try (GradMode on = GradMode.on();
          Scope scope = new Scope();
          Params params = params(trunk)) {
        params.requireGradients(true);
        List<NDArray> levels =
            trunk.forward(new Pass(params, Adaptation.none()), images(3, 1, 3, 128, 128));
        NDArray loss = Ops.full(0, DataType.FLOAT32);
        for (int i = 0; i < levels.size(); i++) {
          NDArray weights = images(10 + i, levels.get(i).getShape().getShape());
          loss = Ops.add(loss, Ops.sum(Ops.mul(levels.get(i), weights)));
        }
        Gradients.backward(loss);
        for (String name : params.names()) {
          NDArray gradient = Objects.requireNonNull(Gradients.of(params.get(name)), name);
          float size = Ops.sum(Ops.abs(gradient)).getFloat();
          assertThat(size).as(name).isFinite().isPositive();
        }
      }
    }
  }

  @Test
  void linearLayersAreSites() {
    VisionTrunk trunk = new VisionTrunk("backbone.", SMALL);
    try (Scope scope = new Scope();
        Params params = params(trunk)) {
      Set<String> sites = new HashSet<>();
      trunk.forward(new Pass(params, new SiteListener(sites)), images(1, 1, 3, 64, 64));
      List<String> expected =
          params.names().stream()
              .filter(
                  name ->
                      name.matches(
                          "backbone\\.body\\.layers\\..*(qkv|proj|fc1|fc2|reduction)\\.weight"))
              .map(name -> name.substring(0, name.length() - ".weight".length()))
              .toList();
      assertThat(sites).containsExactlyInAnyOrderElementsOf(expected);
    }
  }

  @Test
  void tokensAreCarriedAndChangeWhatFollows() {
    VisionTrunk trunk = new VisionTrunk("backbone.", SMALL);
    try (Scope scope = new Scope();
        Params params = params(trunk)) {
      NDArray images = images(1, 2, 3, 64, 96);
      VisionTokens adaptation = new VisionTokens(1, 0, images(2, 3, 32));
      List<NDArray> prompted = trunk.forward(new Pass(params, adaptation), images);
      List<NDArray> plain = trunk.forward(new Pass(params, Adaptation.none()), images);
      assertThat(offers(adaptation))
          .containsExactly("0.0 -", "1.0 -", "1.1 (2, 3, 32)", "2.0 (2, 3, 64)", "3.0 (2, 3, 128)");
      for (int i = 0; i < plain.size(); i++) {
        assertThat(prompted.get(i).getShape()).isEqualTo(plain.get(i).getShape());
        assertThat(prompted.get(i).toFloatArray()).isNotEqualTo(plain.get(i).toFloatArray());
      }
    }
  }

  /** One above the other, before or after it: nobody is offered another's tokens. */
  @Test
  void everyPartIsOfferedItsOwnTokens() {
    VisionTrunk trunk = new VisionTrunk("backbone.", SMALL);
    try (Scope scope = new Scope();
        Params params = params(trunk)) {
      NDArray images = images(1, 2, 3, 64, 96);
      VisionTokens early = new VisionTokens(0, 0, images(2, 3, 16));
      VisionTokens late = new VisionTokens(2, 0, images(3, 2, 5, 64));
      for (List<Adaptation> order :
          List.<List<Adaptation>>of(List.of(early, late), List.of(late, early))) {
        early.seen().clear();
        late.seen().clear();
        trunk.forward(new Pass(params, Adaptation.stack(order)), images);
        assertThat(offers(early))
            .containsExactly(
                "0.0 -", "1.0 (2, 3, 32)", "1.1 (2, 3, 32)", "2.0 (2, 3, 64)", "3.0 (2, 3, 128)");
        assertThat(offers(late))
            .containsExactly("0.0 -", "1.0 -", "1.1 -", "2.0 -", "3.0 (2, 5, 128)");
      }
    }
  }

  private static List<String> offers(VisionTokens adaptation) {
    List<String> offers = new ArrayList<>();
    for (VisionTokens.Offer offer : adaptation.seen()) {
      NDArray carried = offer.carried();
      offers.add(
          "%s.%s %s"
              .formatted(offer.stage(), offer.block(), carried == null ? "-" : carried.getShape()));
    }
    return offers;
  }

  /** As a neighbourhood of four equal tokens would. */
  @Test
  void aTokenMergesWithCopiesOfItself() {
    PatchMerging merging = new PatchMerging("downsample.", 6);
    Layout layout = new Layout();
    merging.declare(layout);
    try (Scope scope = new Scope();
        Params params = Params.initialise(layout, 5)) {
      Pass pass = new Pass(params, Adaptation.none());
      NDArray tokens = images(1, 2, 3, 6);
      NDArray neighbourhoods = Ops.expand(Ops.reshape(tokens, 6, 1, 1, 6), 6, 2, 2, 6);
      NDArray map = images(2, 2, 4, 4, 6);
      SwinBlock.State merged = merging.forward(pass, new SwinBlock.State(map, tokens));
      NDArray expected = merging.forward(pass, new SwinBlock.State(neighbourhoods, null)).map();
      NDArray carried = Objects.requireNonNull(merged.tokens());
      assertThat(carried.getShape().getShape()).containsExactly(2, 3, 12);
      assertThat(carried.toFloatArray()).containsExactly(expected.toFloatArray(), within(1e-6f));
      assertThat(merged.map().toFloatArray())
          .isEqualTo(merging.forward(pass, new SwinBlock.State(map, null)).map().toFloatArray());
    }
  }

  @Test
  void sizesThatDoNotFitAreRefused() {
    assertThatThrownBy(
            () ->
                new VisionTrunk(
                    "",
                    new GlipConfig.Vision(16, List.of(1, 1), List.of(2, 2, 2), 4, false, 16, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("2 stages");
    assertThatThrownBy(
            () ->
                new VisionTrunk(
                    "",
                    new GlipConfig.Vision(
                        16, List.of(1, 1, 1, 1), List.of(2, 3, 4, 4), 4, false, 16, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("stage 1 has 32 channels");
    assertThatThrownBy(
            () ->
                new VisionTrunk(
                    "",
                    new GlipConfig.Vision(
                        16, List.of(1, 1, 1, 1), List.of(2, 2, 4, 4), 4, false, 16, 6)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("3 to 5 levels, not 6");
    assertThatThrownBy(
            () ->
                new VisionTrunk(
                    "",
                    new GlipConfig.Vision(
                        24, List.of(1, 1, 1, 1), List.of(2, 2, 4, 4), 4, true, 16, 3)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("multiple of 16 channels");
  }

  /** Notes every linear layer and changes nothing. */
  private record SiteListener(Set<String> sites) implements ParameterFree {
    @Override
    public NDArray linear(String site, NDArray x, NDArray y) {
      assertThat(sites.add(site)).as(site).isTrue();
      return y;
    }
  }
}
