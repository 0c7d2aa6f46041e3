package org.sdptbench.baselines.upt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sdptbench.baselines.PlainNumbers;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.golden.OriginalArrays;
import org.sdptbench.glip.peft.Prompts;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.ParamSpec;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;

/**
 * The joint prompts of sIncerass/MVLPT 6fa518b, two for each of three blocks and the text, with its
 * transformer block over all prompts as UPT's paper has it. As released, that code hands the block
 * its axes in another order, and every prompt attends to itself alone.
 */
class UptOriginalTest {
  private static final int BLOCKS = 3;
  private static final String THEIRS = "mvlpt_proj.resblocks.0.";
  private static final Map<String, String> NAMES =
      Map.ofEntries(
          Map.entry("upt.text", "ctx"),
          Map.entry("upt.text.in", "mvlpt_proj_ctx_coop_pre"),
          Map.entry("upt.text.out", "mvlpt_proj_ctx_coop_post"),
          Map.entry("upt.layers.0.in", "mvlpt_proj_ctx_vpt_pre"),
          Map.entry("upt.layers.0.out", "mvlpt_proj_ctx_vpt_post"),
          Map.entry("upt.block.ln_1", THEIRS + "ln_1"),
          Map.entry("upt.block.ln_2", THEIRS + "ln_2"),
          Map.entry("upt.block.attn.qkv", THEIRS + "attn.in_proj"),
          Map.entry("upt.block.attn.out", THEIRS + "attn.out_proj"),
          Map.entry("upt.block.mlp.fc1", THEIRS + "mlp.c_fc"),
          Map.entry("upt.block.mlp.fc2", THEIRS + "mlp.c_proj"));

  private static NDArray theirs(OriginalArrays arrays, ParamSpec spec) {
    String name = spec.name();
    if (NAMES.containsKey(name)) {
      return arrays.get(NAMES.get(name));
    }
    if (name.matches("upt\\.layers\\.0\\.blocks\\.\\d")) {
      int block = name.charAt(name.length() - 1) - '0';
      return block == 0
          ? arrays.matrix("vpt_embeddings")
          : arrays.entry("vpt_embeddings_deep", block - 1);
    }
    int dot = name.lastIndexOf('.');
    String module = Objects.requireNonNull(NAMES.get(name.substring(0, dot)), name);
    String kind = name.substring(dot + 1);
    return arrays.get(module + (module.endsWith("in_proj") ? "_" : ".") + kind);
  }

  @Test
  void promptsOfTheImageAgree() {
    OriginalArrays arrays = new OriginalArrays(PlainNumbers.class, "originals/upt.json");
    GlipConfig config = OneWidth.config(BLOCKS);
    Upt method = new Upt();
    Settings settings =
        Settings.resolve(method.settings(), Map.of("n", 2, "width", 4, "depth", "deep"));
    Layout layout = method.layout(config, new Layout(), settings);
    try (Scope scope = new Scope();
        Params params = Params.from(layout, spec -> theirs(arrays, spec))) {
      Prompts prompts = method.adapt(config, params, settings, params).prompts().get(0);
      for (int block = 0; block < BLOCKS; block++) {
        assertThat(Objects.requireNonNull(prompts.visionTokens(0, block, null)).toDoubleArray())
            .containsExactly(arrays.entry("vision", block).toDoubleArray(), within(1e-9))
            .isNotEqualTo(arrays.entry("released", block).toDoubleArray());
      }
    }
  }
}
