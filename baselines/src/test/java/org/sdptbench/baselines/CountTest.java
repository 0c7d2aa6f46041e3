package org.sdptbench.baselines;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.model.Glip;
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

  /**
   * Two layers of (4 + 4 + 4)·(C + d) prompts and of the translations C → h → d and d → h → C, with
   * d = 768 and h = max(C, d) / 2: C = 768, h = 384 for T and C = 1536, h = 768 for L.
   */
  @Test
  void pmf() {
    assertThat(counts("pmf", Map.of())).containsExactly(2_400_768L, 7_140_864L);
    assertThat(counts("pmf", Map.of("layers", 1))).containsExactly(1_200_384L, 3_570_432L);
    assertThat(counts("pmf", Map.of("query-context", 0, "fusion-context", 0)))
        .containsExactly(2_400_768L - 2 * 8 * 1536, 7_140_864L - 2 * 8 * 2304);
    assertThat(counts("pmf", Map.of("layers", 1, "hidden", 10)))
        .containsExactly(12L * 1536 + 20 * 1536 + 20 + 1536, 12L * 2304 + 20 * 2304 + 20 + 2304);
  }

  /**
   * MaPLe's 1,933,248 and 3,852,672, and an adapter for each modality: with d of its tokens and d'
   * of the others' queries and output 2·(d² + d), keys and values 2·(d'·d + d), feed-forward 8·d² +
   * 5·d, norms 4·d: 1,051,904 for d = 256, d' = 768, and 6,301,440 for d = 768, d' = 256.
   */
  @Test
  void apollo() {
    long adapters = 1_051_904 + 6_301_440;
    assertThat(adapters).isEqualTo(7_353_344);
    assertThat(counts("apollo", Map.of()))
        .containsExactly(1_933_248 + adapters, 3_852_672 + adapters)
        .containsExactly(9_286_592L, 11_206_016L);
    assertThat(counts("apollo", Map.of("self-attention", "text")))
        .containsExactly(9_286_592L + 1_181_184, 11_206_016L + 1_181_184);
    assertThat(counts("apollo", Map.of("width", 64, "feed-forward", 64)))
        .containsExactly(1_933_248L + 399_872, 3_852_672L + 399_872);
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
