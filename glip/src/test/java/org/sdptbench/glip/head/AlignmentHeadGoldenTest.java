package org.sdptbench.glip.head;

import ai.djl.ndarray.NDArray;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.golden.GoldenAssert;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.golden.GoldenSets;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Scope;

/** The last layers alone, on the features and the text that the golden tower ends with. */
class AlignmentHeadGoldenTest {
  private static final String PREFIX = "rpn.head.";

  static List<GoldenSet> sets() {
    return GoldenSets.matching(
        set -> set.has(PREFIX + "bias0") && set.config().has("num_convs") && set.has("in.P3"));
  }

  @ParameterizedTest
  @MethodSource("sets")
  void predictionsAndGradientsAgree(GoldenSet set) {
    String stage = "out.dbg.stage" + (set.config().get("num_convs").asInt() - 1);
    List<String> features =
        IntStream.range(3, 8).mapToObj(i -> stage + ".dyconv.P" + i).filter(set::has).toList();
    int width = set.config().get("lang_dim").asInt();
    int channels = set.config().get("channels").asInt();
    int classes = (int) set.shape(PREFIX + "cls_logits.bias")[0];
    AlignmentHead head = new AlignmentHead(PREFIX, channels, width, features.size(), classes);
    Layout layout = new Layout();
    head.declareBeforeTower(layout);
    head.declareAfterTower(layout);
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        GoldenModule golden = GoldenModule.of(set, layout)) {
      List<NDArray> levels = features.stream().map(golden::leaf).toList();
      NDArray text = golden.leaf(stage + ".bert.hidden");
      Predictions predictions = head.forward(golden.pass(), levels, text);
      GoldenPredictions.agree(set, predictions, GoldenAssert.UNIT_RTOL);
      Gradients.backward(GoldenPredictions.loss(set, predictions));
      for (String name : layout.names()) {
        if (!name.contains("cls_logits")) {
          GoldenModule.gradientAgrees(
              set, "grad." + name, golden.params().get(name), UnaryOperator.identity());
        }
      }
    }
  }
}
