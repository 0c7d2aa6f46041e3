package org.sdptbench.harness.measure;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * A method that JMH can time.
 *
 * @param fullName its class with the package, and the method
 * @param parameters the values with which it is timed unless told otherwise, by name
 */
public record Benchmark(String fullName, SortedMap<String, List<String>> parameters) {
  private static final Pattern PLACE = Pattern.compile("org\\.sdptbench\\.(.+)\\.bench\\.");
  private static final String CLASS_SUFFIX = "Benchmark.";

  /** Copies. */
  public Benchmark {
    parameters = Collections.unmodifiableSortedMap(new TreeMap<>(parameters));
  }

  /** Its name for people: {@code glip/Linear.plain}. */
  public String name() {
    return shortened(fullName);
  }

  /** The name for people of what JMH calls by its full name. */
  static String shortened(String fullName) {
    return PLACE.matcher(fullName).replaceFirst("$1/").replace(CLASS_SUFFIX, ".");
  }
}
