package org.sdptbench.glip.model;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.fusion.FusionLayer;
import org.sdptbench.glip.golden.GoldenKind;
import org.sdptbench.glip.golden.GoldenModule;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.golden.LevelPredictions;
import org.sdptbench.glip.head.AlignmentHead;
import org.sdptbench.glip.head.DyConv;
import org.sdptbench.glip.head.Predictions;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.text.BertLayer;

/** The whole tower and the prediction layers after it. */
class TowerGoldenTest {

  static List<GoldenSet> sets() {
    return GoldenKind.TOWER.sets();
  }

  private static GlipConfig config(GoldenSet set) {
    JsonNode sizes = set.config();
    return new GlipConfig(
        set.name(),
        new GlipConfig.Vision(
            1,
            List.of(1),
            List.of(1),
            1,
            false,
            sizes.get("channels").asInt(),
            sizes.get("sizes").size()),
        new GlipConfig.Text(sizes.get("lang_dim").asInt(), 1, 1, 1, 1, 1, sizes.get("L").asInt()),
        new GlipConfig.Tower(
            sizes.get("num_convs").asInt(),
            sizes.get("fusion_embed").asInt(),
            sizes.get("fusion_heads").asInt(),
            sizes.get("bert_heads").asInt(),
            sizes.get("bert_intermediate").asInt(),
            set.has(Sites.TOWER + "2.offset.weight"),
            8,
            (int) set.shape(Sites.HEAD + "cls_logits.bias")[0]));
  }

  @ParameterizedTest
  @MethodSource("sets")
  void everyStageAndAllGradientsAgree(GoldenSet set) {
    GlipConfig config = config(set);
    Tower tower = new Tower(Sites.TOWER, config);
    AlignmentHead head =
        new AlignmentHead(
            Sites.HEAD,
            config.vision().channels(),
            config.text().hidden(),
            config.vision().levels(),
            config.tower().classLogits());
    Layout layout = new Layout();
    head.declareBeforeTower(layout);
    tower.declare(layout);
    head.declareAfterTower(layout);
    assertThat(layout.names()).isEqualTo(set.weightNames());
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        GoldenModule golden = new GoldenModule(set, layout)) {
      Pass pass = golden.pass(Adaptation.none());
      List<NDArray> levels =
          IntStream.range(0, config.vision().levels())
              .mapToObj(i -> golden.leaf("in.P" + (3 + i)))
              .toList();
      FusionInput input =
          new FusionInput(levels, golden.leaf("in.hidden"), golden.read("in.masks"));
      FusionInput x = input;
      for (int i = 0; i < config.tower().layers(); i++) {
        x = stage(set, golden, config, i, x);
      }
      FusionInput fused = tower.forward(pass, input);
      assertThat(fused.text().toFloatArray()).isEqualTo(x.text().toFloatArray());
      Predictions predictions = head.forward(pass, fused.levels(), fused.text());
      LevelPredictions.of(predictions, levels)
          .byName()
          .forEach((name, array) -> golden.output("out." + name, "in.R." + name, array));
      golden.gradients();
    }
  }

  /** Runs a stage module by module, as the tower is to do, and compares after each. */
  private static FusionInput stage(
      GoldenSet set, GoldenModule golden, GlipConfig config, int index, FusionInput input) {
    Pass pass = golden.pass(Adaptation.none());
    int channels = config.vision().channels();
    int width = config.text().hidden();
    GlipConfig.Tower sizes = config.tower();
    String trace = "out.dbg.stage" + index;
    FusionInput x =
        new FusionLayer(
                Sites.TOWER + 3 * index + ".b_attn.",
                index,
                channels,
                width,
                sizes.fusionDim(),
                sizes.fusionHeads(),
                1)
            .forward(pass, input);
    trace(set, golden, trace + ".fuse.", x);
    NDArray text =
        BertLayer.tower(
                Sites.TOWER + (3 * index + 1) + ".",
                width,
                sizes.textHeads(),
                sizes.textIntermediate())
            .forward(pass, x.text(), x.mask());
    List<NDArray> levels =
        new DyConv(Sites.TOWER + (3 * index + 2) + ".", channels, sizes.deformable())
            .forward(pass, x.levels());
    golden.output(trace + ".bert.hidden", text);
    FusionInput result = new FusionInput(levels, text, x.mask());
    trace(set, golden, trace + ".dyconv.", result);
    return result;
  }

  /** Compares what the set has of a stage's outputs. */
  private static void trace(GoldenSet set, GoldenModule golden, String prefix, FusionInput x) {
    if (set.has(prefix + "hidden")) {
      golden.output(prefix + "hidden", x.text());
    }
    for (int i = 0; i < x.levels().size(); i++) {
      if (set.has(prefix + "P" + (3 + i))) {
        golden.output(prefix + "P" + (3 + i), x.levels().get(i));
      }
    }
  }
}
