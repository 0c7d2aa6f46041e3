package org.sdptbench.glip.fusion;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.glip.golden.RandomArrays;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.FusionTokens;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.Sites;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.testing.TinyGlip;
import org.sdptbench.glip.vision.SaliencyMap;

/** Attention maps of a small GLIP against the formula, written out in plain Java. */
class ClassAttentionTest {
  private static final List<List<Integer>> CLASSES = List.of(List.of(1, 2, 3), List.of(5));
  private static final int HEADS = 4;

  private final TinyGlip tiny = TinyGlip.random(4);

  @AfterEach
  void close() {
    tiny.close();
  }

  /** Two tokens of each side in every fusion layer, as SDPT appends them. */
  private static Adaptation prompted() {
    FusionTokens tokens =
        new FusionTokens.Latent(RandomArrays.normal(1, 2, 32), RandomArrays.normal(2, 2, 24), true);
    return new TokenAdaptation(layer -> Optional.of(tokens));
  }

  private FusionInput input(Adaptation adaptation) {
    return tiny.encoded(adaptation, Ops.narrow(tiny.images(), 0, 0, 1));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void mapsAreTheMeanSoftmaxOfTheScores(boolean withPrompts) {
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      Adaptation adaptation = withPrompts ? prompted() : Adaptation.none();
      Pass pass = new Pass(tiny.weights(), adaptation);
      List<double[]> expected = new ArrayList<>();
      FusionObserver byHand =
          (p, layer, entering) ->
              expected.add(byHand(entering, expected.size(), adaptation.fusionTokens(0)));
      ClassAttention attention = new ClassAttention(CLASSES);
      FusionInput encoded = input(adaptation);
      NDArray plain = tiny.glip().fuse(pass, encoded).text();
      tiny.glip().fuse(pass, encoded, byHand);
      NDArray watched = tiny.glip().fuse(pass, encoded, attention).text();
      assertThat(watched.toDoubleArray())
          .as("looking on changes nothing")
          .isEqualTo(plain.toDoubleArray());
      assertThat(expected).hasSize(2);

      List<SaliencyMap> maps = attention.maps();
      int positions = 8 * 12;
      for (int c = 0; c < CLASSES.size(); c++) {
        SaliencyMap map = maps.get(c);
        assertThat(List.of(map.rows(), map.columns())).containsExactly(8, 12);
        double[] wanted = new double[positions];
        for (double[] layer : expected) {
          for (int token : CLASSES.get(c)) {
            for (int p = 0; p < positions; p++) {
              wanted[p] += layer[token * positions + p] / CLASSES.get(c).size() / 2;
            }
          }
        }
        assertThat(map.weights()).containsExactly(wanted, offset(1e-12));
        assertThat(Arrays.stream(map.weights()).sum()).isBetween(1e-3, 1.0);
      }
    }
  }

  /**
   * [L, finest H·W] in one row: the mean over heads of the softmax over everything on the image
   * side.
   */
  private double[] byHand(FusionInput input, int index, Optional<FusionTokens> tokens) {
    String prefix = Sites.TOWER + 3 * index + ".b_attn.";
    List<double[]> image = new ArrayList<>();
    for (NDArray level : input.levels()) {
      double[] values = level.toDoubleArray();
      int positions = values.length / 32;
      for (int p = 0; p < positions; p++) {
        int at = p;
        image.add(IntStream.range(0, 32).mapToDouble(c -> values[c * positions + at]).toArray());
      }
    }
    List<double[]> queries = new ArrayList<>();
    image.forEach(
        x -> queries.add(linear(prefix + "attn.v_proj", norm(prefix + "layer_norm_v", x))));
    if (tokens.isPresent() && tokens.get() instanceof FusionTokens.Latent latent) {
      NDArray prompts = Objects.requireNonNull(latent.image());
      for (double[] prompt : rows(prompts.toDoubleArray(), 32)) {
        queries.add(linear(prefix + "attn.v_proj", prompt));
      }
    }
    int finest = Math.toIntExact(input.levels().get(0).size() / 32);
    List<double[]> words = rows(input.text().toDoubleArray(), 24);
    double[] attention = new double[words.size() * finest];
    for (int token = 0; token < words.size(); token++) {
      double[] key =
          linear(prefix + "attn.l_proj", norm(prefix + "layer_norm_l", words.get(token)));
      for (int head = 0; head < HEADS; head++) {
        double[] scores = new double[queries.size()];
        for (int q = 0; q < scores.length; q++) {
          for (int d = head * 16; d < (head + 1) * 16; d++) {
            scores[q] += queries.get(q)[d] * key[d] / 4;
          }
          scores[q] = Math.exp(scores[q]);
        }
        double sum = Arrays.stream(scores).sum();
        for (int p = 0; p < finest; p++) {
          attention[token * finest + p] += scores[p] / sum / HEADS;
        }
      }
    }
    return attention;
  }

  private static List<double[]> rows(double[] values, int width) {
    return IntStream.range(0, values.length / width)
        .mapToObj(i -> Arrays.copyOfRange(values, i * width, (i + 1) * width))
        .toList();
  }

  private double[] norm(String name, double[] x) {
    double[] weight = tiny.weights().get(name + ".weight").toDoubleArray();
    double[] bias = tiny.weights().get(name + ".bias").toDoubleArray();
    double mean = Arrays.stream(x).average().orElseThrow();
    double variance = Arrays.stream(x).map(v -> (v - mean) * (v - mean)).average().orElseThrow();
    return IntStream.range(0, x.length)
        .mapToDouble(i -> (x[i] - mean) / Math.sqrt(variance + 1e-5) * weight[i] + bias[i])
        .toArray();
  }

  private double[] linear(String name, double[] x) {
    double[] weight = tiny.weights().get(name + ".weight").toDoubleArray();
    double[] y = tiny.weights().get(name + ".bias").toDoubleArray();
    for (int o = 0; o < y.length; o++) {
      for (int i = 0; i < x.length; i++) {
        y[o] += weight[o * x.length + i] * x[i];
      }
    }
    return y;
  }

  @Test
  void promptsTakeAShareThatIsNotGivenBack() {
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      assertThat(share(prompted())).isLessThan(share(Adaptation.none()));
    }
  }

  private double share(Adaptation adaptation) {
    ClassAttention attention = new ClassAttention(CLASSES);
    tiny.glip().fuse(new Pass(tiny.weights(), adaptation), input(adaptation), attention);
    // Later layers see other features; a share over all classes is what prompts visibly take.
    return attention.maps().stream().mapToDouble(m -> Arrays.stream(m.weights()).sum()).sum();
  }

  @Test
  void oneImageIsNeeded() {
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      ClassAttention attention = new ClassAttention(CLASSES);
      assertThatThrownBy(attention::maps).isInstanceOf(IllegalStateException.class);
      FusionInput two = tiny.encoded(Adaptation.none(), tiny.images());
      Pass pass = new Pass(tiny.weights(), Adaptation.none());
      assertThatThrownBy(() -> tiny.glip().fuse(pass, two, attention))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("one image");
    }
  }
}
