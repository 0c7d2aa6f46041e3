package org.sdptbench.glip.text;

/**
 * How a class appears in a caption; only its name counts as the class (GLIP's {@code
 * CAPTION_PROMPT}).
 *
 * @param prefix text before the name
 * @param name the name
 * @param suffix text after the name, e.g. {@code ", which is black and white"}
 */
public record ClassPrompt(String prefix, String name, String suffix) {
  /** Checks that there is a name. */
  public ClassPrompt {
    if (name.isBlank()) {
      throw new IllegalArgumentException("a class needs a name, found '%s'".formatted(name));
    }
  }

  /**
   * The cleaned name of a class alone: what stands in parentheses goes, underscores become spaces.
   *
   * @throws IllegalArgumentException if nothing is left
   */
  public static ClassPrompt of(String className) {
    String cleaned = className.replaceAll("\\(.*\\)", "").replace('_', ' ').replace("  ", " ");
    if (cleaned.isBlank()) {
      throw new IllegalArgumentException(
          "class name '%s' is empty once cleaned".formatted(className));
    }
    return new ClassPrompt("", cleaned, "");
  }

  /** The text in the caption. */
  public String text() {
    return prefix + name + suffix;
  }
}
