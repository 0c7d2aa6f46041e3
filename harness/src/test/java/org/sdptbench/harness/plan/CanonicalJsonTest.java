package org.sdptbench.harness.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CanonicalJsonTest {

  /** The table of RFC 8785, appendix B: bits of a double and its text. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 0",
    "8000000000000000, 0",
    "0000000000000001, 5e-324",
    "8000000000000001, -5e-324",
    "7fefffffffffffff, 1.7976931348623157e+308",
    "ffefffffffffffff, -1.7976931348623157e+308",
    "4340000000000000, 9007199254740992",
    "c340000000000000, -9007199254740992",
    "4430000000000000, 295147905179352830000",
    "44b52d02c7e14af5, 9.999999999999997e+22",
    "44b52d02c7e14af6, 1e+23",
    "44b52d02c7e14af7, 1.0000000000000001e+23",
    "444b1ae4d6e2ef4e, 999999999999999700000",
    "444b1ae4d6e2ef4f, 999999999999999900000",
    "444b1ae4d6e2ef50, 1e+21",
    "3eb0c6f7a0b5ed8c, 9.999999999999997e-7",
    "3eb0c6f7a0b5ed8d, 0.000001",
    "41b3de4355555553, 333333333.3333332",
    "41b3de4355555554, 333333333.33333325",
    "41b3de4355555555, 333333333.3333333",
    "41b3de4355555556, 333333333.3333334",
    "41b3de4355555557, 333333333.33333343",
    "becbf647612f3696, -0.0000033333333333333333",
    "43143ff3c1cb0959, 1424953923781206.2"
  })
  void numbersAreAsInTheRfc(String bits, String expected) {
    double value = Double.longBitsToDouble(Long.parseUnsignedLong(bits, 16));
    assertThat(CanonicalJson.number(value)).isEqualTo(expected);
  }

  @Test
  void numbersReadBackEqual() {
    Random random = new Random(1);
    for (int i = 0; i < 20_000; i++) {
      double value = Double.longBitsToDouble(random.nextLong());
      if (Double.isFinite(value)) {
        assertThat(Double.parseDouble(CanonicalJson.number(value))).isEqualTo(value + 0.0);
      }
    }
  }

  @Test
  void keysAreSortedAndWhiteSpaceIsAbsent() {
    Map<String, Object> map = new HashMap<>();
    map.put("b", Arrays.asList(1L, 2.0, null, true));
    map.put("a", "\u20ac$\u000f\nA'B\"\\\"/");
    map.put("\ud83d\ude02", Map.of());
    map.put("\ufb33", List.of());
    assertThat(CanonicalJson.write(map))
        .isEqualTo(
            "{\"a\":\"\u20ac$\\u000f\\nA'B\\\"\\\\\\\"/\",\"b\":[1,2,null,true],"
                + "\"\ud83d\ude02\":{},\"\ufb33\":[]}");
  }

  @Test
  void whatHasNoFormIsRefused() {
    assertThatThrownBy(() -> CanonicalJson.write(Double.NaN)).hasMessageContaining("NaN");
    assertThatThrownBy(() -> CanonicalJson.write(new Object())).hasMessageContaining("Object");
  }
}
