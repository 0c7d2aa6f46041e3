package org.sdptbench.sdpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.HeadTuning;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;

/** Trainable parameters from the architecture alone, against the paper's arithmetic. */
class SdptCountTest {
  private static final Layout T = new Glip(GlipConfig.T).layout();
  private static final Layout L = new Glip(GlipConfig.L).layout();

  private static Layout layout(GlipConfig config, Map<String, ?> settings) {
    Sdpt method = new Sdpt();
    return method.layout(
        config, config.equals(GlipConfig.T) ? T : L, Settings.resolve(method.settings(), settings));
  }

  private static long count(GlipConfig config, Map<String, ?> settings) {
    return layout(config, settings).size();
  }

  @ParameterizedTest
  @CsvSource({
    "10, 122880, 163840",
    "50, 614400, 819200",
    "100, 1228800, 1638400",
    "200, 2457600, 3276800",
    "700, 8601600, 11468800",
    "1000, 12288000, 16384000"
  })
  void tokensAreLayersTimesLengthTimesWidth(int k, long t, long l) {
    assertThat(count(GlipConfig.T, Map.of("k", k))).isEqualTo(t).isEqualTo(6L * k * 2048);
    assertThat(count(GlipConfig.L, Map.of("k", k))).isEqualTo(l).isEqualTo(8L * k * 2048);
  }

  /** 0.04 % of the parameters in the paper's abstract is GLIP-L with ten tokens. */
  @Test
  void shareOfAllParametersIsThePapers() {
    assertThat(100.0 * count(GlipConfig.L, Map.of("k", 10)) / L.size()).isBetween(0.0380, 0.0381);
    assertThat(100.0 * count(GlipConfig.T, Map.of("k", 10)) / T.size()).isBetween(0.0530, 0.0531);
  }

  @Test
  void noTokensAreNoParameters() {
    assertThat(count(GlipConfig.L, Map.of("k", 0))).isZero();
  }

  @Test
  void theReleaseTrainsTheHeadBesideTheTokens() {
    for (GlipConfig config : new GlipConfig[] {GlipConfig.T, GlipConfig.L}) {
      PeftMethod method = HeadTuning.of(new Sdpt());
      Settings whole = Settings.resolve(method.settings(), Map.of(HeadTuning.HEAD, "whole"));
      long both = method.layout(config, new Glip(config).layout(), whole).size();
      assertThat(both - count(config, Map.of()))
          .isEqualTo(config.equals(GlipConfig.T) ? 54_229_812 : 72_240_108);
    }
  }

  /** Per layer (2048 + 1)·(256 + 768), beside the tokens. */
  @Test
  void learnableProjectionsCostTheirWeightsAndBiases() {
    for (GlipConfig config : new GlipConfig[] {GlipConfig.T, GlipConfig.L}) {
      long tokens = count(config, Map.of());
      long projections = count(config, Map.of("projection", "learnable")) - tokens;
      assertThat(projections).isEqualTo(config.equals(GlipConfig.T) ? 12_589_056 : 16_785_408);
      long image = count(config, Map.of("projection", "learnable", "modal", "image")) - tokens;
      long text = count(config, Map.of("projection", "learnable", "modal", "text")) - tokens;
      assertThat(image).isEqualTo(config.tower().layers() * (2048L * 256 + 256));
      assertThat(image + text).isEqualTo(projections);
    }
  }

  @Test
  void independentTokensAreTwoMatricesPerLayer() {
    for (String tokens : List.of("independent", "independent-latent")) {
      assertThat(count(GlipConfig.L, Map.of("tokens", tokens))).isEqualTo(2 * 163_840);
      assertThat(count(GlipConfig.T, Map.of("tokens", tokens))).isEqualTo(2 * 122_880);
      assertThat(count(GlipConfig.L, Map.of("tokens", tokens, "modal", "text"))).isEqualTo(163_840);
    }
    assertThat(
            count(GlipConfig.L, Map.of("tokens", "independent-latent", "projection", "learnable")))
        .isEqualTo(2 * 163_840 + 16_785_408);
  }

  /** Masked text-side tokens have no effect, and nor has what makes them. */
  @Test
  void whatTheReleaseMasksIsNotCounted() {
    assertThat(count(GlipConfig.L, Map.of("mask", "release"))).isEqualTo(163_840);
    assertThat(count(GlipConfig.L, Map.of("mask", "release", "tokens", "independent")))
        .isEqualTo(163_840);
    assertThat(count(GlipConfig.L, Map.of("mask", "release", "projection", "learnable")))
        .isEqualTo(163_840 + 8 * (2048L * 256 + 256));
  }

  /** In turn by layer, each layer has what one side needs; the turns are equally many. */
  @Test
  void alternatingLayersHaveOneSideEach() {
    Map<String, ?> unified = Map.of("prompting", "alternately-by-layer");
    assertThat(count(GlipConfig.L, unified)).isEqualTo(163_840);
    Map<String, ?> independent =
        Map.of("prompting", "alternately-by-layer", "tokens", "independent");
    assertThat(count(GlipConfig.L, independent)).isEqualTo(163_840);
    assertThat(layout(GlipConfig.T, independent).names())
        .extracting(name -> name.replaceAll(".*\\.", ""))
        .containsExactly(
            "cpt_vinput", "cpt_linput", "cpt_vinput", "cpt_linput", "cpt_vinput", "cpt_linput");
    Map<String, ?> learnable =
        Map.of("prompting", "alternately-by-layer", "projection", "learnable");
    assertThat(count(GlipConfig.L, learnable)).isEqualTo(163_840 + 16_785_408 / 2);
    assertThat(count(GlipConfig.T, learnable)).isEqualTo(122_880 + 12_589_056 / 2);
  }

  /** How training goes about the tokens costs nothing, and nor does their start. */
  @Test
  void startAndTurnsByStepCostNothing() {
    for (TokenInit init : TokenInit.values()) {
      String word = init.name().toLowerCase(Locale.ROOT).replace('_', '-');
      assertThat(count(GlipConfig.L, Map.of("init", word))).isEqualTo(163_840);
    }
    assertThat(count(GlipConfig.L, Map.of("prompting", "alternately-by-step"))).isEqualTo(163_840);
  }

  @Test
  void chosenLayersAloneHaveTokens() {
    assertThat(layout(GlipConfig.T, Map.of("layers", "0,2")).names())
        .containsExactly(
            "rpn.head.dyhead_tower.0.b_attn.attn.cpt_input",
            "rpn.head.dyhead_tower.6.b_attn.attn.cpt_input");
  }
}
