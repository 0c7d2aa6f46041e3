package org.sdptbench.baselines.upt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sdptbench.baselines.Adapted;
import org.sdptbench.baselines.prompt.SwinSite;
import org.sdptbench.baselines.prompt.TextContext;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;

/** UPT against a naive program, on a small model in float64. */
class UptTest {
  private static final double EXACT = 1e-10;
  private static final List<SwinSite> SITES = SwinSite.of(TinyGlip.CONFIG.vision());

  /** The method after some training, so that nothing is zero or one any more. */
  private static Adaptation trained(TinyGlip model, Map<String, ?> given) {
    Adaptation adaptation = Adapted.of(new Upt(), model, given);
    Params params = adaptation.params();
    for (String name : params.names()) {
      NDArray noise = RandomArrays.normal(name.hashCode(), params.shape(name).getShape());
      Ops.assign(params.get(name), Ops.add(params.get(name), Ops.mul(noise, 0.2)));
    }
    return adaptation;
  }

  private static double[] flat(double[][] rows, int from, int to) {
    return Arrays.stream(rows, from, to).flatMapToDouble(Arrays::stream).toArray();
  }

  private static void textIs(double[][] words, int n, Adaptation adaptation, TinyGlip model) {
    NDArray expected =
        TextContext.embed(TinyGlip.CONFIG, model.weights(), Ops.of(flat(words, 0, n), n, 24));
    NDArray prompts = Objects.requireNonNull(Adapted.prompts(adaptation).textTokens(0, null));
    assertThat(prompts.getShape().getShape()).containsExactly(n, 24);
    assertThat(prompts.toDoubleArray()).containsExactly(expected.toDoubleArray(), within(EXACT));
    NDArray carried = RandomArrays.normal(1, 2, n, 24);
    assertThat(Adapted.prompts(adaptation).textTokens(1, carried)).isSameAs(carried);
  }

  @Test
  void shallowPromptsAreWhatTheBlockMakesOfThem() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation adaptation = trained(model, Map.of("n", 3))) {
      UptDefinition definition = new UptDefinition(adaptation.params());
      double[][] joint =
          definition.block(
              definition.linear("upt.text.in", definition.rows("upt.text")),
              definition.linear("upt.layers.0.in", definition.rows("upt.layers.0.blocks.0")));
      NDArray tokens = Objects.requireNonNull(Adapted.prompts(adaptation).visionTokens(0, 0, null));
      assertThat(tokens.getShape().getShape()).containsExactly(3, 16);
      assertThat(tokens.toDoubleArray())
          .containsExactly(flat(definition.linear("upt.layers.0.out", joint), 3, 6), within(EXACT));
      textIs(definition.linear("upt.text.out", joint), 3, adaptation, model);
      for (SwinSite site : SITES.subList(1, SITES.size())) {
        NDArray carried = RandomArrays.normal(1, 2, 3, site.channels());
        assertThat(Adapted.prompts(adaptation).visionTokens(site.stage(), site.block(), carried))
            .isSameAs(carried);
      }
    }
  }

  /** All blocks' prompts are one sequence; the last stage has the common width and no maps. */
  @Test
  void deepPromptsAreMadeTogether() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation adaptation = trained(model, Map.of("n", 2, "depth", "deep"))) {
      assertThat(adaptation.params().names())
          .contains("upt.layers.2.in.weight")
          .doesNotContain("upt.layers.3.in.weight", "upt.layers.3.out.weight");
      UptDefinition definition = new UptDefinition(adaptation.params());
      List<double[][]> groups = new ArrayList<>();
      groups.add(definition.linear("upt.text.in", definition.rows("upt.text")));
      for (SwinSite site : SITES) {
        double[][] own = definition.rows("upt." + site.name());
        groups.add(
            site.stage() == 3 ? own : definition.linear("upt.layers." + site.stage() + ".in", own));
      }
      double[][] joint = definition.block(groups.toArray(double[][][]::new));
      textIs(definition.linear("upt.text.out", joint), 2, adaptation, model);
      for (int i = 0; i < SITES.size(); i++) {
        SwinSite site = SITES.get(i);
        double[][] all =
            site.stage() == 3
                ? joint
                : definition.linear("upt.layers." + site.stage() + ".out", joint);
        NDArray carried = RandomArrays.normal(1, 2, 2, site.channels());
        NDArray tokens =
            Objects.requireNonNull(
                Adapted.prompts(adaptation).visionTokens(site.stage(), site.block(), carried));
        assertThat(tokens.toDoubleArray())
            .as(site.name())
            .containsExactly(flat(all, 2 + 2 * i, 4 + 2 * i), within(EXACT));
      }
    }
  }

  /** Layers start as PyTorch's do. */
  @Test
  void layersStartWithinTheirBounds() {
    try (TinyGlip model = TinyGlip.random(1);
        Adaptation adaptation = Adapted.of(new Upt(), model, Map.of())) {
      Map<String, Double> bounds =
          Map.of(
              "upt.text.in.weight", 1 / Math.sqrt(24),
              "upt.text.out.weight", 1 / Math.sqrt(128),
              "upt.block.attn.qkv.weight", Math.sqrt(6.0 / (128 + 384)),
              "upt.block.attn.out.weight", 1 / Math.sqrt(128),
              "upt.block.mlp.fc1.weight", 1 / Math.sqrt(128),
              "upt.block.mlp.fc2.weight", 1 / Math.sqrt(512));
      bounds.forEach(
          (name, bound) -> {
            double[] values = adaptation.params().get(name).toDoubleArray();
            double largest = Arrays.stream(values).map(Math::abs).max().orElseThrow();
            assertThat(largest).as(name).isBetween(0.99 * bound, bound);
          });
      assertThat(adaptation.params().get("upt.block.attn.qkv.bias").toDoubleArray())
          .containsOnly(0);
    }
  }
}
