package org.sdptbench.glip.digest;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

/** Against the example of FIPS 180-4 with one block. */
class Sha256Test {
  private static final String ABC =
      "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  @Test
  void allWaysOfAddingAgree() throws Exception {
    assertThat(Sha256.of("abc")).isEqualTo(ABC);
    assertThat(Sha256.of(new ByteArrayInputStream(bytes("abc")))).isEqualTo(ABC);
    Sha256 pieces = new Sha256().add("a");
    try (OutputStream stream = pieces.stream()) {
      stream.write(bytes("b"));
    }
    assertThat(pieces.add(bytes("c")).hex()).isEqualTo(ABC);
  }
}
