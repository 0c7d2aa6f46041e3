package org.sdptbench.harness.catalog;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.weights.ParamsFile;
import org.sdptbench.glip.weights.StateDictMismatchException;
import org.sdptbench.glip.weights.TensorFile;
import org.sdptbench.glip.weights.WeightFormatException;

/**
 * How the presets of GLIP suit a file with weights.
 *
 * @param fitting the names of those whose parameters it has, in their customary order
 * @param misfits how it differs from the others, the nearest first
 */
public record Presets(List<String> fitting, List<Misfit> misfits) {

  /**
   * How a file differs from a preset.
   *
   * @param preset its name
   * @param missing parameters that the file has not
   * @param misshapen parameters that have another shape in the file
   * @param unknown tensors of the file that the preset has not
   */
  public record Misfit(String preset, int missing, int misshapen, int unknown) {
    private int total() {
      return missing + misshapen + unknown;
    }
  }

  /** Copies. */
  public Presets {
    fitting = List.copyOf(fitting);
    misfits = List.copyOf(misfits);
  }

  /** Compares names and shapes; no value is read. */
  public static Presets of(TensorFile file) {
    List<String> fitting = new ArrayList<>();
    List<Misfit> misfits = new ArrayList<>();
    for (GlipConfig preset : GlipConfig.PRESETS) {
      try {
        ParamsFile.select(new Glip(preset).layout(), file);
        fitting.add(preset.name());
      } catch (StateDictMismatchException e) {
        misfits.add(
            new Misfit(
                preset.name(), e.missing().size(), e.misshapen().size(), e.surplus().size()));
      } catch (WeightFormatException e) {
        // Names and shapes would do, but there are integers where weights should be: no model's.
      }
    }
    misfits.sort(Comparator.comparing(Misfit::total));
    return new Presets(fitting, misfits);
  }
}
