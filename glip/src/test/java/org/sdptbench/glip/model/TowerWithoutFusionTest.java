package org.sdptbench.glip.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.util.Collection;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.head.DyConv;
import org.sdptbench.glip.head.Predictions;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;

/** GLIP-T (A): the tower is DyConvs, and the text stays as its encoder made it. */
class TowerWithoutFusionTest {
  private static final GlipConfig TINY =
      new GlipConfig(
          "tiny-a",
          TinyGlip.CONFIG.vision(),
          TinyGlip.CONFIG.text(),
          new GlipConfig.Tower(2, 0, 0, 0, 0, true, 4, 5));

  /** The official file has 2.43 GB: four numbers of four bytes for each parameter, and the rest. */
  @Test
  void glipTaIsGlipTWithoutFusionAndBertLayers() {
    Layout t = new Glip(GlipConfig.T).layout();
    Layout a = new Glip(GlipConfig.T_A).layout();
    List<String> outside =
        t.names().stream().filter(name -> !name.startsWith(Sites.TOWER)).toList();
    assertThat(a.names().stream().filter(name -> !name.startsWith(Sites.TOWER)))
        .containsExactlyElementsOf(outside);
    // Modules are numbered as they come: T's DyConvs are 2, 5, ..., 17, A's 0 to 5.
    List<String> dyConvs =
        IntStream.range(0, 6)
            .boxed()
            .flatMap(i -> below(t, 3 * i + 2).stream().map(name -> i + "." + name))
            .toList();
    assertThat(
            IntStream.range(0, 6)
                .boxed()
                .flatMap(i -> below(a, i).stream().map(name -> i + "." + name)))
        .containsExactlyElementsOf(dyConvs)
        .isNotEmpty();
    assertThat(t.size() - a.size()).isEqualTo(37_822_464 + 42_527_232);
    assertThat(a.size()).isEqualTo(151_430_526);
    assertThat(16 * a.size() / 1e9).isBetween(2.415, 2.435);
  }

  private static List<String> below(Layout layout, int module) {
    String prefix = Sites.TOWER + module + ".";
    return layout.names().stream()
        .filter(name -> name.startsWith(prefix))
        .map(name -> name.substring(prefix.length()))
        .toList();
  }

  @Test
  void bAndCHaveTheLayoutOfT() {
    Collection<ParamSpec> t = new Glip(GlipConfig.T).layout().specs();
    assertThat(new Glip(GlipConfig.T_B).layout().specs()).containsExactlyElementsOf(t);
    assertThat(new Glip(GlipConfig.T_C).layout().specs()).containsExactlyElementsOf(t);
  }

  @Test
  void imagesPassTheDyConvsAndTextPassesThrough() {
    Glip glip = new Glip(TINY);
    try (Scope scope = new Scope();
        Params weights = Params.initialise(glip.layout(), 3)) {
      Pass pass = new Pass(weights, Adaptation.none());
      List<NDArray> levels =
          List.of(
              single(RandomArrays.normal(1, 2, 32, 8, 12)),
              single(RandomArrays.normal(2, 2, 32, 4, 6)),
              single(RandomArrays.normal(3, 2, 32, 2, 3)));
      NDArray text = single(RandomArrays.normal(4, 2, 12, 24));
      FusionInput input =
          FusionInput.of(
              levels, text, Ops.of(new long[] {1, 1, 1, 1, 1, 1, 1, 1, 1, 0, 0, 0}, 1, 12));
      FusionInput fused = glip.fuse(pass, input);
      assertThat(fused.text().toFloatArray()).isEqualTo(text.toFloatArray());
      List<NDArray> expected = levels;
      for (int i = 0; i < 2; i++) {
        expected = new DyConv(Sites.TOWER + i + ".", 32, true).forward(pass, expected);
      }
      for (int level = 0; level < 3; level++) {
        assertThat(fused.levels().get(level).toFloatArray())
            .isEqualTo(expected.get(level).toFloatArray())
            .isNotEqualTo(levels.get(level).toFloatArray());
      }
      Predictions predictions = glip.predict(pass, fused);
      assertThat(predictions.tokenLogits().getShape().getShape())
          .containsExactly(2, 96 + 24 + 6, 12);
      assertThat(new Tower(Sites.TOWER, TINY).fusionLayers()).isEmpty();
    }
  }

  private static NDArray single(NDArray array) {
    return Ops.castLike(array, Ops.of(new float[1], 1));
  }
}
