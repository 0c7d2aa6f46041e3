package org.sdptbench.harness.spec;

import java.util.Map;
import java.util.Optional;

/**
 * What a spec needs to know of a method.
 *
 * @param name registered name, e.g. {@code sdpt}
 * @param title what tables print unless the spec says otherwise, e.g. {@code SDPT}
 * @param summary one line for {@code sdptbench methods}
 * @param trains whether it trains anything; a method that does not has neither seed nor shots
 * @param settings its settings
 * @param fit whether settings fit a model
 */
public record MethodInfo(
    String name, String title, String summary, boolean trains, SettingSet settings, Fit fit) {

  /** What a method itself knows of its settings. */
  @FunctionalInterface
  public interface Fit {
    /** Settings that always fit. */
    Fit ALWAYS = (model, settings) -> Optional.empty();

    /**
     * What is wrong with settings, or nothing.
     *
     * @param model name of the model
     * @param settings some settings in canonical form; the others have their standard values
     */
    Optional<String> problem(String model, Map<String, Object> settings);
  }
}
