package org.sdptbench.glip.names;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class NearestNameTest {
  @Test
  void isTheOneWithTheFewestEdits() {
    List<String> names = List.of("encoder.layer.1.query", "encoder.layer.0.value");
    assertThat(NearestName.of("encoder.layer.0.qeury", names)).contains("encoder.layer.1.query");
    assertThat(NearestName.of("spdt", List.of("vpt", "sdpt"))).contains("sdpt");
    assertThat(NearestName.of("SDTP", List.of("vpt", "sdpt"))).contains("sdpt");
  }

  @Test
  void isNotFarFetched() {
    List<String> names = List.of("sdpt", "lora", "bitfit", "zero-shot");
    assertThat(NearestName.of("zeroshot", names)).contains("zero-shot");
    assertThat(NearestName.of("adapter", names)).isEmpty();
    assertThat(NearestName.of("fpn", List.of("encoder.layer.1.query"))).isEmpty();
    assertThat(NearestName.of("x", List.of("k"))).isEmpty();
    assertThat(NearestName.of("x", List.of())).isEmpty();
  }
}
