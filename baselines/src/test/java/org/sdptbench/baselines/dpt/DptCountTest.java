package org.sdptbench.baselines.dpt;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Settings;

/** Trainable parameters of DPT, from the architecture alone. */
class DptCountTest {
  private static final Dpt METHOD = new Dpt();

  private static long count(GlipConfig config, Map<String, ?> given) {
    return METHOD
        .layout(config, new Glip(config).layout(), Settings.resolve(METHOD.settings(), given))
        .size();
  }

  /** One class-aware block as the original counts it, its classifier with one row. */
  private static long classAware(long text, long width) {
    return text * width + width + 64 * width + width * width + 10 * width + 4 * width + width;
  }

  @Test
  void standardSettings() {
    assertThat(count(GlipConfig.T, Map.of()))
        .isEqualTo(16 * 768 + 10 * (2 * 96 + 2 * 192 + 6 * 384) + 2 * classAware(768, 768))
        .isEqualTo(2_523_264);
    assertThat(count(GlipConfig.L, Map.of()))
        .isEqualTo(16 * 768 + 10 * (2 * 192 + 2 * 384 + 18 * 768) + 2 * classAware(768, 1536))
        .isEqualTo(7_485_696);
    assertThat(count(GlipConfig.MINI, Map.of()))
        .isEqualTo(16 * 384 + 10 * (48 + 96 + 2 * 192) + classAware(384, 384))
        .isEqualTo(337_056);
  }

  /** As the public script does: class-aware prompts in the last block only. */
  @Test
  void lastBlockOnly() {
    assertThat(count(GlipConfig.T, Map.of("blocks", "1")))
        .isEqualTo(16 * 768 + 10 * (4_416 - 768) + classAware(768, 768));
  }

  @Test
  void blocksOfSeveralStages() {
    assertThat(count(GlipConfig.T, Map.of("blocks", "3")))
        .isEqualTo(
            16 * 768
                + 10 * (4_416 - 2 * 768 - 384)
                + 2 * classAware(768, 768)
                + classAware(768, 384));
  }

  @ParameterizedTest
  @CsvSource({"0, 10, 28800", "16, 0, 12288", "0, 0, 0"})
  void contextAndVisualPromptsMayBeLeftOut(int n, int k, long besides) {
    assertThat(count(GlipConfig.T, Map.of("n", n, "k", k)))
        .isEqualTo(besides + 2 * classAware(768, 768));
  }
}
