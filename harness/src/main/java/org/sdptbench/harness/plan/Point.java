package org.sdptbench.harness.plan;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;
import org.sdptbench.harness.spec.AxisKey.OfSetting;
import org.sdptbench.harness.spec.Spec;

/**
 * A point of a matrix before its settings are resolved.
 *
 * @param method the spec's method entry
 * @param dataset name of the data set in the catalog
 * @param shots images per class; 0: all images
 * @param seed the seed
 * @param axes values on the axes of settings that concern this point, in the order of the matrix
 */
record Point(
    Spec.Method method, String dataset, long shots, long seed, Map<OfSetting, Object> axes) {

  /**
   * What its row is called: the entry's label with the values on the axes, {@code SDPT, k = 20}.
   * Where an axis takes over a setting of the entry itself, the words of the label may no longer
   * hold; then it is the method's title with all that the entry and the axes set. Of an entry with
   * something beneath the label stays, as the title does not tell it from others.
   */
  String label() {
    Map<String, Object> said = new LinkedHashMap<>();
    boolean follows = axes.keySet().stream().anyMatch(this::isOfEntry) && method.base().isEmpty();
    if (follows) {
      said.putAll(new TreeMap<>(method.settings()));
      said.putAll(new TreeMap<>(method.recipe()));
    }
    axes.forEach((key, value) -> said.put(key.name(), value));
    StringBuilder label = new StringBuilder(follows ? method.title() : method.label());
    said.forEach(
        (name, value) ->
            label
                .append(", ")
                .append(name)
                .append(" = ")
                .append(value instanceof Double d ? CanonicalJson.number(d) : value));
    return label.toString();
  }

  private boolean isOfEntry(OfSetting key) {
    return (key.isOfRecipe() ? method.recipe() : method.settings()).containsKey(key.name());
  }
}
