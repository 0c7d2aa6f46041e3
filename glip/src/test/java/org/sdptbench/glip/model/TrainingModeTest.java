package org.sdptbench.glip.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.peft.Regularisation;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.peft.TrainingMode;
import org.sdptbench.glip.peft.Tuning;
import org.sdptbench.glip.tensor.Drop;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Precision;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;

class TrainingModeTest {
  private static double loss(TinyGlip tiny, Regularisation regularisation) {
    try (Scope scope = new Scope()) {
      return tiny.loss(
              new Pass(tiny.weights(), Adaptation.none(), regularisation, Precision.FLOAT32))
          .getDouble();
    }
  }

  /** Where a whole model drops, and at what rate: the modules of the official code. */
  @Test
  void dropsWhereTheOfficialCodeDoes() {
    Map<String, Double> found = new TreeMap<>();
    try (TinyGlip tiny = TinyGlip.random(1)) {
      loss(
          tiny,
          (site, rate) -> {
            found.put(site, rate);
            return Drop.NONE;
          });
    }
    Map<String, Double> expected = new TreeMap<>();
    double[] paths = {0, 0.05, 0.1, 0.15, 0.2}; // torch.linspace(0, 0.2, 5)
    List<String> blocks =
        List.of("0.blocks.0", "1.blocks.0", "2.blocks.0", "2.blocks.1", "3.blocks.0");
    for (int i = 0; i < blocks.size(); i++) {
      String block = "backbone.body.layers." + blocks.get(i) + ".drop_path.";
      expected.put(block + "attn", paths[i]);
      expected.put(block + "mlp", paths[i]);
    }
    expected.put("backbone.fpn.fpn_layer2.drop_block", 0.3);
    expected.put("backbone.fpn.fpn_layer3.drop_block", 0.3);
    expected.put("language_backbone.body.model.embeddings.dropout", 0.1);
    List<String> berts = new ArrayList<>();
    for (int layer = 0; layer < 2; layer++) {
      berts.add("language_backbone.body.model.encoder.layer." + layer + ".");
      berts.add("rpn.head.dyhead_tower." + (3 * layer + 1) + ".");
      String fusion = "rpn.head.dyhead_tower." + 3 * layer + ".b_attn.attn.";
      expected.put(fusion + "attn_probs_v", 0.1);
      expected.put(fusion + "attn_probs_l", 0.1);
    }
    for (String bert : berts) {
      expected.put(bert + "attention.self.dropout", 0.1);
      expected.put(bert + "attention.output.dropout", 0.1);
      expected.put(bert + "output.dropout", 0.1);
    }
    assertThat(found.keySet()).isEqualTo(expected.keySet());
    found.forEach(
        (site, rate) -> assertThat(rate).as(site).isCloseTo(expected.get(site), within(1e-9)));
  }

  /**
   * torch.linspace(0, rate, sum(depths)): 0.2 over the 12 blocks of GLIP-T, 0.4 over 24 of GLIP-L.
   */
  @Test
  void ratesOfDropPathGrowEvenlyFromBlockToBlock() {
    GlipConfig.Vision t = GlipConfig.T.vision();
    GlipConfig.Vision l = GlipConfig.L.vision();
    assertThat(IntStream.range(0, 12).mapToDouble(t::dropPath).toArray())
        .usingComparatorWithPrecision(1e-4)
        .containsExactly(
            0, 0.0182, 0.0364, 0.0545, 0.0727, 0.0909, 0.1091, 0.1273, 0.1455, 0.1636, 0.1818, 0.2);
    assertThat(l.dropPath(0)).isZero();
    assertThat(l.dropPath(11)).isCloseTo(0.191304, within(1e-6));
    assertThat(l.dropPath(23)).isEqualTo(0.4);
  }

  @Test
  void partsOfWhichNothingIsTrainedComputeAsInTests() {
    Layout layout = new Glip(TinyGlip.CONFIG).layout();
    List<String> all = layout.names();
    List<String> probe = all.stream().filter(Sites::isPrediction).toList();
    List<String> stage = all.stream().filter(name -> name.contains("layers.2.")).toList();
    assertThat(TrainingMode.ofTrained(List.of()).reach()).isEqualTo(Reach.PREDICTION);
    assertThat(TrainingMode.ofTrained(probe).reach()).isEqualTo(Reach.FUSION);
    assertThat(TrainingMode.ofTrained(stage).reach()).isEqualTo(Reach.ENCODERS);
    assertThat(TrainingMode.ofTrained(all).reach()).isEqualTo(Reach.ENCODERS);
    assertThat(live(TrainingMode.ofTrained(List.of()))).isEmpty();
    assertThat(live(TrainingMode.ofTrained(probe))).allMatch(site -> site.startsWith("rpn.head."));
    assertThat(live(TrainingMode.ofTrained(stage)))
        .isNotEmpty()
        .allMatch(site -> site.startsWith("backbone.body.layers.2."));
    assertThat(live(TrainingMode.EVERYWHERE)).isEqualTo(live(TrainingMode.ofTrained(all)));
    assertThat(live(TrainingMode.OFF)).isEmpty();
  }

