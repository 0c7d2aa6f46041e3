package org.sdptbench.sdpt;

import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.golden.GoldenKind;
import org.sdptbench.glip.golden.GoldenModule;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Scope;

/** The pseudo-inverses that SDPT's release computes in its attention, and the tokens by them. */
class InverseProjectionGoldenTest {
  static List<GoldenSet> attentions() {
    return GoldenKind.FUSION_ATTENTION.sets();
  }

  @ParameterizedTest
  @MethodSource("attentions")
  void inverseProjectionAgrees(GoldenSet set) {
    Layout layout = new Layout();
    layout.linear(
        "v_proj",
        set.config().get("v_dim").longValue(),
        set.config().get("embed_dim").longValue(),
        Init.ZEROS);
    layout.linear(
        "l_proj",
        set.config().get("l_dim").longValue(),
        set.config().get("embed_dim").longValue(),
        Init.ZEROS);
    try (Scope scope = new Scope();
        GoldenModule golden = new GoldenModule(set, layout);
        InverseProjection v = inverse(golden, "v_proj");
        InverseProjection l = inverse(golden, "l_proj")) {
      golden.output("out.pinv_WvT", v.matrix());
      golden.output("out.pinv_WlT", l.matrix());
      if (set.has("cpt_input")) {
        golden.output("out.P_v", v.apply(golden.read("cpt_input")));
        golden.output("out.P_l", l.apply(golden.read("cpt_input")));
      }
    }
  }

  private static InverseProjection inverse(GoldenModule golden, String layer) {
    return InverseProjection.of(
        golden.params().get(layer + ".weight"), golden.params().get(layer + ".bias"));
  }
}
