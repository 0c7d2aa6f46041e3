package org.sdptbench.harness.testing;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.harness.spec.DatasetCatalog;
import org.sdptbench.harness.spec.MethodCatalog;
import org.sdptbench.harness.spec.MethodInfo;
import org.sdptbench.harness.spec.ModelCatalog;
import org.sdptbench.harness.spec.RecipeSettings;
import org.sdptbench.harness.spec.SettingSet;
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
                SettingSet.of(
                    new Setting.Choice(
                        "scope", "all", List.of("all", "backbones", "head"), "which biases"))),
            new MethodInfo("full", "Full fine-tuning", "trains all", true, SettingSet.of()),
            new MethodInfo("linear-probe", "Linear probe", "trains heads", true, SettingSet.of()),
            new MethodInfo(
                "lora",
                "LoRA",
                "adds low-rank terms",
                true,
                SettingSet.of(
                    new Setting.Whole("rank", 8, 1, 256, "rank"),
                    new Setting.Real("alpha", 16, 0, 1024, "scale times rank"),
                    new Setting.Text("sites", "fusion", "sites"))),
            new MethodInfo(
                "sdpt",
                "SDPT",
                "adds unified tokens",
                true,
                SettingSet.of(
                    new Setting.Whole("k", 10, 0, 1000, "number of tokens"),
                    new Setting.Choice("mask", "paper", List.of("paper", "release"), "which mask"),
                    new Setting.Text("layers", "all", "fusion layers"),
                    new Setting.Text("init", "uniform", "initialisation"))),
            new MethodInfo("zero-shot", "Zero-shot", "trains nothing", false, SettingSet.of()));
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

      @Override
      public String remedy(String name) {
        return "buy " + name;
      }
    };
  }
}
