package org.sdptbench.glip.golden;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Sites;

/** What whole-model sets say about their models. */
public final class GoldenModels {

  private GoldenModels() {}

  /** The preset of an official name, e.g. {@code GLIP-T}. */
  public static GlipConfig preset(String model) {
    return GlipConfig.PRESETS.stream()
        .filter(preset -> preset.name().equalsIgnoreCase(model))
        .findFirst()
        .orElseThrow(() -> new AssertionError("no preset " + model));
  }

  /** The sizes of the model of a {@link GoldenKind#MODEL} or {@link GoldenKind#SDPT_MODEL}. */
  public static GlipConfig config(GoldenSet set) {
    JsonNode model = set.config().get("model");
    JsonNode bert = set.config().get("bert");
    int heads = bert.get("num_attention_heads").intValue();
    int intermediate = bert.get("intermediate_size").intValue();
    return new GlipConfig(
        set.name(),
        new GlipConfig.Vision(
            model.get("embed").intValue(),
            integers(model.get("depths")),
            integers(model.get("heads")),
            model.get("window").intValue(),
            false,
            model.get("channels").intValue(),
            set.names(name -> name.matches("rpn\\.head\\.scales\\.\\d+\\.scale")).size()),
        new GlipConfig.Text(
            bert.get("hidden_size").intValue(),
            bert.get("num_hidden_layers").intValue(),
            heads,
            intermediate,
            bert.get("vocab_size").intValue(),
            bert.get("max_position_embeddings").intValue(),
            set.config().get("L").intValue()),
        new GlipConfig.Tower(
            model.get("convs").intValue(),
            model.get("embed_dim").intValue(),
            model.get("n_head").intValue(),
            heads,
            intermediate,
            set.has(Sites.TOWER + "2.offset.weight"),
            8,
            (int) set.shape(Sites.HEAD + "cls_logits.bias")[0]));
  }

  /** The tokens of each label. */
  public static Map<Integer, List<Integer>> labelTokens(JsonNode labels) {
    Map<Integer, List<Integer>> tokens = new TreeMap<>();
    labels
        .properties()
        .forEach(label -> tokens.put(Integer.valueOf(label.getKey()), integers(label.getValue())));
    return tokens;
  }

  /** A list of integers. */
  public static List<Integer> integers(JsonNode array) {
    List<Integer> values = new ArrayList<>();
    array.forEach(value -> values.add(value.intValue()));
    return values;
  }
}
