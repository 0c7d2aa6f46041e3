package org.sdptbench.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.ServiceLoader;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.HeadTuning;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.peft.SavedAdapter;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.peft.Tuning;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.tensor.Weights;
import org.sdptbench.glip.testing.TinyGlip;
import org.sdptbench.glip.weights.WeightFormatException;

/** Adaptations on top of one another, in memory and in files, and merged ones; in float64. */
class StackTest {
  /** Sums are taken in another order. */
  private static final double ROUNDING = 1e-9;

  /** Far more than rounding. */
  private static final double SEEN = 1e-6;

  private final TinyGlip model = TinyGlip.random(1);
  private final Scope scope = new Scope();
  private final List<Adaptation> opened = new ArrayList<>();

  @AfterEach
  void close() {
    opened.forEach(Adaptation::close);
    scope.close();
    model.close();
  }

  /** A method with settings. */
  private record Chosen(PeftMethod method, Settings settings) {
    static Chosen of(String name, Map<String, ?> given) {
      PeftMethod method =
          ServiceLoader.load(PeftMethod.class).stream()
              .map(ServiceLoader.Provider::get)
              .map(HeadTuning::of)
              .filter(candidate -> candidate.name().equals(name))
              .findFirst()
              .orElseThrow();
      return new Chosen(method, Settings.resolve(method.settings(), given));
    }

    Layout layout(TinyGlip model) {
      return method.layout(TinyGlip.CONFIG, model.glip().layout(), settings);
    }

    /** With float32 values, which are taken over. */
    Adaptation adapt(Weights under, Params values) {
      try (values) {
        return method.adapt(TinyGlip.CONFIG, under, settings, values.to(DataType.FLOAT64));
      }
    }
  }

  private Adaptation open(Adaptation adaptation) {
    opened.add(adaptation);
    return adaptation;
  }

  /** As it starts on these weights, to the bit. */
  private Adaptation fresh(Weights under, String name, Map<String, ?> given) {
    Chosen chosen = Chosen.of(name, given);
    Params drawn = Params.initialise(chosen.layout(model), 2, under);
    try (drawn) {
      return open(
          chosen.method.adapt(TinyGlip.CONFIG, under, chosen.settings, drawn.to(DataType.FLOAT64)));
    }
  }

  /** As training leaves it. */
  private Adaptation trained(Weights under, String name, Map<String, ?> given) {
    Chosen chosen = Chosen.of(name, given);
    return open(
        chosen.adapt(under, AdapterChecks.trained(chosen.layout(model), under, name.hashCode())));
  }

  private double[] predictions(Adaptation adaptation) {
    return TinyGlip.values(model.predictions(adaptation, model.images()));
  }

  private static Adaptation stack(Adaptation... parts) {
    return Adaptation.stack(List.of(parts));
  }

  @Test
  void tokensOnTopOfLowRankTermsWorkWithThem() {
    Adaptation sdpt = trained(model.weights(), "sdpt", Map.of());
    assertThat(predictions(stack(fresh(model.weights(), "lora", Map.of()), sdpt)))
        .as("terms that are zero change nothing")
        .isEqualTo(predictions(sdpt));
    Adaptation lora = trained(model.weights(), "lora", Map.of());
    assertThat(predictions(stack(lora, sdpt)))
        .isNotEqualTo(predictions(lora))
        .isNotEqualTo(predictions(sdpt))
        .containsExactly(predictions(stack(sdpt, lora)), within(ROUNDING));
  }

