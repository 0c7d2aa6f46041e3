package org.sdptbench.glip.peft;

import java.util.List;
import java.util.Map;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Weights;

/**
 * A method of adapting GLIP, found through {@link java.util.ServiceLoader}.
 *
 * <p>To add one: implement this interface in a jar, name the class in {@code
 * META-INF/services/org.sdptbench.glip.peft.PeftMethod}, put the jar on the class path.
 */
public interface PeftMethod {
  /** Name in specs and records: lower-case words joined by hyphens. */
  String name();

  /** What tables and charts print unless a spec says otherwise, e.g. {@code LoRA}. */
  String title();

  /** One sentence with the source of the method. */
  String summary();

  /** Whether there is anything to train; a method without has neither seed nor recipe. */
  default boolean trains() {
    return true;
  }

  /**
   * Whether the head may be trained beside what the method adds: the harness then offers {@link
   * HeadTuning}'s setting {@code head}. Not so for methods that say themselves what of GLIP they
   * train.
   */
  default boolean takesHead() {
    return true;
  }

  /** What can be set. */
  List<Setting> settings();

  /**
   * Settings of an adapter that an earlier version of the method saved, in today's words: what has
   * another name by now, and what did not exist and was as if it had this value. Changes nothing
   * that is named today.
   */
  default Map<String, Object> upgraded(Map<String, Object> settings) {
    return settings;
  }

  /**
   * The trained parameters, from the architecture alone, each with its {@link
   * org.sdptbench.glip.tensor.Role}.
   *
   * @param config sizes of the backbone
   * @param backbone its parameters
   * @throws IllegalArgumentException if the settings do not fit this backbone; the message names
   *     the setting and what is allowed
   */
  Layout layout(GlipConfig config, Layout backbone, Settings settings);

  /**
   * The adaptation of a model.
   *
   * @param backbone the frozen weights
   * @param params values of {@link #layout}
   */
  Adaptation adapt(GlipConfig config, Weights backbone, Settings settings, Params params);
}
