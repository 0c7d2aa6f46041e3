package org.sdptbench.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdptbench.glip.Glip;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Settings;

/** Trainable parameters of GLIP-T and GLIP-L, from the architecture alone. */
class CountTest {
  private static final List<Glip> MODELS = List.of(new Glip(GlipConfig.T), new Glip(GlipConfig.L));

  private static List<Long> counts(String name, Map<String, ?> given) {
    PeftMethod method =
        ServiceLoader.load(PeftMethod.class).stream()
            .map(ServiceLoader.Provider::get)
            .filter(candidate -> candidate.name().equals(name))
            .findFirst()
            .orElseThrow();
    Settings settings = Settings.resolve(method.settings(), given);
    return MODELS.stream()
        .map(glip -> method.layout(glip.config(), glip.layout(), settings).size())
        .toList();
  }

  @Test
  void zeroShotTrainsNothing() {
    assertThat(counts("zero-shot", Map.of())).containsExactly(0L, 0L);
  }

  /** Everything but the unused classification layer of 80·(256 + 1). */
  @Test
  void fullFineTuning() {
    assertThat(counts("full", Map.of()))
        .containsExactly(231_780_222L - 20_560, 430_422_384L - 20_560);
  }

  @Test
  void linearProbe() {
    assertThat(counts("linear-probe", Map.of())).containsExactly(198_919L, 198_919L);
  }

  @ParameterizedTest
  @CsvSource({
    "fusion, 1474560, 1966080",
    "swin, 282624, 1155072",
    "bert, 589824, 589824",
    "backbones, 872448, 1744896"
  })
  void loraOfRank16(String sites, long t, long l) {
    assertThat(counts("lora", Map.of("rank", 16, "sites", sites))).containsExactly(t, l);
  }

  @ParameterizedTest
  @CsvSource({
    "all, frozen, 286142, 482998",
    "all, trained, 309464, 781354",
    "backbones, frozen, 156992, 311168",
    "backbones, trained, 180314, 609524",
    "head, frozen, 129150, 171830",
    "head, trained, 129150, 171830"
  })
  void bitFit(String scope, String tables, long t, long l) {
    assertThat(counts("bitfit", Map.of("scope", scope, "tables", tables))).containsExactly(t, l);
  }

  /** k times the widths of the blocks, or of the first one. */
  @ParameterizedTest
  @CsvSource({"10, deep, 44160, 180480", "10, shallow, 960, 1920", "3, deep, 13248, 54144"})
  void vpt(int k, String depth, long t, long l) {
    assertThat(counts("vpt", Map.of("k", k, "depth", depth))).containsExactly(t, l);
  }

  /** 256 tokens of 768. */
  @Test
  void glipPrompt() {
    assertThat(counts("glip-prompt", Map.of())).containsExactly(196_608L, 196_608L);
  }

  @ParameterizedTest
  @CsvSource({"4, shallow, 424032, 449088", "4, deep, 787104, 1211712"})
  void upt(int n, String depth, long t, long l) {
    assertThat(counts("upt", Map.of("n", n, "depth", depth))).containsExactly(t, l);
  }

  /** Equal widths need no maps. */
  @Test
  void uptOfTheTextsWidthHasNoMapsForIt() {
    long block = 12L * 768 * 768 + 13 * 768;
    assertThat(counts("upt", Map.of("width", 768)))
        .containsExactly(
            4 * (768L + 96) + 2 * 96 * 768 + 768 + 96 + block,
            4 * (768L + 192) + 2 * 192 * 768 + 768 + 192 + block);
  }

  @ParameterizedTest
  @CsvSource({"2, 9, 1933248, 3852672", "4, 1, 76896, 150720"})
  void maple(int n, int depth, long t, long l) {
    assertThat(counts("maple", Map.of("n", n, "depth", depth))).containsExactly(t, l);
  }

  /** BitFit goes by names, as the public code does; no gradient reaches what it names here. */
  @Test
  void theUnusedClassificationLayerIsNoMethods() {
    for (PeftMethod method : ServiceLoader.load(PeftMethod.class)) {
      Settings settings = Settings.resolve(method.settings(), Map.of());
      for (Glip glip : MODELS) {
        assertThat(method.layout(glip.config(), glip.layout(), settings).names())
            .as(method.name())
            .filteredOn(name -> name.contains("cls_logits"))
            .isSubsetOf(method.name().equals("bitfit") ? "rpn.head.cls_logits.bias" : "nothing");
      }
    }
  }
}
