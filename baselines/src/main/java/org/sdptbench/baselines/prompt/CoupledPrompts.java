package org.sdptbench.baselines.prompt;

import ai.djl.ndarray.NDArray;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.peft.Prompts;
import org.sdptbench.glip.peft.Setting;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Init;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Role;
import org.sdptbench.glip.tensor.Weights;
import org.sdptbench.glip.text.Bert;

/**
 * MaPLe's prompts, for every method that has them: what they are and where they act.
 *
 * @param prefix what precedes the names of the parameters, with a dot at its end
 * @param config sizes of the backbone
 * @param n prompts per layer
 * @param depth layers with prompts of their own, J; no more than text layers or Swin blocks
 * @param words whether the first layer's prompts start as words
 * @param size size of the text prompts behind the first layer
 */
public record CoupledPrompts(
    String prefix, GlipConfig config, int n, int depth, boolean words, TextSize size) {
  /** The words "a photo of a" in the vocabulary of bert-base-uncased. */
  static final List<Integer> WORDS = List.of(1037, 6302, 1997, 1037);

  /** The settings {@code n}, {@code depth}, {@code init} and {@code text-size}. */
  public static List<Setting> settings() {
    return List.of(
        new Setting.Whole("n", 2, 1, 128, "prompts per layer"),
        new Setting.Whole(
            "depth", 9, 1, 128, "the first layers with new prompts; at most all of both encoders"),
        new Setting.Choice(
            "init",
            "words",
            List.of("words", "normal"),
            "start of the first prompts: \"a photo of a\" (words; n at most 4), or N(0, 0.02²)"),
        TextSize.setting(TextSize.DRAWN));
  }

  /**
   * The prompts of {@link #settings}.
   *
   * @throws IllegalArgumentException if they shall start as words, and are more than there are, or
   *     the vocabulary lacks them
   */
  public static CoupledPrompts of(String prefix, GlipConfig config, Settings settings) {
    int n = settings.whole("n");
    int blocks = SwinSite.of(config.vision()).size();
    int depth = Math.min(settings.whole("depth"), Math.min(config.text().layers(), blocks));
    boolean words = settings.text("init").equals("words");
    if (words && n > WORDS.size()) {
      throw new IllegalArgumentException(
          "n is %s, but init words has %s of them; allowed are n up to %s, or init normal"
              .formatted(n, WORDS.size(), WORDS.size()));
    }
    int vocabulary = config.text().vocabulary();
    if (words && WORDS.stream().anyMatch(word -> word >= vocabulary)) {
      throw new IllegalArgumentException(
          "init words takes the words %s of BERT's vocabulary, but %s has %s; allowed is init normal"
              .formatted(WORDS, config.name(), vocabulary));
    }
    return new CoupledPrompts(prefix, config, n, depth, words, TextSize.of(settings));
  }

  /** Appends the parameters: per layer j from 0 the text prompts and the map to the image's. */
  public void declare(Layout layout) {
    List<SwinSite> sites = SwinSite.of(config.vision());
    int d = config.text().hidden();
    for (int j = 0; j < depth; j++) {
      Init start =
          j == 0 && words
              ? new Init.Rows(Bert.PREFIX + Bert.WORDS, WORDS.subList(0, n))
              : PromptInit.TEXT;
      layout.role(Role.TOKENS).add(text(j), start, n, d);
      layout.role(Role.MAPS).linear(toImage(j), d, sites.get(j).channels());
    }
  }

  private String text(int j) {
    return prefix + j + ".text";
  }

  private String toImage(int j) {
    return prefix + j + ".to_image";
  }

  /**
   * The prompts in action: new ones at the first J layers, which flow on after them.
   *
   * @param params values of the declared parameters
   * @param backbone a whole GLIP, whose embedding layer the first text prompts pass
   */
  public Prompts over(Weights params, Weights backbone) {
    return new Prompts() {
      @Override
      public @Nullable NDArray textTokens(int layer, @Nullable NDArray carried) {
        if (layer >= depth) {
          return carried;
        }
        NDArray prompts = params.get(text(layer));
        return layer == 0
            ? TextContext.embed(config, backbone, prompts)
            : size.apply(prompts, backbone, layer);
      }

      @Override
      public @Nullable NDArray visionTokens(int stage, int block, @Nullable NDArray carried) {
        int j = SwinSite.indexOf(config.vision(), stage, block);
        return j >= depth ? carried : params.linear(toImage(j), params.get(text(j)));
      }
    };
  }
}