  @Test
  void onlyTheLastOneTrainsAndEveryOneCountsForTheReach() {
    Adaptation lora = trained(model.weights(), "lora", Map.of("sites", "swin"));
    Adaptation sdpt = fresh(model.weights(), "sdpt", Map.of());
    Adaptation stack = stack(lora, sdpt);
    assertThat(stack.params()).isSameAs(sdpt.params());
    assertThat(stack.reach()).isEqualTo(Reach.ENCODERS);
    assertThat(stack(fresh(model.weights(), "linear-probe", Map.of()), sdpt).reach())
        .isEqualTo(Reach.FUSION);
    List<double[]> below = values(lora);
    List<double[]> above = values(sdpt);
    double before = model.loss(stack).getDouble();
    MethodContractTest.train(model, stack, 1, () -> {});
    assertThat(model.loss(stack).getDouble()).isLessThan(before);
    assertThat(values(lora)).usingRecursiveComparison().isEqualTo(below);
    assertThat(values(sdpt)).usingRecursiveComparison().isNotEqualTo(above);
    try (Params replica = stack.params().replica()) {
      assertThat(predictions(stack.over(replica))).isEqualTo(predictions(stack));
    }
  }

  private static List<double[]> values(Adaptation adaptation) {
    return adaptation.params().names().stream()
        .map(name -> adaptation.params().get(name).toDoubleArray())
        .toList();
  }

  /** A single adaptation with the tokens of two, which are joined along an axis. */
  private Adaptation joined(Chosen whole, Adaptation first, Adaptation second, int axis) {
    Params tokens =
        Params.from(
            whole.layout(model),
            spec ->
                Ops.cat(
                    List.of(first.params().get(spec.name()), second.params().get(spec.name())),
                    axis));
    return open(whole.method.adapt(TinyGlip.CONFIG, model.weights(), whole.settings, tokens));
  }

  @ParameterizedTest
  @ValueSource(strings = {"paper", "release"})
  void tokensOfTwoStackAsIfTheyWereOnes(String mask) {
    Adaptation two = trained(model.weights(), "sdpt", Map.of("k", 2, "mask", mask));
    Adaptation three = trained(model.weights(), "sdpt", Map.of("k", 3, "mask", mask));
    Adaptation one = joined(Chosen.of("sdpt", Map.of("k", 5, "mask", mask)), two, three, 1);
    assertThat(predictions(stack(two, three)))
        .containsExactly(predictions(one), within(ROUNDING))
        .isNotEqualTo(predictions(two));
  }

  /** New tokens at every block, or tokens that flow on from the first. */
  @ParameterizedTest
  @ValueSource(strings = {"deep", "shallow"})
  void visualPromptsOfTwoStackAsIfTheyWereOnes(String depth) {
    Adaptation two = trained(model.weights(), "vpt", Map.of("k", 2, "depth", depth));
    Adaptation three = trained(model.weights(), "vpt", Map.of("k", 3, "depth", depth));
    Adaptation one = joined(Chosen.of("vpt", Map.of("k", 5, "depth", depth)), two, three, 0);
    assertThat(predictions(stack(two, three)))
        .containsExactly(predictions(one), within(ROUNDING))
        .isNotEqualTo(predictions(two))
        .isNotEqualTo(predictions(three));
  }

  /** Tokens that flow on are not replaced by those that another part puts in. */
  @Test
  void visualPromptsThatFlowOnStayBesideNewOnes() {
    Adaptation flowing = trained(model.weights(), "vpt", Map.of("k", 2, "depth", "shallow"));
    Adaptation first = trained(model.weights(), "vpt", Map.of("k", 3, "depth", "shallow"));
    Chosen deep = Chosen.of("vpt", Map.of("k", 3));
    Adaptation fresh = trained(model.weights(), "vpt", Map.of("k", 3));
    // The same in the first block, so that all that differs is what comes later.
    String name = first.params().names().get(0);
    Params sameFirst =
        Params.from(
            deep.layout(model),
            spec -> Ops.copy((spec.name().equals(name) ? first : fresh).params().get(spec.name())));
    Adaptation renewing =
        open(deep.method.adapt(TinyGlip.CONFIG, model.weights(), deep.settings, sameFirst));
    double[] both = predictions(stack(flowing, renewing));
    assertThat(both)
        .containsExactly(predictions(stack(renewing, flowing)), within(ROUNDING))
        .isNotEqualTo(predictions(stack(flowing, first)));
    assertThat(distance(both, predictions(renewing))).isGreaterThan(SEEN);
    assertThat(distance(both, predictions(flowing))).isGreaterThan(SEEN);
  }

