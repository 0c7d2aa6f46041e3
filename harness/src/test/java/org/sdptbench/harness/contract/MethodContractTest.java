package org.sdptbench.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;
import static org.assertj.core.api.Assertions.within;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestFactory;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.HeadTuning;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.AdamW;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Gradients;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;

/**
 * What every method on the class path promises, for its standard settings and for every word that
 * any of its settings may be instead. In float64, where a step of any size shows.
 */
@Tag("slow")
class MethodContractTest {
  /** Methods that start as GLIP itself, to the bit, whatever their settings. */
  private static final Set<String> STARTS_AS_GLIP =
      Set.of("zero-shot", "linear-probe", "full", "bitfit", "lora", "glip-prompt");

  /** Words for settings that are free text. */
  private static final Map<String, Map<String, List<String>>> TEXTS =
      Map.of(
          "lora", Map.of("sites", List.of("swin", "bert", "backbones")),
          "sdpt", Map.of("layers", List.of("1")));

  /** Batched products may add in another order. */
  private static final double ROUNDING = 1e-9;

  private static final double RATE = 1e-5;

  /** A method with settings. */
  record Variant(PeftMethod method, Map<String, ?> given) {
    Settings settings() {
      return Settings.resolve(method.settings(), given);
    }

    /** The variant on a model; random parameters follow from the seed. */
    Adaptation on(TinyGlip model, long seed) {
      Layout layout = method.layout(TinyGlip.CONFIG, model.glip().layout(), settings());
      try (Scope scope = new Scope();
          Params drawn = Params.initialise(layout, seed, model.weights())) {
        return method.adapt(
            TinyGlip.CONFIG, model.weights(), settings(), drawn.to(DataType.FLOAT64));
      }
    }

    @Override
    public String toString() {
      return given.isEmpty() ? method.name() : method.name() + " " + given;
    }
  }

  private static List<Variant> variants() {
    List<PeftMethod> methods =
        ServiceLoader.load(PeftMethod.class).stream()
            .map(ServiceLoader.Provider::get)
            .map(HeadTuning::of)
            .sorted(Comparator.comparing(PeftMethod::name))
            .toList();
    List<Variant> variants = new ArrayList<>();
    for (PeftMethod method : methods) {
      variants.add(new Variant(method, Map.of()));
      for (Setting setting : method.settings()) {
        List<String> words =
            setting instanceof Setting.Choice choice
                ? choice.options()
                : TEXTS
                    .getOrDefault(method.name(), Map.of())
                    .getOrDefault(setting.name(), List.of());
        words.stream()
            .filter(word -> !word.equals(setting.standard()))
            .forEach(word -> variants.add(new Variant(method, Map.of(setting.name(), word))));
      }
    }
    return variants;
  }

  /** Leaves the outcome of all checks in {@code target/method-contract.csv}. */
  @TestFactory
  Stream<DynamicContainer> everyMethodKeepsTheContract() {
    ContractTable table = new ContractTable();
    return variants().stream()
        .map(
            variant ->
                DynamicContainer.dynamicContainer(
                    variant.toString(),
                    checks(variant).entrySet().stream()
                        .map(check -> test(variant, check.getKey(), check.getValue(), table))))
        .onClose(() -> table.write(Path.of("target", "method-contract.csv")));
  }

  private static DynamicTest test(
      Variant variant, String name, Consumer<Variant> check, ContractTable table) {
    return DynamicTest.dynamicTest(
        name,
        () -> {
          table.record(variant.toString(), name, false);
          check.accept(variant);
          table.record(variant.toString(), name, true);
        });
  }

  static Map<String, Consumer<Variant>> checks(Variant variant) {
    Map<String, Consumer<Variant>> checks = new LinkedHashMap<>();
    checks.put("what its reach excludes stays as it is", MethodContractTest::reachIsHonest);
    checks.put("a batch equals one image at a time", MethodContractTest::batchEqualsSingles);
    checks.put("detached, GLIP is what it was", MethodContractTest::detachingRestoresGlip);
    if (STARTS_AS_GLIP.contains(variant.method.name())) {
      checks.put("starts as GLIP", MethodContractTest::startsAsGlip);
    }
    if (variant.method.trains()) {
      checks.put("a gradient reaches all it declares", MethodContractTest::declaredAreReached);
      checks.put("by segments, gradients are the same", MethodContractTest::segmentsAgree);
      checks.put("GLIP's weights stay frozen", MethodContractTest::frozenStayFrozen);
      checks.put("a step lowers the loss", MethodContractTest::stepLowersTheLoss);
      checks.put("collecting garbage changes nothing", MethodContractTest::garbageDoesNotMatter);
      checks.put("a replica does the same", MethodContractTest::replicasAgree);
      checks.put("values follow from the seed", MethodContractTest::valuesFollowFromTheSeed);
      checks.put(
          "it trains what it declares",
          v -> AdapterChecks.itTrainsWhatItDeclares(v.method(), v.settings()));
      checks.put(
          "saved and loaded, it does the same",
          v -> AdapterChecks.savedItIsTheSame(v.method(), v.settings()));
    }
    return checks;
  }

