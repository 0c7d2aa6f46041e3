package org.sdptbench.baselines.prompt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.sdptbench.baselines.PlainNumbers;
import org.sdptbench.baselines.upt.OneWidth;
import org.sdptbench.glip.golden.OriginalArrays;
import org.sdptbench.glip.peft.Prompts;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;

/** The prompts of muzairkhattak/multimodal-prompt-learning 69bce21, of depth 3. */
class MapleOriginalTest {
  private static final int DEPTH = 3;

  /** Their first prompts and map have names of their own. */
  private static String original(String name) {
    int layer = name.charAt("m.".length()) - '0';
    if (name.endsWith(".text")) {
      return layer == 0 ? "ctx" : "compound_prompts_text." + (layer - 1);
    }
    String end = name.substring(name.lastIndexOf('.'));
    return (layer == 0 ? "proj" : "compound_prompt_projections." + (layer - 1)) + end;
  }

  @Test
  void promptsAgree() {
    OriginalArrays arrays = new OriginalArrays(PlainNumbers.class, "originals/maple.json");
    CoupledPrompts coupled =
        new CoupledPrompts("m.", OneWidth.config(DEPTH), 2, DEPTH, false, TextSize.DRAWN);
    Layout layout = new Layout();
    coupled.declare(layout);
    try (Scope scope = new Scope();
        Params params = arrays.params(layout, MapleOriginalTest::original)) {
      Prompts prompts = coupled.over(params, params);
      for (int layer = 0; layer < DEPTH; layer++) {
        assertThat(Objects.requireNonNull(prompts.visionTokens(0, layer, null)).toDoubleArray())
            .containsExactly(arrays.values("vision" + layer), within(1e-12));
        if (layer > 0) { // the first passes BERT's embedding layer, which CLIP does not have
          assertThat(Objects.requireNonNull(prompts.textTokens(layer, null)).toDoubleArray())
              .containsExactly(arrays.values("text" + layer), within(1e-12));
        }
      }
    }
  }
}
