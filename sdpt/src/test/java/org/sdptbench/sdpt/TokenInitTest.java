package org.sdptbench.sdpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.Locale;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;

/** Starts of tokens [1, k, E], whose fans are k·E and E. */
class TokenInitTest {
  private static final int K = 200;
  private static final int E = 64;

  private static float[] drawn(TokenInit init, int k, String tokens) {
    Sdpt method = new Sdpt();
    String word = init.name().toLowerCase(Locale.ROOT).replace('_', '-');
    Settings settings =
        Settings.resolve(method.settings(), Map.of("k", k, "init", word, "tokens", tokens));
    Layout layout = method.layout(TinyGlip.CONFIG, new Glip(TinyGlip.CONFIG).layout(), settings);
    try (Scope scope = new Scope();
        Params params = Params.initialise(layout, 5)) {
      String site = Sites.fusionAttention(0);
      return params
          .get(tokens.equals("unified") ? site + Sdpt.UNIFIED : Side.TEXT.tokens(site))
          .toFloatArray();
    }
  }

  private static double deviation(float[] values) {
    double squares = 0;
    for (float value : values) {
      squares += value * value;
    }
    return Math.sqrt(squares / values.length);
  }

  private static double largest(float[] values) {
    double largest = 0;
    for (float value : values) {
      largest = Math.max(largest, Math.abs(value));
    }
    return largest;
  }

  /** Deviations at k = 200 and E = 64: fan in 12,800, fan out 64, their sum 12,864. */
  @ParameterizedTest
  @CsvSource({
    "UNIFORM,         0.577350",
    "NORMAL,          1",
    "SPARSE,          0.00707107",
    "XAVIER_UNIFORM,  0.0176336",
    "XAVIER_NORMAL,   0.0124688",
    "KAIMING_UNIFORM, 0.0125",
    "KAIMING_NORMAL,  0.0125",
    "ZEROS,           0"
  })
  void tokensStartWhereTheSettingSays(TokenInit init, double deviation) {
    for (String tokens : new String[] {"unified", "independent"}) {
      float[] values = drawn(init, K, tokens);
      assertThat(values).hasSize(K * E);
      assertThat(deviation(values)).isCloseTo(deviation, within(0.03 * deviation));
    }
  }

  @ParameterizedTest
  @CsvSource({"UNIFORM,         1", "XAVIER_UNIFORM,  0.0305424", "KAIMING_UNIFORM, 0.0216506"})
  void uniformStartsKeepTheirBound(TokenInit init, double bound) {
    assertThat(largest(drawn(init, K, "unified"))).isBetween(0.99 * bound, bound * (1 + 1e-6));
  }

  /** Half of each of the E coordinates is zero over the k tokens. */
  @Test
  void sparseTokensLackHalfOfEachCoordinate() {
    float[] values = drawn(TokenInit.SPARSE, 11, "unified");
    for (int column = 0; column < E; column++) {
      int zeros = 0;
      for (int token = 0; token < 11; token++) {
        zeros += values[token * E + column] == 0 ? 1 : 0;
      }
      assertThat(zeros).isEqualTo(6);
    }
  }

  /** The package manual's figures for GLIP-L at k = 10. */
  @Test
  void atTheSizesOfThePaper() {
    assertThat(((Init.Uniform) TokenInit.XAVIER_UNIFORM.of(10, 2048)).bound())
        .isCloseTo(0.02308, within(5e-6));
    assertThat(((Init.Normal) TokenInit.XAVIER_NORMAL.of(10, 2048)).deviation())
        .isCloseTo(0.00942, within(5e-6));
    assertThat(((Init.Uniform) TokenInit.KAIMING_UNIFORM.of(10, 2048)).bound())
        .isCloseTo(0.01712, within(5e-6));
    assertThat(((Init.Normal) TokenInit.KAIMING_NORMAL.of(10, 2048)).deviation())
        .isCloseTo(0.00988, within(5e-6));
  }

  @ParameterizedTest
  @EnumSource
  void tokensDifferFromEachOtherUnlessTheyStartAsZeros(TokenInit init) {
    float[] values = drawn(init, 2, "unified");
    boolean alike = Arrays.equals(values, 0, E, values, E, 2 * E);
    assertThat(alike).isEqualTo(init == TokenInit.ZEROS);
  }
}