  /** At every block MaPLe puts in new tokens; those of the one below still act, in each of them. */
  @Test
  void promptsOnTopOfVisualPromptsLeaveThemActing() {
    Adaptation vpt = trained(model.weights(), "vpt", Map.of("k", 3));
    Adaptation maple = trained(model.weights(), "maple", Map.of());
    double[] both = predictions(stack(vpt, maple));
    assertThat(both).containsExactly(predictions(stack(maple, vpt)), within(ROUNDING));
    assertThat(distance(both, predictions(maple))).isGreaterThan(SEEN);
    assertThat(distance(both, predictions(vpt))).isGreaterThan(SEEN);
    for (String name : vpt.params().names()) {
      assertThat(distance(both, predictions(stack(changed(vpt, name), maple))))
          .as(name)
          .isGreaterThan(SEEN);
    }
  }

  /** UPT's text prompts flow through all layers, while MaPLe's are new at each. */
  @Test
  void textPromptsOfTwoDoNotTakeEachOthersPlace() {
    Adaptation maple = trained(model.weights(), "maple", Map.of("n", 3));
    Adaptation upt = trained(model.weights(), "upt", Map.of("n", 2));
    FusionInput both = model.encoded(stack(maple, upt), model.images());
    FusionInput plain = model.encoded(Adaptation.none(), model.images());
    assertThat(both.text().getShape()).isEqualTo(plain.text().getShape());
    assertThat(both.mask().toLongArray()).isEqualTo(plain.mask().toLongArray());
    double[] text = both.text().toDoubleArray();
    assertThat(text)
        .containsExactly(text(stack(upt, maple)), within(ROUNDING))
        .isNotEqualTo(text(upt));
    for (String name : List.of("maple.0.text", "maple.1.text")) {
      assertThat(distance(text, text(stack(changed(maple, name), upt))))
          .as(name)
          .isGreaterThan(SEEN);
    }
    assertThat(distance(text, text(stack(maple, changed(upt, "upt.text"))))).isGreaterThan(SEEN);
  }

  /** VPT's tokens of the last block, which is fused, and PMF's of that block. */
  @Test
  void fusedBlocksSeeTheTokensOfThePartsBelow() {
    Adaptation vpt = trained(model.weights(), "vpt", Map.of("k", 3));
    Adaptation pmf = trained(model.weights(), "pmf", Map.of());
    Adaptation both = stack(vpt, pmf);
    Adaptation otherBelow = stack(changed(vpt, "vpt.layers.3.blocks.0"), pmf);
    assertThat(distance(text(both), text(otherBelow)))
        .as("the queries have seen them")
        .isGreaterThan(SEEN);
    assertThat(distance(coarsest(both), coarsest(otherBelow))).isGreaterThan(SEEN);
    for (String name : List.of("pmf.1.image.fusion_context", "pmf.1.text.translate.1.weight")) {
      assertThat(distance(coarsest(both), coarsest(stack(vpt, changed(pmf, name)))))
          .as(name)
          .isGreaterThan(SEEN);
    }
  }

  @Test
  void classAwarePromptsStandBesideThoseOfThePartsBelow() {
    Adaptation vpt = trained(model.weights(), "vpt", Map.of("k", 3));
    Adaptation dpt = trained(model.weights(), "dpt", Map.of());
    double[] both = coarsest(stack(vpt, dpt));
    for (String name : List.of("vpt.layers.0.blocks.0", "vpt.layers.3.blocks.0")) {
      assertThat(distance(both, coarsest(stack(changed(vpt, name), dpt))))
          .as(name)
          .isGreaterThan(SEEN);
    }
    for (String name : List.of("dpt.prompts.0.0", "dpt.cavpt.3.0.value.weight")) {
      assertThat(distance(both, coarsest(stack(vpt, changed(dpt, name)))))
          .as(name)
          .isGreaterThan(SEEN);
    }
  }

