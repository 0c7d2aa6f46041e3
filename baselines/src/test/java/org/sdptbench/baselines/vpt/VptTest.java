package org.sdptbench.baselines.vpt;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sdptbench.baselines.Adapted;
import org.sdptbench.baselines.prompt.SwinSite;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;

/** Where VPT's tokens enter, on Swin of depths 1, 1, 2, 1 from 16 channels on. */
class VptTest {
  private static final List<SwinSite> SITES = SwinSite.of(TinyGlip.CONFIG.vision());

  @Test
  void theSitesAreTheBlocksInOrder() {
    assertThat(SITES)
        .containsExactly(
            new SwinSite(0, 0, 16),
            new SwinSite(1, 0, 32),
            new SwinSite(2, 0, 64),
            new SwinSite(2, 1, 64),
            new SwinSite(3, 0, 128));
    for (SwinSite site : SITES) {
      assertThat(SITES.get(SwinSite.indexOf(TinyGlip.CONFIG.vision(), site.stage(), site.block())))
          .isEqualTo(site);
    }
  }

  @Test
  void deepTokensAreNewAtEveryBlock() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation deep = Adapted.of(new Vpt(), model, Map.of("k", 3))) {
      assertThat(deep.params().names()).hasSize(SITES.size());
      for (SwinSite site : SITES) {
        NDArray own = deep.params().get("vpt." + site.name());
        assertThat(own.getShape().getShape()).containsExactly(3, site.channels());
        NDArray carried = RandomArrays.normal(1, 2, 3, site.channels());
        assertThat(Adapted.prompts(deep).visionTokens(site.stage(), site.block(), carried))
            .isSameAs(own);
      }
    }
  }

  @Test
  void shallowTokensEnterOnceAndStay() {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation shallow = Adapted.of(new Vpt(), model, Map.of("depth", "shallow"))) {
      assertThat(shallow.params().names()).containsExactly("vpt.layers.0.blocks.0");
      NDArray own = shallow.params().get("vpt.layers.0.blocks.0");
      assertThat(own.getShape().getShape()).containsExactly(10, 16);
      assertThat(Adapted.prompts(shallow).visionTokens(0, 0, null)).isSameAs(own);
      for (SwinSite site : SITES.subList(1, SITES.size())) {
        NDArray carried = RandomArrays.normal(1, 2, 10, site.channels());
        assertThat(Adapted.prompts(shallow).visionTokens(site.stage(), site.block(), carried))
            .isSameAs(carried);
      }
    }
  }

  /** Glorot's bound between a patch of 4 × 4 pixels in three colours and the block's width. */
  @Test
  void tokensStartUniform() {
    try (TinyGlip model = TinyGlip.random(1);
        Adaptation deep = Adapted.of(new Vpt(), model, Map.of("k", 200))) {
      for (SwinSite site : SITES) {
        double bound = Math.sqrt(6.0 / (3 * 4 * 4 + site.channels()));
        double[] values = deep.params().get("vpt." + site.name()).toDoubleArray();
        assertThat(Arrays.stream(values).max().orElseThrow()).isBetween(0.99 * bound, bound);
        assertThat(Arrays.stream(values).min().orElseThrow()).isBetween(-bound, -0.99 * bound);
      }
    }
  }
}
