package org.sdptbench.harness.catalog;

import java.util.List;
import java.util.Map;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.tensor.Layout;

/**
 * The presets of GLIP under the methods on the class path.
 *
 * @param methods the methods
 */
public record PresetArchitectures(ServiceMethods methods) implements Architectures {
  @Override
  public List<String> models() {
    return GlipConfig.PRESETS.stream().map(GlipConfig::name).toList();
  }

  @Override
  public Layout parameters(String model) {
    return new Glip(config(model)).layout();
  }

  @Override
  public Layout trained(String model, String method, Map<String, ?> settings) {
    return ServiceMethods.layout(methods.method(method), config(model), settings);
  }

  private static GlipConfig config(String model) {
    return GlipConfig.preset(model)
        .orElseThrow(() -> new IllegalArgumentException("no model " + model));
  }
}
