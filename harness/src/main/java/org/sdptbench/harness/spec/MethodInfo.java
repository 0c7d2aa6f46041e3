package org.sdptbench.harness.spec;

/**
 * What a spec needs to know of a method.
 *
 * @param name registered name, e.g. {@code sdpt}
 * @param title what tables print unless the spec says otherwise, e.g. {@code SDPT}
 * @param summary one line for {@code sdptbench methods}
 * @param trains whether it trains anything; a method that does not has neither seed nor shots
 * @param settings its settings
 */
public record MethodInfo(
    String name, String title, String summary, boolean trains, SettingSet settings) {}
