package org.sdptbench.harness.spec;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What an axis changes; {@link #toString} is how specs and the command line write it. */
public sealed interface AxisKey {

  /** Owner of the settings of training and evaluation. */
  String RECIPE = "recipe";

  /** What every spec has. */
  enum Common implements AxisKey {
    /** An entry of the spec's methods, by name or label. */
    METHOD,
    /** A task of the scale, a suite or a data set. */
    TASK,
    /** Training images per class; 0: all images. */
    SHOTS,
    /** The seed. */
    SEED;

    /** Their names. */
    static List<String> names() {
      return Arrays.stream(values()).map(Common::toString).toList();
    }

    @Override
    public String toString() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /**
   * A setting.
   *
   * @param owner a method's name, or {@link #RECIPE}
   * @param name the setting's name
   */
  record OfSetting(String owner, String name) implements AxisKey {
    /** Whether it is a setting of the recipe, not of a method. */
    public boolean isOfRecipe() {
      return owner.equals(RECIPE);
    }

    @Override
    public String toString() {
      return owner + "." + name;
    }
  }

  /** The key that a text means; empty if it has no such form. Whether it exists is not asked. */
  static Optional<AxisKey> parse(String text) {
    int dot = text.indexOf('.');
    return dot < 0
        ? Arrays.stream(Common.values())
            .filter(key -> key.toString().equals(text))
            .<AxisKey>map(key -> key)
            .findFirst()
        : Optional.of(new OfSetting(text.substring(0, dot), text.substring(dot + 1)));
  }
}
