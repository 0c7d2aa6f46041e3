package org.sdptbench.harness.plan;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.Spec;

/**
 * What is to run.
 *
 * @param scale the scale
 * @param experiments the specs and their cells
 * @param byId every cell once by its id, in order of waves
 * @param missing data and weights that no digest is known of; a plan with such can be shown and not
 *     run
 */
public record Plan(
    Scale scale, List<Experiment> experiments, Map<String, Cell> byId, List<Ingredient> missing) {

  /** Defensive copies. */
  public Plan {
    experiments = List.copyOf(experiments);
    byId = Collections.unmodifiableMap(new LinkedHashMap<>(byId));
    missing = List.copyOf(missing);
  }

  /** The cells in order of waves. */
  public List<Cell> cells() {
    return List.copyOf(byId.values());
  }

  /**
   * A spec and its cells.
   *
   * @param spec the spec as it runs, the command line's changes included
   * @param entries its cells in the order of the matrix
   */
  public record Experiment(Spec spec, List<Entry> entries) {
    /** Defensive copy. */
    public Experiment {
      entries = List.copyOf(entries);
    }
  }

  /**
   * A cell in a spec.
   *
   * @param cell id of the cell
   * @param label what the spec calls its method
   */
  public record Entry(String cell, String label) {}
}
