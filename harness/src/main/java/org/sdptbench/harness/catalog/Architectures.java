package org.sdptbench.harness.catalog;

import java.util.List;
import java.util.Map;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.harness.spec.MethodCatalog;

/** What can be said of models and methods without data, weights, or arithmetic. */
public interface Architectures {

  /** The names of the models in their customary order. */
  List<String> models();

  /** The methods. */
  MethodCatalog methods();

  /**
   * The parameters of a model.
   *
   * @param model one of {@link #models()}
   */
  Layout parameters(String model);

  /**
   * The parameters that a method trains on a model.
   *
   * @param model one of {@link #models()}
   * @param method name of one of {@link #methods()}
   * @param settings some settings; the others have their standard values
   * @throws IllegalArgumentException if the settings do not fit the model; the message says why
   */
  Layout trained(String model, String method, Map<String, ?> settings);
}
