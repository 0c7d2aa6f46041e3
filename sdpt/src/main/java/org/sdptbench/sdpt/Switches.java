package org.sdptbench.sdpt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;

/**
 * The switches of a variant of SDPT, which fit each other and the backbone.
 *
 * @param k tokens per layer and matrix
 * @param layers fusion layers with tokens, from 0
 * @param mask whether text-side tokens are seen
 * @param init start of the tokens
 * @param tokens what the modalities share, and where their tokens enter
 * @param modal the modalities that receive tokens
 * @param projection the way back to the latent spaces
 * @param prompting when the modalities are prompted
 */
record Switches(
    int k,
    SortedSet<Integer> layers,
    Mask mask,
    TokenInit init,
    Tokens tokens,
    Modal modal,
    Projection projection,
    Prompting prompting) {

  /** Whether text-side tokens are visible to the image. */
  enum Mask {
    PAPER,
    RELEASE
  }

  /** Spatial synchrony: one matrix for both modalities, or one each. */
  enum Tokens {
    UNIFIED,
    INDEPENDENT,
    INDEPENDENT_LATENT
  }

  /** The modalities that receive tokens. */
  enum Modal {
    BOTH,
    IMAGE,
    TEXT
  }

  /** The way from the fusion space back to the latent spaces. */
  enum Projection {
    INVERSE,
    LEARNABLE
  }

  /** Temporal synchrony: both modalities at once, or in turn. */
  enum Prompting {
    TOGETHER,
    ALTERNATELY_BY_STEP,
    ALTERNATELY_BY_LAYER
  }

  private static final String ALL = "all";

  /** What users can set. */
  static List<Setting> offered() {
    return List.of(
        new Setting.Whole("k", 10, 0, 4096, "tokens per fusion layer"),
        choice(
            "mask", Mask.PAPER, "whether text-side tokens are visible (paper) or masked (release)"),
        new Setting.Text(
            "layers",
            ALL,
            "the fusion layers with tokens: all, first, last, first-half, last-half, or numbers from"
                + " 0, e.g. 0,2"),
        choice(
            "init",
            TokenInit.UNIFORM,
            "start of the tokens: uniform on [-1, 1], standard normal, sparse (half of each"
                + " coordinate's values zero), Glorot's, He's, or zeros"),
        choice(
            "tokens",
            Tokens.UNIFIED,
            "one matrix for both modalities, or one each: appended after the projections"
                + " (independent, as released) or mapped back before them (independent-latent)"),
        choice("modal", Modal.BOTH, "the modalities that receive tokens"),
        choice("projection", Projection.INVERSE, "how tokens reach the latent spaces"),
        choice(
            "prompting",
            Prompting.TOGETHER,
            "both modalities at once, or in turn: the gradient by training step, or the tokens by"
                + " layer, image first"));
  }

  /**
   * Reads the settings.
   *
   * @throws IllegalArgumentException naming every setting that does not fit the others or the
   *     backbone, or if the backbone has no fusion layers
   */
  static Switches of(GlipConfig config, Settings settings) {
    if (!config.tower().fuses()) {
      throw new IllegalArgumentException(
          "its tokens act in fusion layers, and %s has none; allowed are models with fusion, such as"
                  .formatted(config.name())
              + " glip-t");
    }
    Switches switches =
        new Switches(
            settings.whole("k"),
            layers(config, settings.text("layers")),
            constant(Mask.class, settings, "mask"),
            constant(TokenInit.class, settings, "init"),
            constant(Tokens.class, settings, "tokens"),
            constant(Modal.class, settings, "modal"),
            constant(Projection.class, settings, "projection"),
            constant(Prompting.class, settings, "prompting"));
    List<String> misfits = switches.misfits();
    if (!misfits.isEmpty()) {
      throw new IllegalArgumentException(String.join("; ", misfits));
    }
    return switches;
  }

  /** The sides whose tokens act in a layer; a side without effect has none. */
  Set<Side> sides(int layer) {
    Set<Side> sides = EnumSet.noneOf(Side.class);
    if (!layers.contains(layer) || k == 0) {
      return sides;
    }
    if (modal != Modal.TEXT) {
      sides.add(Side.IMAGE);
    }
    if (modal != Modal.IMAGE && mask == Mask.PAPER) {
      sides.add(Side.TEXT);
    }
    if (prompting == Prompting.ALTERNATELY_BY_LAYER) {
      sides.retainAll(EnumSet.of(Side.turn(layer)));
    }
    return sides;
  }

  /** The sides through which the gradient flows at a training step. */
  Set<Side> learning(int step) {
    return prompting == Prompting.ALTERNATELY_BY_STEP
        ? EnumSet.of(Side.turn(step))
        : EnumSet.allOf(Side.class);
  }

  /** Combinations that would train nothing somewhere, or compare nothing. */
  private List<String> misfits() {
    List<String> misfits = new ArrayList<>();
    if (modal == Modal.TEXT && mask == Mask.RELEASE) {
      misfits.add(
          "modal is text, with mask release allowed are both and image:"
              + " masked text-side tokens have no effect");
    }
    if (tokens == Tokens.INDEPENDENT && projection == Projection.LEARNABLE) {
      misfits.add(
          "projection is learnable, with tokens independent allowed is inverse:"
              + " such tokens stay in the fusion space and pass no projection");
    }
    if (prompting != Prompting.TOGETHER) {
      if (modal != Modal.BOTH) {
        misfits.add(
            "prompting is %s, with modal %s allowed is together: one modality cannot alternate"
                .formatted(word(prompting), word(modal)));
      }
      if (mask == Mask.RELEASE) {
        misfits.add(
            "prompting is %s, with mask release allowed is together: the text side's turns would"
                    .formatted(word(prompting))
                + " have no effect");
      }
    }
    if (prompting == Prompting.ALTERNATELY_BY_LAYER
        && layers.stream().map(Side::turn).distinct().count() < 2) {
      misfits.add(
          "prompting is %s, with layers %s allowed are together and %s: all of these layers are the"
                  .formatted(word(prompting), joined(layers), word(Prompting.ALTERNATELY_BY_STEP))
              + " same modality's turn");
    }
    return misfits;
  }

  private static String joined(SortedSet<Integer> layers) {
    return String.join(",", layers.stream().map(Object::toString).toList());
  }

  private static SortedSet<Integer> layers(GlipConfig config, String chosen) {
    int count = config.tower().layers();
    int half = (count + 1) / 2;
    return switch (chosen) {
      case ALL -> range(0, count);
      case "first" -> range(0, 1);
      case "last" -> range(count - 1, count);
      case "first-half" -> range(0, half);
      case "last-half" -> range(count - half, count);
      default -> numbered(config, chosen);
    };
  }

  private static SortedSet<Integer> range(int from, int to) {
    return IntStream.range(from, to).boxed().collect(Collectors.toCollection(TreeSet::new));
  }

  private static SortedSet<Integer> numbered(GlipConfig config, String chosen) {
    int count = config.tower().layers();
    SortedSet<Integer> layers = new TreeSet<>();
    for (String word : chosen.split(",", -1)) {
      String number = word.strip();
      int layer = number.matches("\\d{1,3}") ? Integer.parseInt(number) : -1;
      if (layer < 0 || layer >= count || !layers.add(layer)) {
        throw new IllegalArgumentException(
            ("layers is \"%s\"; allowed are all, first, last, first-half, last-half, or different"
                    + " numbers from 0 to %s of %s, with commas")
                .formatted(chosen, count - 1, config.name()));
      }
    }
    return layers;
  }

  private static <E extends Enum<E>> Setting choice(String name, E standard, String summary) {
    E[] constants = standard.getDeclaringClass().getEnumConstants();
    return new Setting.Choice(
        name, word(standard), Arrays.stream(constants).map(Switches::word).toList(), summary);
  }

  /** A constant as specs write it: lower-case words joined by hyphens. */
  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <E extends Enum<E>> E constant(Class<E> type, Settings settings, String name) {
    return Enum.valueOf(type, settings.text(name).toUpperCase(Locale.ROOT).replace('-', '_'));
  }
}
