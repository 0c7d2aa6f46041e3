package org.sdptbench.harness.plan;

import java.util.Map;
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

  /** The entry's label with the values on the axes: {@code SDPT, k = 20}. */
  String label() {
    StringBuilder label = new StringBuilder(method.label());
    axes.forEach(
        (key, value) ->
            label
                .append(", ")
                .append(key.name())
                .append(" = ")
                .append(value instanceof Double d ? CanonicalJson.number(d) : value));
    return label.toString();
  }
}
