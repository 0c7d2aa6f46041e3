package org.sdptbench.harness.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.peft.Setting;

class SettingTest {
  @Test
  void valuesTakeOneForm() {
    Setting k = new Setting.Whole("k", 10, 0, 1000, "");
    assertThat(k.parse(BigInteger.TEN)).contains(10L);
    assertThat(k.parse("7")).contains(7L);
    assertThat(k.parse(7.0)).contains(7L);
    assertThat(k.parse(7.5)).isEmpty();
    assertThat(k.parse(1001)).isEmpty();
    assertThat(k.parse(true)).isEmpty();
    assertThat(k.parse("1e999999999")).isEmpty();
    Setting rate = new Setting.Real("rate", 0.1, 0, 1, "");
    assertThat(rate.parse("1e-3")).contains(0.001);
    assertThat(rate.parse(1)).contains(1.0);
    assertThat(rate.parse("NaN")).isEmpty();
    Setting mask = new Setting.Choice("mask", "paper", List.of("paper", "release"), "");
    assertThat(mask.parse("release")).contains("release");
    assertThat(mask.parse("Release")).isEmpty();
    assertThat(new Setting.Flag("f", false, "").parse("true")).contains(true);
    assertThat(new Setting.Flag("f", false, "").parse("yes")).isEmpty();
  }

  @Test
  void settingsResolveOverTheirDefaults() {
    SettingSet settings =
        SettingSet.of(
            new Setting.Whole("k", 10, 0, 99, ""), new Setting.Text("init", "uniform", ""));
    assertThat(settings.resolve(Map.of("k", 3L))).isEqualTo(Map.of("k", 3L, "init", "uniform"));
    assertThatThrownBy(() -> settings.resolve(Map.of("q", 1L)))
        .hasMessageContaining("unknown setting q, known are [init, k]");
  }

  @Test
  void seedsAreListsAndRanges() {
    assertThat(Seeds.parse("0..2")).contains(List.of(0L, 1L, 2L));
    assertThat(Seeds.parse("3,30,300")).contains(List.of(3L, 30L, 300L));
    assertThat(Seeds.parse("0, 5..6")).contains(List.of(0L, 5L, 6L));
    for (String wrong : List.of("", "-1", "2..1", "0,0", "a", "0..1000000", "1...2", "1,")) {
      assertThat(Seeds.parse(wrong)).as(wrong).isEmpty();
    }
  }
}
