package org.sdptbench.harness.testing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.harness.spec.DatasetCatalog;
import org.sdptbench.harness.spec.MethodCatalog;
import org.sdptbench.harness.spec.MethodInfo;
import org.sdptbench.harness.spec.MethodInfo.Fit;
import org.sdptbench.harness.spec.ModelCatalog;
import org.sdptbench.harness.spec.RecipeSettings;
import org.sdptbench.harness.spec.SettingSet;
import org.sdptbench.harness.spec.SplitSizes;
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
                        "scope", "all", List.of("all", "backbones", "head"), "which biases")),
                Fit.ALWAYS),
            new MethodInfo(
                "full", "Full fine-tuning", "trains all", true, SettingSet.of(), Fit.ALWAYS),
            new MethodInfo(
                "linear-probe", "Linear probe", "trains heads", true, SettingSet.of(), Fit.ALWAYS),
            new MethodInfo(
                "lora",
                "LoRA",
                "adds low-rank terms",
                true,
                SettingSet.of(
                    new Setting.Whole("rank", 8, 1, 256, "rank"),
                    new Setting.Real("alpha", 16, 0, 1024, "scale times rank"),
                    new Setting.Text("sites", "fusion", "sites")),
                Fit.ALWAYS),
            new MethodInfo(
                "sdpt",
                "SDPT",
                "adds unified tokens",
                true,
                SettingSet.of(
                    new Setting.Whole("k", 10, 0, 1000, "number of tokens"),
                    new Setting.Choice("mask", "paper", List.of("paper", "release"), "which mask"),
                    new Setting.Text("layers", "all", "fusion layers"),
                    new Setting.Text("init", "uniform", "initialisation")),
                FakeVocabulary::twoLayers),
            new MethodInfo(
                "zero-shot", "Zero-shot", "trains nothing", false, SettingSet.of(), Fit.ALWAYS));
    return () -> methods;
  }

  /** Misfits like the product's: of one setting, of two together, and one that another lifts. */
  private static Optional<String> twoLayers(String model, Map<String, Object> settings) {
    String layers = settings.getOrDefault("layers", "all").toString();
    if (!layers.matches("all|0|1|0,1")) {
      return Optional.of("layers is not one of two of " + model);
    }
    if (!layers.equals("all") && settings.getOrDefault("mask", "paper").equals("release")) {
      return Optional.of("with mask release layers are all");
    }
    boolean normal = settings.getOrDefault("init", "uniform").equals("normal");
    return (Long) settings.getOrDefault("k", 10L) > 100 && !normal
        ? Optional.of("k is over 100; allowed with init normal only")
        : Optional.empty();
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

      @Override
      public Optional<String> testDigest(String name) {
        return realData || name.startsWith("picto-")
            ? Optional.of("test-digest-of-" + name)
            : Optional.empty();
      }

      @Override
      public String testRemedy(String name) {
        return remedy(name);
      }

      @Override
      public List<String> classes(String name) {
        return name.equals("picto-odinw13/Raccoon") ? List.of("raccoon") : List.of();
      }

      @Override
      public Optional<SplitSizes> sizes(String name) {
        return name.equals("coco") ? Optional.of(new SplitSizes(1000, 100, 50)) : Optional.empty();
      }

      @Override
      public String remedy(String name) {
        return "give the folder that holds it as --data DIR";
      }
    };
  }

  private static ModelCatalog models() {
    return new ModelCatalog() {
      @Override
      public Optional<String> official(String name) {
        return Optional.empty();
      }

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