  /** With other values of one parameter. */
  private Adaptation changed(Adaptation adaptation, String name) {
    Params params = adaptation.params();
    return open(
        adaptation.over(
            Params.from(
                params.layout(),
                spec -> {
                  NDArray value = params.get(spec.name());
                  NDArray noise = RandomArrays.normal(9, value.getShape().getShape());
                  return spec.name().equals(name) ? Ops.add(value, noise) : Ops.copy(value);
                })));
  }

  private double[] text(Adaptation adaptation) {
    return Ops.contiguous(model.encoded(adaptation, model.images()).text()).toDoubleArray();
  }

  private double[] coarsest(Adaptation adaptation) {
    List<NDArray> levels = model.encoded(adaptation, model.images()).levels();
    return levels.get(levels.size() - 1).toDoubleArray();
  }

  private static double distance(double[] a, double[] b) {
    assertThat(a).hasSameSizeAs(b);
    double largest = 0;
    for (int i = 0; i < a.length; i++) {
      largest = Math.max(largest, Math.abs(a[i] - b[i]));
    }
    return largest;
  }

  @Test
  void tokensUnderDifferentMasksDoNotStack() {
    Adaptation paper = trained(model.weights(), "sdpt", Map.of());
    Adaptation release = trained(model.weights(), "sdpt", Map.of("mask", "release"));
    Adaptation mixed = stack(paper, release);
    assertThatThrownBy(() -> predictions(mixed))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("only if both use latent tokens with the same mask");
    Adaptation independent = trained(model.weights(), "sdpt", Map.of("tokens", "independent"));
    Adaptation kinds = stack(paper, independent);
    assertThatThrownBy(() -> predictions(kinds)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void ofTwoTuningsTheLaterValueCounts() {
    Adaptation biases = trained(model.weights(), "bitfit", Map.of("scope", "head"));
    Adaptation probe = trained(model.weights(), "linear-probe", Map.of());
    Layout both =
        model.glip().layout().copiesOf(n -> biases.params().has(n) || probe.params().has(n));
    assertThat(both.size())
        .as("some are tuned by both")
        .isLessThan(biases.params().layout().size() + probe.params().layout().size());
    Adaptation probeLast = open(union(both, probe.params(), biases.params()));
    Adaptation biasesLast = open(union(both, biases.params(), probe.params()));
    assertThat(predictions(stack(biases, probe))).isEqualTo(predictions(probeLast));
    assertThat(predictions(stack(probe, biases)))
        .isEqualTo(predictions(biasesLast))
        .isNotEqualTo(predictions(probeLast));
  }

  private static Adaptation union(Layout layout, Params first, Params second) {
    return Tuning.of(
        Params.from(
            layout, spec -> Ops.copy((first.has(spec.name()) ? first : second).get(spec.name()))));
  }

  /** The upper one starts from what the lower one left, not from GLIP. */
  @Test
  void theAdaptedModelIsTheBackboneOfTheNext() {
    Adaptation biases = trained(model.weights(), "bitfit", Map.of());
    Pass adapted = new Pass(model.weights(), biases);
    double[] alone = predictions(biases);
    assertThat(predictions(stack(biases, fresh(adapted, "linear-probe", Map.of()))))
        .isEqualTo(alone);
    assertThat(predictions(stack(biases, fresh(model.weights(), "linear-probe", Map.of()))))
        .isNotEqualTo(alone);
    Adaptation onAdapted = trained(adapted, "sdpt", Map.of());
    Adaptation onGlip = trained(model.weights(), "sdpt", Map.of());
    assertThat(predictions(stack(biases, onAdapted)))
        .as("the way back from the fusion space follows the tuned biases")
        .isNotEqualTo(predictions(stack(biases, onGlip)));
  }

  @Test
  void savedStacksLoadInTheirOrderOnly(@TempDir Path folder) throws Exception {
    Path lower = Files.createDirectory(folder.resolve("lora"));
    Path upper = Files.createDirectory(folder.resolve("sdpt"));
    Chosen lora = Chosen.of("lora", Map.of("rank", 2));
    Chosen sdpt = Chosen.of("sdpt", Map.of("k", 3));
    Params terms = AdapterChecks.trained(lora.layout(model), model.weights(), 3);
    described(lora).write(lower, terms);
    Adaptation first = open(lora.adapt(model.weights(), terms));
    Pass adapted = new Pass(model.weights(), first);
    Params tokens = AdapterChecks.trained(sdpt.layout(model), adapted, 4);
    described(sdpt).onTopOf(SavedAdapter.digest(lower)).write(upper, tokens);
    double[] expected = predictions(stack(first, open(sdpt.adapt(adapted, tokens))));

    Adaptation below = open(lora.adapt(model.weights(), load(lora, lower, Optional.empty())));
    Optional<String> digest = Optional.of(SavedAdapter.digest(lower));
    Adaptation above =
        open(sdpt.adapt(new Pass(model.weights(), below), load(sdpt, upper, digest)));
    assertThat(predictions(stack(below, above))).isEqualTo(expected);

    assertThatThrownBy(() -> load(sdpt, upper, Optional.empty()))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining(upper.resolve(SavedAdapter.CONFIG).toString())
        .hasMessageContaining("trained on top of the adapter with SHA-256 " + digest.orElseThrow())
        .hasMessageContaining("found is no other adapter");
    assertThatThrownBy(() -> load(lora, lower, Optional.of(SavedAdapter.digest(upper))))
        .isInstanceOf(WeightFormatException.class)
        .hasMessageContaining("trained on top of no other adapter, found is the adapter with");
    try (Params other = AdapterChecks.trained(lora.layout(model), model.weights(), 5)) {
      described(lora).write(lower, other);
    }
    assertThat(SavedAdapter.digest(lower)).as("of other values").isNotEqualTo(digest.orElseThrow());
  }

  private static SavedAdapter described(Chosen chosen) {
    return new SavedAdapter(
        chosen.method.name(), chosen.settings.values(), "tiny", AdapterChecks.DIGEST);
  }

  private Params load(Chosen chosen, Path folder, Optional<String> onAdapter) throws Exception {
    return SavedAdapter.read(folder)
        .params(folder, "tiny", AdapterChecks.DIGEST, onAdapter, chosen.layout(model));
  }

  @ParameterizedTest
  @ValueSource(strings = {"fusion", "backbones", ".*"})
  void mergedLowRankTermsAreWeights(String sites) {
    Adaptation lora =
        trained(model.weights(), "lora", Map.of("sites", sites, "rank", 3, "alpha", 6));
    Adaptation merged = open(lora.merged(model.weights()).orElseThrow());
    assertThat(merged.params().names())
        .hasSize(lora.params().names().size() / 2)
        .allMatch(name -> name.endsWith(".weight"));
    assertThat(merged.reach()).isEqualTo(lora.reach());
    assertThat(predictions(merged))
        .containsExactly(predictions(lora), within(ROUNDING))
        .isNotEqualTo(predictions(Adaptation.none()));
    NDArray weight = model.weights().get(merged.params().names().get(0));
    assertThat(merged.linear("any layer", weight, weight)).isSameAs(weight);
  }

  /** A term is added to the weight that is there, e.g. a tuned one. */
  @Test
  void mergedOnTopOfATuningItKeepsTheTunedWeight() {
    Adaptation head = trained(model.weights(), "full", Map.of("scope", "head"));
    Pass adapted = new Pass(model.weights(), head);
    Adaptation lora = trained(adapted, "lora", Map.of());
    Adaptation merged = open(lora.merged(adapted).orElseThrow());
    assertThat(predictions(stack(head, merged)))
        .containsExactly(predictions(stack(head, lora)), within(ROUNDING));
    assertThat(head.merged(model.weights())).isEmpty();
  }
}