  private static void reachIsHonest(Variant variant) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation adaptation = moved(variant.on(model, 2))) {
      NDArray images = model.images();
      Reach reach = adaptation.reach();
      if (reach.compareTo(Reach.ENCODERS) > 0) {
        assertThat(TinyGlip.values(model.encoded(adaptation, images)))
            .isEqualTo(TinyGlip.values(model.encoded(Adaptation.none(), images)));
      }
      if (reach.compareTo(Reach.FUSION) > 0) {
        assertThat(TinyGlip.values(model.fused(adaptation, images)))
            .isEqualTo(TinyGlip.values(model.fused(Adaptation.none(), images)));
      }
      if (variant.method.trains()) {
        assertThat(TinyGlip.values(model.predictions(adaptation, images)))
            .isNotEqualTo(TinyGlip.values(model.predictions(Adaptation.none(), images)));
      }
    }
  }

  private static void batchEqualsSingles(Variant variant) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation adaptation = moved(variant.on(model, 2))) {
      NDArray images = model.images();
      NDArray together = model.predictions(adaptation, images).tokenLogits();
      for (int i = 0; i < TinyGlip.BATCH; i++) {
        NDArray alone = model.predictions(adaptation, Ops.narrow(images, 0, i, 1)).tokenLogits();
        assertThat(Ops.contiguous(Ops.narrow(together, 0, i, 1)).toDoubleArray())
            .containsExactly(alone.toDoubleArray(), within(ROUNDING));
      }
    }
  }

  private static void detachingRestoresGlip(Variant variant) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope()) {
      double[] before = TinyGlip.values(model.predictions(Adaptation.none(), model.images()));
      try (Adaptation adaptation = variant.on(model, 2)) {
        train(model, adaptation, 2, () -> {});
        model.predictions(adaptation, model.images());
      }
      assertThat(TinyGlip.values(model.predictions(Adaptation.none(), model.images())))
          .isEqualTo(before);
    }
  }

  /** But for the order of products, which is another where a method acts on the fusion's layers. */
  static void startsAsGlip(Variant variant) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation adaptation = variant.on(model, 2)) {
      assertThat(TinyGlip.values(model.predictions(adaptation, model.images())))
          .containsExactly(
              TinyGlip.values(model.predictions(Adaptation.none(), model.images())), offset(1e-12));
    }
  }

  private static void declaredAreReached(Variant variant) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation adaptation = variant.on(model, 2)) {
      assertThat(adaptation.params().names())
          .isEqualTo(
              variant
                  .method
                  .layout(TinyGlip.CONFIG, model.glip().layout(), variant.settings())
                  .names())
          .isNotEmpty();
      Params params = adaptation.params();
      params.requireGradients(true);
      try (GradMode on = GradMode.on()) {
        Gradients.backward(model.loss(adaptation));
      }
      assertThat(params.names())
          .filteredOn(name -> Gradients.of(params.get(name)) == null)
          .allMatch(Sites::isUnused);
      assertThat(model.weights().names())
          .allMatch(name -> Gradients.of(model.weights().get(name)) == null);
    }
  }

  private static void segmentsAgree(Variant variant) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation adaptation = moved(variant.on(model, 2));
        GradMode on = GradMode.on()) {
      Params params = adaptation.params();
      params.requireGradients(true);
      NDArray loss = model.loss(adaptation);
      Gradients.backward(loss);
      Map<String, double[]> whole = gradients(params);
      params.names().forEach(name -> Gradients.clear(params.get(name)));
      assertThat(model.backwardBySegments(adaptation)).isCloseTo(loss.getDouble(), within(1e-12));
      Map<String, double[]> parts = gradients(params);
      assertThat(parts).containsOnlyKeys(whole.keySet());
      whole.forEach(
          (name, gradient) -> {
            double largest = Arrays.stream(gradient).map(Math::abs).max().orElse(0);
            assertThat(parts.get(name))
                .as(name)
                .containsExactly(gradient, offset(1e-8 * largest + 1e-12));
          });
    }
  }

  private static Map<String, double[]> gradients(Params params) {
    Map<String, double[]> gradients = new LinkedHashMap<>();
    for (String name : params.names()) {
      NDArray gradient = Gradients.of(params.get(name));
      if (gradient != null) {
        gradients.put(name, gradient.toDoubleArray());
      }
    }
    return gradients;
  }

  private static void frozenStayFrozen(Variant variant) {
    try (TinyGlip model = TinyGlip.random(1);
        Params before = model.weights().copy();
        Scope scope = new Scope();
        Adaptation adaptation = variant.on(model, 2);
        Params start = adaptation.params().copy()) {
      train(model, adaptation, 3, () -> {});
      for (String name : before.names()) {
        assertThat(model.weights().get(name).toDoubleArray())
            .as(name)
            .isEqualTo(before.get(name).toDoubleArray());
      }
      assertThat(start.names())
          .as("trained values")
          .anyMatch(
              name ->
                  !Arrays.equals(
                      start.get(name).toDoubleArray(),
                      adaptation.params().get(name).toDoubleArray()));
    }
  }

  private static void stepLowersTheLoss(Variant variant) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation adaptation = variant.on(model, 2)) {
      double before = model.loss(adaptation).getDouble();
      train(model, adaptation, 1, () -> {});
      assertThat(model.loss(adaptation).getDouble()).isLessThan(before);
    }
  }

  private static void garbageDoesNotMatter(Variant variant) {
    List<double[]> results = new ArrayList<>();
    for (Runnable pressure : List.<Runnable>of(() -> {}, System::gc)) {
      try (TinyGlip model = TinyGlip.random(1);
          Scope scope = new Scope();
          Adaptation adaptation = variant.on(model, 2)) {
        train(model, adaptation, 2, pressure);
        results.add(TinyGlip.values(model.predictions(adaptation, model.images())));
      }
    }
    assertThat(results.get(1)).isEqualTo(results.get(0));
  }

  private static void replicasAgree(Variant variant) {
    try (TinyGlip model = TinyGlip.random(1);
        Scope scope = new Scope();
        Adaptation adaptation = moved(variant.on(model, 2));
        Params replica = adaptation.params().replica()) {
      Adaptation other = adaptation.over(replica);
      assertThat(other.reach()).isEqualTo(adaptation.reach());
      // Not to the last bit: a replica requires gradients, and where of a convolution the bias
      // alone
      // does, it is added apart.
      assertThat(TinyGlip.values(model.predictions(other, model.images())))
          .containsExactly(
              TinyGlip.values(model.predictions(adaptation, model.images())), offset(1e-12));
    }
  }

  private static void valuesFollowFromTheSeed(Variant variant) {
    try (TinyGlip model = TinyGlip.random(1);
        Adaptation first = variant.on(model, 2);
        Adaptation second = variant.on(model, 2)) {
      for (String name : first.params().names()) {
        assertThat(first.params().get(name).toDoubleArray())
            .as(name)
            .isEqualTo(second.params().get(name).toDoubleArray());
      }
    }
  }

  /** Changes all parameters a little, so that nothing is still what it is at the start. */
  private static Adaptation moved(Adaptation adaptation) {
    Params params = adaptation.params();
    for (String name : params.names()) {
      NDArray value = params.get(name);
      long[] shape = value.getShape().getShape();
      NDArray noise = RandomArrays.normal(name.hashCode(), shape);
      Ops.assign(value, Ops.add(value, Ops.mul(noise, 0.01)));
    }
    return adaptation;
  }

  static void train(TinyGlip model, Adaptation adaptation, int steps, Runnable beforeBackward) {
    Params params = adaptation.params();
    if (params.names().isEmpty()) {
      return;
    }
    params.requireGradients(true);
    try (GradMode on = GradMode.on();
        AdamW optimiser =
            new AdamW(params, name -> new AdamW.Group(1, 0), AdamW.Settings.clippedAt(1))) {
      for (int step = 0; step < steps; step++) {
        try (Scope scope = new Scope()) {
          NDArray loss = model.loss(adaptation);
          beforeBackward.run();
          Gradients.backward(loss);
          optimiser.step(RATE, List.of());
        }
      }
    } finally {
      params.requireGradients(false);
    }
  }
}
