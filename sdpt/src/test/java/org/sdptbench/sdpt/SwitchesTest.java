package org.sdptbench.sdpt;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.testing.TinyGlip;

/** Which settings there are, which fit together, and what is said of those that do not. */
class SwitchesTest {
  private static final Sdpt METHOD = new Sdpt();

  private static void layout(Map<String, ?> given) {
    METHOD.layout(
        TinyGlip.CONFIG,
        new Glip(TinyGlip.CONFIG).layout(),
        Settings.resolve(METHOD.settings(), given));
  }

  private static void assertRefused(Map<String, ?> given, String... words) {
    assertThatThrownBy(() -> layout(given))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContainingAll(words);
  }

  private static Setting.Choice choice(String name) {
    return METHOD.settings().stream()
        .filter(setting -> setting.name().equals(name))
        .map(Setting.Choice.class::cast)
        .findFirst()
        .orElseThrow();
  }

  @Test
  void wordsAreThoseOfSpecs() {
    assertThat(choice("init").options())
        .containsExactly(
            "uniform",
            "normal",
            "sparse",
            "xavier-uniform",
            "xavier-normal",
            "kaiming-uniform",
            "kaiming-normal",
            "zeros");
    assertThat(choice("prompting").options())
        .containsExactly("together", "alternately-by-step", "alternately-by-layer");
    assertThat(choice("tokens").options())
        .containsExactly("unified", "independent", "independent-latent");
  }

  @Test
  void theStandardIsThePapers() {
    assertThat(Settings.resolve(METHOD.settings(), Map.of()).values())
        .containsExactlyInAnyOrderEntriesOf(
            Map.of(
                "k", 10L,
                "mask", "paper",
                "layers", "all",
                "init", "uniform",
                "tokens", "unified",
                "modal", "both",
                "projection", "inverse",
                "prompting", "together"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"2", "0,0", "-1", "0;1", "third", "0,"})
  void layersThatAreNotThereAreRefused(String layers) {
    assertRefused(Map.of("layers", layers), "layers is \"" + layers + "\"", "from 0 to 1");
  }

  @Test
  void layersMayBeNamedByTheirPlace() {
    Map<String, List<Integer>> expected =
        Map.of(
            "all", List.of(0, 1, 2, 3, 4, 5),
            "first", List.of(0),
            "last", List.of(5),
            "first-half", List.of(0, 1, 2),
            "last-half", List.of(3, 4, 5),
            "4,1", List.of(1, 4));
    expected.forEach(
        (chosen, layers) ->
            assertThat(
                    Switches.of(
                            GlipConfig.T,
                            Settings.resolve(METHOD.settings(), Map.of("layers", chosen)))
                        .layers())
                .as(chosen)
                .containsExactlyElementsOf(layers));
  }

  @Test
  void settingsOutsideTheirRangeAreRefused() {
    for (Map<String, ?> wrong :
        List.of(Map.of("k", -1), Map.of("mask", "none"), Map.of("length", 3))) {
      assertRefused(wrong, wrong.keySet().iterator().next());
    }
  }

  @Test
  void tokensWithoutEffectAreRefused() {
    assertRefused(
        Map.of("modal", "text", "mask", "release"), "modal is text", "allowed are both and image");
    assertRefused(
        Map.of("tokens", "independent", "modal", "text", "mask", "release"), "modal is text");
  }

  @Test
  void projectionsThatNothingPassesAreRefused() {
    assertRefused(
        Map.of("tokens", "independent", "projection", "learnable"),
        "projection is learnable",
        "allowed is inverse");
  }

  @ParameterizedTest
  @ValueSource(strings = {"alternately-by-step", "alternately-by-layer"})
  void turnsOfOneModalityAloneAreRefused(String prompting) {
    String found = "prompting is " + prompting;
    for (String modal : List.of("image", "text")) {
      assertRefused(
          Map.of("prompting", prompting, "modal", modal),
          found,
          "with modal " + modal + " allowed is together");
    }
    assertRefused(
        Map.of("prompting", prompting, "mask", "release"),
        found,
        "with mask release allowed is together");
  }

  @Test
  void turnsByLayerNeedLayersOfBothTurns() {
    for (String layers : List.of("0", "1")) {
      assertRefused(
          Map.of("prompting", "alternately-by-layer", "layers", layers),
          "with layers " + layers,
          "allowed are together and alternately-by-step");
      layout(Map.of("prompting", "alternately-by-step", "layers", layers));
    }
    layout(Map.of("prompting", "alternately-by-layer", "layers", "1,0"));
  }

  @Test
  void allMisfitsAreToldAtOnce() {
    assertRefused(
        Map.of(
            "prompting", "alternately-by-step",
            "modal", "text",
            "mask", "release",
            "tokens", "independent",
            "projection", "learnable"),
        "modal is text",
        "projection is learnable",
        "with modal text allowed is together",
        "with mask release allowed is together");
  }

  /** Whatever is not refused trains at least one array in each of its layers. */
  @Test
  void whatIsAcceptedTrainsSomethingInEveryLayer() {
    int accepted = 0;
    for (String mask : choice("mask").options()) {
      for (String tokens : choice("tokens").options()) {
        for (String modal : choice("modal").options()) {
          for (String projection : choice("projection").options()) {
            for (String prompting : choice("prompting").options()) {
              Settings settings =
                  Settings.resolve(
                      METHOD.settings(),
                      Map.of(
                          "mask", mask,
                          "tokens", tokens,
                          "modal", modal,
                          "projection", projection,
                          "prompting", prompting));
              Switches switches;
              try {
                switches = Switches.of(TinyGlip.CONFIG, settings);
              } catch (IllegalArgumentException e) {
                continue;
              }
              accepted++;
              for (int layer : switches.layers()) {
                assertThat(switches.sides(layer)).as("%s", settings).isNotEmpty();
              }
            }
          }
        }
      }
    }
    // 5 of tokens × projection, each with 3 modal and together, both and two kinds of turns, and
    // in the release with 2 modal.
    assertThat(accepted).isEqualTo(5 * (3 + 2 + 2));
  }
}
