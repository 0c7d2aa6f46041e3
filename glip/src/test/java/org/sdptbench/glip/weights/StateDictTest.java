package org.sdptbench.glip.weights;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StateDictTest {

  private static TensorFile file(String... names) {
    Map<String, RawTensor> tensors = new LinkedHashMap<>();
    for (int i = 0; i < names.length; i++) {
      tensors.put(names[i], RawTensor.of(new float[] {i}, 1));
    }
    return new TensorFile("x.pth", tensors);
  }

  private static StateDict expecting(String... names) {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    for (String name : names) {
      shapes.put(name, new long[] {1});
    }
    return new StateDict(shapes);
  }

  @Test
  void theModelsNamesAndOrderAreKept() throws Exception {
    TensorFile selected = expecting("b", "a").select(file("a", "b"));
    assertThat(selected.names()).containsExactly("b", "a");
    assertThat(selected.get("a").toFloats()).containsExactly(0);
  }

  @Test
  void theLongestSuffixIsTaken() throws Exception {
    TensorFile selected = expecting("backbone.body.norm.weight").select(file("body.norm.weight"));
    assertThat(selected.names()).containsExactly("backbone.body.norm.weight");
    StateDictMismatchException both =
        catchThrowableOfType(
            StateDictMismatchException.class, () -> expecting("a.b.c").select(file("c", "b.c")));
    assertThat(both.surplus()).containsExactly("c");
    assertThat(both.missing()).isEmpty();
  }

  @Test
  void aSuffixBeginsAtADotAndServesOneNameOnly() {
    assertThatThrownBy(() -> expecting("layers.10.w").select(file("0.w")))
        .isInstanceOf(StateDictMismatchException.class);
    StateDictMismatchException twice =
        catchThrowableOfType(
            StateDictMismatchException.class,
            () -> expecting("x.norm.w", "y.norm.w").select(file("norm.w")));
    assertThat(twice.missing()).containsExactly("y.norm.w");
    StateDictMismatchException taken =
        catchThrowableOfType(
            StateDictMismatchException.class, () -> expecting("x.w", "w").select(file("w")));
    assertThat(taken.missing()).containsExactly("x.w");
  }

  @Test
  void everythingThatDoesNotFitIsReportedAtOnce() {
    Map<String, long[]> shapes = new LinkedHashMap<>();
    shapes.put("head.weight", new long[] {1});
    shapes.put("head.bias", new long[] {2, 3});
    shapes.put("gamma_v", new long[] {1});
    StateDictMismatchException problem =
        catchThrowableOfType(
            StateDictMismatchException.class,
            () -> new StateDict(shapes).select(file("head.bias", "gama_v", "zzz")));
    assertThat(problem.missing()).containsExactly("head.weight", "gamma_v");
    assertThat(problem.surplus()).containsExactly("gama_v", "zzz");
    assertThat(problem.misshapen()).containsExactly("head.bias: found [1], expected [2, 3]");
    assertThat(problem)
        .hasMessageStartingWith("x.pth does not fit the model")
        .hasMessageContaining("2 missing:")
        .hasMessageContaining("gamma_v (the nearest name found is gama_v)")
        .hasMessageContaining("2 unknown to the model:");
  }

  @Test
  void aLongListIsShortenedInTheMessageOnly() {
    String[] names = IntStream.range(0, 50).mapToObj(i -> "weight" + i).toArray(String[]::new);
    StateDictMismatchException problem =
        catchThrowableOfType(
            StateDictMismatchException.class, () -> expecting(names).select(file("other")));
    assertThat(problem.missing()).hasSize(50);
    assertThat(problem).hasMessageContaining("and 45 more");
  }

  @Test
  void surplusEntriesOfOfficialCheckpointsAreTolerated() throws Exception {
    TensorFile official =
        file(
            "w",
            "rpn.anchor_generator.cell_anchors.0",
            "language_backbone.body.model.pooler.dense.weight",
            "rpn.head.cls_logits.bias",
            "rpn.resizer.weight",
            "body.layers.0.blocks.1.attn.relative_position_index",
            "language_backbone.body.model.embeddings.position_ids");
    assertThat(expecting("w").select(official).names()).containsExactly("w");
    StateDict strict = new StateDict(Map.of("w", new long[] {1}), name -> false);
    assertThatThrownBy(() -> strict.select(official)).hasMessageContaining("6 unknown");
    assertThatThrownBy(() -> expecting("w").select(file("w", "my_pooler_bias")))
        .hasMessageContaining("my_pooler_bias");
  }
}
