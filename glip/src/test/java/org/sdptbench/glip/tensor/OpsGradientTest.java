package org.sdptbench.glip.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import ai.djl.ndarray.NDArray;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Every differentiable operation against central differences in float64. */
class OpsGradientTest {
  private record Case(Function<List<NDArray>, NDArray> function, long[]... shapes) {}

  private static final Set<String> WITHOUT_GRADIENT =
      Set.of("value", "of", "full", "zerosLike", "onesLike", "detach", "assign");

  private static Case unary(Function<NDArray, NDArray> f) {
    return new Case(a -> f.apply(a.get(0)), new long[] {2, 3});
  }

  private static NDArray positive(NDArray a) {
    return Ops.add(Ops.mul(a, a), 0.5);
  }

  private static Map<String, Case> cases() {
    long[] m23 = {2, 3};
    long[] row = {1, 3};
    Map<String, Case> cases = new LinkedHashMap<>();
    cases.put("add", new Case(a -> Ops.add(Ops.add(a.get(0), a.get(1)), 0.3), m23, row));
    cases.put("sub", new Case(a -> Ops.sub(a.get(0), a.get(1)), m23, row));
    cases.put("mul", new Case(a -> Ops.mul(Ops.mul(a.get(0), a.get(1)), 1.7), m23, row));
    cases.put("div", new Case(a -> Ops.div(a.get(0), positive(a.get(1))), m23, row));
    cases.put("pow", unary(a -> Ops.pow(positive(a), 1.5)));
    cases.put("exp", unary(Ops::exp));
    cases.put("log", unary(a -> Ops.log(positive(a))));
    cases.put("abs", unary(Ops::abs));
    cases.put("sigmoid", unary(Ops::sigmoid));
    cases.put("relu", unary(Ops::relu));
    cases.put("gelu", unary(Ops::gelu));
    cases.put("softplus", unary(Ops::softplus));
    cases.put("maximum", new Case(a -> Ops.maximum(a.get(0), a.get(1)), m23, m23));
    cases.put("softmax", unary(a -> Ops.softmax(a, -1)));
    cases.put("logSoftmax", unary(a -> Ops.logSoftmax(a, 0)));
    cases.put("sum", unary(a -> Ops.add(Ops.sum(a, true, 1), Ops.sum(a))));
    cases.put("mean", unary(a -> Ops.mean(a, false, 0, 1)));
    cases.put("normalize", unary(a -> Ops.normalize(a, -1)));
    cases.put(
        "matmul",
        new Case(a -> Ops.matmul(a.get(0), a.get(1)), new long[] {2, 2, 3}, new long[] {3, 2}));
    cases.put(
        "linear",
        new Case(
            a -> Ops.add(Ops.linear(a.get(0), a.get(1), a.get(2)), Ops.linear(a.get(0), a.get(1))),
            m23,
            new long[] {4, 3},
            new long[] {4}));
    cases.put(
        "layerNorm",
        new Case(
            a -> Ops.layerNorm(a.get(0), a.get(1), a.get(2), 1e-5),
            new long[] {2, 4},
            new long[] {4},
            new long[] {4}));
    cases.put(
        "groupNorm",
        new Case(
            a -> Ops.groupNorm(a.get(0), 2, a.get(1), a.get(2), 1e-5),
            new long[] {2, 4, 2, 2},
            new long[] {4},
            new long[] {4}));
    cases.put(
        "conv2d",
        new Case(
            a -> Ops.conv2d(a.get(0), a.get(1), a.get(2), 2, 1),
            new long[] {1, 2, 5, 4},
            new long[] {3, 2, 3, 3},
            new long[] {3}));
    cases.put("pinv", new Case(a -> Ops.pinv(a.get(0)), new long[] {4, 2}));
    cases.put("svd", new Case(a -> Ops.svd(a.get(0)).get(1), new long[] {4, 2}));
    cases.put("reshape", unary(a -> Ops.reshape(a, 3, -1)));
    cases.put("permute", unary(a -> Ops.permute(a, 1, 0)));
    cases.put("expand", new Case(a -> Ops.expand(a.get(0), 4, -1), row));
    cases.put(
        "repeated",
        new Case(
            a -> Ops.cat(List.of(Ops.repeated(a.get(0), 2), Ops.repeated(a.get(1), 2)), 0),
            row,
            m23));
    cases.put("cat", new Case(a -> Ops.cat(a, 0), m23, row));
    cases.put("stack", new Case(a -> Ops.stack(a, 1), m23, m23));
    cases.put("split", unary(a -> Ops.split(a, new long[] {1, 2}, 1).get(1)));
    cases.put("narrow", unary(a -> Ops.narrow(a, 1, 1, 2)));
    cases.put(
        "toSequence", new Case(Ops::toSequence, new long[] {1, 2, 2, 3}, new long[] {1, 2, 1, 2}));
    cases.put(
        "toMaps",
        new Case(
            a -> Ops.toMaps(a.get(0), List.of(a.get(1), a.get(2))).get(1),
            new long[] {1, 8, 2},
            new long[] {1, 2, 2, 3},
            new long[] {1, 2, 1, 2}));
    cases.put("indexSelect", unary(a -> Ops.indexSelect(a, 1, Ops.of(new long[] {2, 0, 2}, 3))));
    cases.put("gather", unary(a -> Ops.gather(a, 1, Ops.of(new long[] {2, 0}, 2, 1))));
    cases.put("pad", unary(a -> Ops.pad(a, 1, 2, 0, 1)));
    cases.put("flip", unary(a -> Ops.flip(a, 1)));
    cases.put(
        "adaptiveAveragePool",
        new Case(a -> Ops.adaptiveAveragePool(a.get(0), 2, 3), new long[] {1, 2, 3, 5}));
    cases.put(
        "upsampleNearest",
        new Case(a -> Ops.upsampleNearest(a.get(0), 5, 4), new long[] {1, 2, 3, 2}));
    cases.put(
        "upsampleBilinearAlignCorners",
        new Case(a -> Ops.upsampleBilinearAlignCorners(a.get(0), 5, 4), new long[] {1, 2, 3, 2}));
    cases.put("castLike", new Case(a -> Ops.castLike(a.get(0), a.get(1)), m23, row));
    cases.put("copy", unary(Ops::copy));
    cases.put("contiguous", unary(a -> Ops.contiguous(Ops.permute(a, 1, 0))));
    return cases;
  }

