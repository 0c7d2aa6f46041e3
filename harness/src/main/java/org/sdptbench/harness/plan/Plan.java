package org.sdptbench.harness.plan;

import java.util.List;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.Spec;

/**
 * What is to run.
 *
 * @param scale the scale
 * @param experiments the specs and their cells
 * @param cells every cell once, in order of waves
 * @param missing data and weights that no digest is known of; a plan with such can be shown and not
 *     run
 */
public record Plan(
    Scale scale, List<Experiment> experiments, List<Cell> cells, List<Ingredient> missing) {

  /** Defensive copies. */
  public Plan {
    experiments = List.copyOf(experiments);
    cells = List.copyOf(cells);
    missing = List.copyOf(missing);
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
