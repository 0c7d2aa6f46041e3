package org.sdptbench.harness.testing;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sdptbench.harness.spec.DatasetCatalog;
import org.sdptbench.harness.spec.MethodCatalog;
import org.sdptbench.harness.spec.MethodInfo;
import org.sdptbench.harness.spec.ModelCatalog;
import org.sdptbench.harness.spec.RecipeSettings;
import org.sdptbench.harness.spec.Setting;
import org.sdptbench.harness.spec.Settings;
import org.sdptbench.harness.spec.Vocabulary;

/** Names like those of the product, with invented digests. */
public final class FakeVocabulary {
  private static final List<String> ODINW13 =
      List.of(
          "VOC",
          "Aerial",
          "Aquarium",
          "Rabbits",
          "EgoHands",
          "Mushrooms",
          "Packages",
          "Raccoon",
          "Shellfish",
          "Vehicles",
          "Pistols",
          "Pothole",
          "Thermal");

  private FakeVocabulary() {}

  /**
   * A vocabulary.
   *
   * @param realData whether the data of ODinW are on this machine
   */
  public static Vocabulary create(boolean realData) {
    return new Vocabulary(methods(), datasets(realData), models(), RecipeSettings.standard());
  }

  private static MethodCatalog methods() {
    List<MethodInfo> methods =
        List.of(
            new MethodInfo(
                "bitfit",
                "BitFit",
                "trains biases",
                true,
                Settings.of(
                    Setting.choice(
                        "scope", "all", List.of("all", "backbones", "head"), "which biases"))),
            new MethodInfo("full", "Full fine-tuning", "trains all", true, Settings.of()),
            new MethodInfo("linear-probe", "Linear probe", "trains heads", true, Settings.of()),
            new MethodInfo(
                "lora",
                "LoRA",
                "adds low-rank terms",
                true,
                Settings.of(
                    Setting.integer("rank", 8, 1, 256, "rank"),
                    Setting.number("alpha", 16, 0, 1024, "scale times rank"),
                    Setting.text("sites", "fusion", "sites"))),
            new MethodInfo(
                "sdpt",
                "SDPT",
                "adds unified tokens",
                true,
                Settings.of(
                    Setting.integer("k", 10, 0, 1000, "number of tokens"),
                    Setting.choice("mask", "paper", List.of("paper", "release"), "which mask"),
                    Setting.text("layers", "all", "fusion layers"),
                    Setting.text("init", "uniform", "initialisation"))),
            new MethodInfo("zero-shot", "Zero-shot", "trains nothing", false, Settings.of()));
    return () -> methods;
  }

  private static DatasetCatalog datasets(boolean realData) {
    List<String> names =
        Stream.of(
                Stream.of("picto-coco", "picto-lvis", "coco", "lvis"),
                ODINW13.stream().map(d -> "picto-odinw13/" + d),
                ODINW13.stream().map(d -> "odinw/" + d))
            .flatMap(s -> s)
            .toList();
    return new DatasetCatalog() {
      @Override
      public List<String> names() {
        return names;
      }

      @Override
      public Optional<String> digest(String name) {
        return realData || name.startsWith("picto-")
            ? Optional.of("digest-of-" + name)
            : Optional.empty();
      }
    };
  }

  private static ModelCatalog models() {
    return new ModelCatalog() {
      @Override
      public List<String> names() {
        return List.of("glip-mini", "glip-t", "glip-l");
      }

      @Override
      public Optional<String> digest(String name) {
        return name.equals("glip-mini") ? Optional.of("digest-of-weights") : Optional.empty();
      }
    };
  }
}
