package org.sdptbench.glip.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.sdptbench.glip.golden.GoldenKind;
import org.sdptbench.glip.golden.GoldenModule;
import org.sdptbench.glip.golden.GoldenSet;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.FusionTokens;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;

/** Fusion layers and their attention, without tokens and with those of SDPT's release. */
class FusionGoldenTest {
  private static final int UNIFIED = -4;
  private static final int INDEPENDENT = -3;

  static List<GoldenSet> layers() {
    return GoldenKind.FUSION_LAYER.sets();
  }

  static List<GoldenSet> attentions() {
    return GoldenKind.FUSION_ATTENTION.sets();
  }

  @ParameterizedTest
  @MethodSource("layers")
  void layerAgrees(GoldenSet set) {
    JsonNode config = set.config();
    FusionLayer layer =
        new FusionLayer(
            "",
            0,
            config.get("v_dim").intValue(),
            config.get("l_dim").intValue(),
            config.get("embed_dim").intValue(),
            config.get("heads").intValue(),
            1);
    Layout layout = new Layout();
    layer.declare(layout);
    assertThat(layout.names()).isEqualTo(weights(set));
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        GoldenModule golden = new GoldenModule(set, layout)) {
      List<NDArray> levels = new ArrayList<>();
      for (int i = 0; set.has("in.v" + i); i++) {
        levels.add(golden.leaf("in.v" + i));
      }
      FusionInput input = new FusionInput(levels, golden.leaf("in.l"), golden.read("in.mask"));
      FusionInput fused =
          layer.forward(
              golden.pass(adaptation(tokens(set, golden, layer.attention(), "attn."))), input);
      for (int i = 0; i < levels.size(); i++) {
        golden.output("out.v" + i, "in.R.v" + i, fused.levels().get(i));
      }
      golden.output("out.l", "in.R.l", fused.text());
      golden.gradients();
    }
  }

  /**
   * The sets have no attention weights, but what text receives by them: the maps, applied to the
   * values of all positions, must give it again.
   */
  @ParameterizedTest
  @MethodSource("layers")
  void mapsOfTextToImageExplainWhatTextReceives(GoldenSet set) {
    assumeTrue(set.has("out.dbg.delta_l"), () -> set + " has no out.dbg.delta_l");
    JsonNode config = set.config();
    int heads = config.get("heads").intValue();
    FusionLayer layer =
        new FusionLayer(
            "",
            0,
            config.get("v_dim").intValue(),
            config.get("l_dim").intValue(),
            config.get("embed_dim").intValue(),
            heads,
            1);
    Layout layout = new Layout();
    layer.declare(layout);
    try (GradMode off = GradMode.off();
        Scope scope = new Scope();
        GoldenModule golden = new GoldenModule(set, layout)) {
      List<NDArray> levels = new ArrayList<>();
      for (int i = 0; set.has("in.v" + i); i++) {
        levels.add(golden.read("in.v" + i));
      }
      FusionInput input = new FusionInput(levels, golden.read("in.l"), golden.read("in.mask"));
      Pass pass = golden.pass(Adaptation.none());
      List<NDArray> maps = new ArrayList<>();
      List<NDArray> positions = new ArrayList<>();
      for (NDArray map : layer.textToImage(pass, input)) {
        long[] shape = map.getShape().getShape();
        maps.add(Ops.reshape(map, shape[0], shape[1], shape[2], shape[3] * shape[4]));
      }
      for (NDArray level : levels) {
        long[] shape = level.getShape().getShape();
        positions.add(
            Ops.permute(Ops.reshape(level, shape[0], shape[1], shape[2] * shape[3]), 0, 2, 1));
      }
      NDArray normalised = pass.layerNorm("layer_norm_v", Ops.cat(positions, 1), 1e-5);
      NDArray values = pass.linear("attn.values_v_proj", normalised);
      long batch = values.getShape().get(0);
      NDArray byHead =
          Ops.permute(Ops.reshape(values, batch, -1, heads, width(set) / heads), 0, 2, 1, 3);
      NDArray received = Ops.permute(Ops.matmul(Ops.cat(maps, 3), byHead), 0, 2, 1, 3);
      golden.output(
          "out.dbg.delta_l",
          pass.linear("attn.out_l_proj", Ops.reshape(received, batch, -1, width(set))));
    }
  }

  @ParameterizedTest
  @MethodSource("attentions")
  void attentionAgrees(GoldenSet set) {
    JsonNode config = set.config();
    CrossAttention attention =
        new CrossAttention(
            "",
            config.get("v_dim").intValue(),
            config.get("l_dim").intValue(),
            config.get("embed_dim").intValue(),
            config.get("heads").intValue());
    Layout layout = new Layout();
    attention.declare(layout);
    assertThat(layout.names()).isEqualTo(weights(set));
    try (GradMode on = GradMode.on();
        Scope scope = new Scope();
        GoldenModule golden = new GoldenModule(set, layout)) {
      NDArray v = golden.leaf("in.v");
      NDArray l = golden.leaf("in.l");
      NDArray mask = golden.read("in.mask");
      CrossAttention.Deltas plain =
          attention.forward(golden.pass(Adaptation.none()), v, l, mask, Optional.empty());
      golden.output("out.noprompt.delta_v", plain.image());
      golden.output("out.noprompt.delta_l", plain.text());
      CrossAttention.Deltas deltas =
          attention.forward(
              golden.pass(Adaptation.none()), v, l, mask, tokens(set, golden, attention, ""));
      golden.output("out.delta_v", "in.R.v", deltas.image());
      golden.output("out.delta_l", "in.R.l", deltas.text());
      golden.gradients();
    }
  }

  /** The tokens of SDPT's release as its {@code vpt_only} says; none for plain layers. */
  private static Optional<FusionTokens> tokens(
      GoldenSet set, GoldenModule golden, CrossAttention attention, String prefix) {
    JsonNode kind = set.config().get("vpt_only");
    if (kind == null) {
      return Optional.empty();
    }
    boolean visible = set.config().get("cpt_maskpad").doubleValue() == 1;
    return Optional.of(
        switch (kind.intValue()) {
          case UNIFIED -> {
            NDArray points = Ops.reshape(golden.leaf(prefix + "cpt_input"), -1, width(set));
            yield new FusionTokens.Latent(
                latent(golden, attention.imageProjection(), points),
                latent(golden, attention.textProjection(), points),
                visible);
          }
          case INDEPENDENT ->
              new FusionTokens.Projected(
                  Ops.reshape(golden.leaf(prefix + "cpt_vinput"), -1, width(set)),
                  Ops.reshape(golden.leaf(prefix + "cpt_linput"), -1, width(set)),
                  visible);
          default -> throw new AssertionError("unknown vpt_only in " + set);
        });
  }

  private static long width(GoldenSet set) {
    return set.config().get("embed_dim").longValue();
  }

  /** Least squares, P ↦ (P − b)·(Wᵀ)⁺: what the release does before the layer. */
  private static NDArray latent(GoldenModule golden, String layer, NDArray points) {
    NDArray inverse;
    NDArray bias;
    try (GradMode off = GradMode.off()) {
      NDArray weight = golden.params().get(layer + ".weight");
      NDArray exact = Ops.castLike(weight, Ops.full(0, DataType.FLOAT64, 1));
      inverse = Ops.castLike(Ops.pinv(Ops.permute(exact, 1, 0)), weight);
      bias = Ops.copy(golden.params().get(layer + ".bias"));
    }
    return Ops.matmul(Ops.sub(points, bias), inverse);
  }

  private static List<String> weights(GoldenSet set) {
    return set.weightNames().stream().filter(name -> !name.contains("cpt_")).toList();
  }

  private static Adaptation adaptation(Optional<FusionTokens> tokens) {
    return new TokenAdaptation(layer -> layer == 0 ? tokens : Optional.empty());
  }
}
