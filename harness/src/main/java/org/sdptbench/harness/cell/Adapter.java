package org.sdptbench.harness.cell;

import java.io.IOException;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.SavedAdapter;
import org.sdptbench.glip.peft.Settings;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Weights;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.Ingredient;
import org.sdptbench.harness.run.AdapterOutput;
import org.sdptbench.reports.record.RunRecord;

/**
 * A method on a model, with parameters of its own.
 *
 * @param method the method and its settings
 * @param params its parameters
 * @param adaptation what it adds to the model; closing it frees the parameters
 */
record Adapter(RunRecord.Method method, Params params, Adaptation adaptation)
    implements AutoCloseable {

  /**
   * A method as it starts.
   *
   * @param under the weights that it stands on
   */
  static Adapter start(
      ServiceMethods methods, RunRecord.Method chosen, Glip glip, Weights under, long seed) {
    PeftMethod method = methods.method(chosen.name());
    Settings settings = Settings.resolve(method.settings(), chosen.settings());
    Layout layout = method.layout(glip.config(), glip.layout(), settings);
    Params params = Params.initialise(layout, seed, under);
    return new Adapter(chosen, params, method.adapt(glip.config(), under, settings, params));
  }

  /** Size of the file of its values in bytes. */
  long bytes() {
    return SavedAdapter.byteSize(params);
  }

  /** Writes it as the adapter of a cell's model. */
  void write(Cell cell, AdapterOutput output) throws IOException {
    saved(cell).write(output.folder(), params);
  }

  /** Writes it as an adapter on top of another one. */
  void write(Cell cell, AdapterOutput output, AdapterOutput below) throws IOException {
    saved(cell).onTopOf(SavedAdapter.digest(below.folder())).write(output.folder(), params);
  }

  private SavedAdapter saved(Cell cell) {
    String weights = cell.digest(Ingredient.weights(cell.model())).orElse("");
    return new SavedAdapter(method.name(), method.settings(), cell.model(), weights);
  }

  @Override
  public void close() {
    adaptation.close();
  }
}
