package org.sdptbench.glip.text;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.golden.GoldenKind;
import org.sdptbench.glip.golden.GoldenModule;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.golden.TextOutputs;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.TextEncoding;
import org.sdptbench.glip.peft.TextState;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Scope;

class BertGoldenTest {
  static List<GoldenSet> models() {
    return GoldenKind.BERT.sets();
  }

  static List<GoldenSet> layers() {
    return GoldenKind.BERT_LAYER.sets();
  }

  @ParameterizedTest
  @MethodSource("models")
  void modelAgrees(GoldenSet set) {
    JsonNode config = set.config();
    assertThat(config.get("N_LAYERS").intValue()).isEqualTo(1);
    Bert bert =
        new Bert(
            "",
            new GlipConfig.Text(
                config.get("hidden_size").intValue(),
                config.get("num_hidden_layers").intValue(),
                config.get("num_attention_heads").intValue(),
                config.get("intermediate_size").intValue(),
                config.get("vocab_size").intValue(),
                config.get("max_position_embeddings").intValue(),
                (int) set.shape("in.input_ids")[1]));
    Layout layout = new Layout();
    bert.declare(layout);
    assertThat(layout.names()).isEqualTo(set.weightNames());
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        GoldenModule golden = new GoldenModule(set, layout)) {
      TextEncoding run =
          bert.begin(
              golden.pass(Adaptation.none()),
              golden.read("in.input_ids"),
              golden.read("in.attention_mask"));
      for (int layer = 0; layer <= run.layers(); layer++) {
        run.advanceTo(layer);
        golden.output("out.hidden_states." + layer, run.state().hidden());
      }
      TextState features = run.finish();
      golden.output("out.embedded", TextOutputs.embedded(features));
      golden.output("out.aggregate", TextOutputs.aggregate(features));
      golden.output("out.hidden", "in.R", features.hidden());
      golden.gradients();
    }
  }

  @ParameterizedTest
  @MethodSource("layers")
  void towerLayerAgrees(GoldenSet set) {
    JsonNode config = set.config();
    BertLayer layer =
        BertLayer.tower(
            "",
            config.get("hidden_size").intValue(),
            config.get("num_attention_heads").intValue(),
            config.get("intermediate_size").intValue());
    Layout layout = new Layout();
    layer.declare(layout);
    assertThat(layout.names()).isEqualTo(set.weightNames());
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        GoldenModule golden = new GoldenModule(set, layout)) {
      NDArray hidden =
          layer.forward(
              golden.pass(Adaptation.none()), golden.leaf("in.hidden"), golden.read("in.masks"));
      golden.output("out.hidden", "in.R", hidden);
      golden.gradients();
    }
  }
}