  static Stream<String> names() {
    return cases().keySet().stream();
  }

  @ParameterizedTest
  @MethodSource("names")
  void agreesWithCentralDifferences(String name) {
    Case operation = Objects.requireNonNull(cases().get(name));
    GradientCheck.check(operation.function(), 11, operation.shapes());
  }

  @Test
  void coversEveryOperation() {
    Set<String> operations =
        Arrays.stream(Ops.class.getDeclaredMethods())
            .filter(method -> Modifier.isPublic(method.getModifiers()))
            .map(Method::getName)
            .filter(name -> !WITHOUT_GRADIENT.contains(name))
            .collect(Collectors.toCollection(TreeSet::new));
    assertThat(cases().keySet()).containsExactlyInAnyOrderElementsOf(operations);
  }

  @Test
  void mapsAreASequenceAndBack() {
    try (Scope scope = new Scope()) {
      NDArray first = Ops.of(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, 1, 2, 2, 2);
      NDArray second = Ops.of(new double[] {9, 10}, 1, 2, 1, 1);
      NDArray sequence = Ops.toSequence(List.of(first, second));
      assertThat(Ops.contiguous(sequence).toDoubleArray())
          .containsExactly(1, 5, 2, 6, 3, 7, 4, 8, 9, 10);
      List<NDArray> back = Ops.toMaps(sequence, List.of(first, second));
      assertThat(back.get(0)).isEqualTo(first);
      assertThat(back.get(1)).isEqualTo(second);
    }
  }

  /** DJL hands out the array that it keeps of a shape. */
  @Test
  void repeatingLeavesTheArrayItsShape() {
    try (Scope scope = new Scope()) {
      NDArray one = Ops.of(new long[] {1, 2}, 1, 2);
      assertThat(Ops.contiguous(Ops.repeated(one, 3)).toLongArray())
          .containsExactly(1, 2, 1, 2, 1, 2);
      assertThat(one.getShape().getShape()).containsExactly(1, 2);
      assertThat(Ops.repeated(one, 1)).isSameAs(one);
    }
  }

  @Test
  void castsWithAGradient() {
    try (GradMode on = GradMode.on();
        Scope scope = new Scope()) {
      NDArray leaf = Ops.of(new float[] {2}, 1);
      Gradients.require(leaf, true);
      Gradients.backward(Ops.sum(Ops.pow(Ops.castLike(leaf, Ops.of(new double[] {0}, 1)), 2)));
      assertThat(Objects.requireNonNull(Gradients.of(leaf)).toFloatArray()).containsExactly(4);
    }
  }
}