  /** Places where something is dropped. */
  private static Set<String> live(TrainingMode mode) {
    Set<String> live = new HashSet<>();
    Regularisation drawn = mode.at(1, 0, 0);
    try (TinyGlip tiny = TinyGlip.random(1)) {
      loss(
          tiny,
          (site, rate) -> {
            Drop drop = drawn.at(site, rate);
            if (drop.drops()) {
              live.add(site);
            }
            return drop;
          });
    }
    return live;
  }

  @Test
  void eachSeedStepPassAndPlaceDrawsItsOwn() {
    Set<Long> keys = new HashSet<>();
    List<String> names = new Glip(GlipConfig.L).layout().names();
    int draws = 0;
    for (long seed : new long[] {0, 1, 2}) {
      for (int step : new int[] {0, 1, 1000}) {
        for (int pass : new int[] {0, 1}) {
          Regularisation drawn = TrainingMode.EVERYWHERE.at(seed, step, pass);
          for (String name : names) {
            keys.add(drawn.at(name, 0.1).key());
            draws++;
          }
        }
      }
    }
    assertThat(keys).hasSize(draws);
  }

  @Test
  void aStepIsItsSeedAndNumber() {
    try (TinyGlip tiny = TinyGlip.random(1)) {
      double plain = loss(tiny, Regularisation.NONE);
      double first = loss(tiny, TrainingMode.EVERYWHERE.at(7, 3, 0));
      assertThat(loss(tiny, TrainingMode.OFF.at(7, 3, 0))).isEqualTo(plain);
      assertThat(first).isNotEqualTo(plain);
      assertThat(loss(tiny, TrainingMode.EVERYWHERE.at(7, 4, 0))).isNotEqualTo(first);
      assertThat(loss(tiny, TrainingMode.EVERYWHERE.at(8, 3, 0))).isNotEqualTo(first);
      assertThat(loss(tiny, TrainingMode.EVERYWHERE.at(7, 3, 0))).isEqualTo(first);
    }
  }

  /** The derivatives of a whole step are those of what it computes, dropped places and all. */
  @Test
  void gradientsOfAStepAgreeWithDifferences() {
    Regularisation drawn = TrainingMode.EVERYWHERE.at(5, 2, 0);
    List<String> names =
        List.of(
            "backbone.body.layers.1.blocks.0.mlp.fc2.bias",
            "backbone.fpn.fpn_inner3.bias",
            "language_backbone.body.model.encoder.layer.0.output.dense.bias",
            "rpn.head.dyhead_tower.0.b_attn.gamma_v",
            "rpn.head.dyhead_tower.4.attention.output.dense.bias");
    double h = 1e-5;
    try (TinyGlip tiny = TinyGlip.random(1);
        Params trained =
            Params.initialise(tiny.glip().layout().copiesOf(names::contains), 1, tiny.weights());
        GradMode on = GradMode.on();
        Scope scope = new Scope()) {
      trained.requireGradients(true);
      Pass pass = new Pass(tiny.weights(), Tuning.of(trained), drawn, Precision.FLOAT32);
      Gradients.backward(tiny.loss(pass));
      for (String name : names) {
        NDArray array = trained.get(name);
        double[] gradient = Objects.requireNonNull(Gradients.of(array)).toDoubleArray();
        double[] value = array.toDoubleArray();
        for (int i = 0; i < Math.min(3, value.length); i++) {
          double difference =
              (at(tiny, pass, array, value, i, h) - at(tiny, pass, array, value, i, -h)) / (2 * h);
          assertThat(gradient[i])
              .as("%s[%d]", name, i)
              .isCloseTo(difference, within(1e-5 * Math.max(1, Math.abs(difference))));
        }
      }
    }
  }

  private static double at(
      TinyGlip tiny, Pass pass, NDArray array, double[] value, int i, double by) {
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      double[] moved = value.clone();
      moved[i] += by;
      Ops.assign(array, Ops.of(moved, array.getShape().getShape()));
      double loss = tiny.loss(pass).getDouble();
      Ops.assign(array, Ops.of(value, array.getShape().getShape()));
      return loss;
    }
  }
}
