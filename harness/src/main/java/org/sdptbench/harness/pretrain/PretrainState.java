package org.sdptbench.harness.pretrain;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.sdptbench.glip.tensor.AdamW;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.weights.ParamsFile;
import org.sdptbench.glip.weights.RawTensor;
import org.sdptbench.glip.weights.SafeTensors;
import org.sdptbench.glip.weights.TensorFile;

/**
 * What a stage needs to go on after an interruption: parameters, optimiser and the next step.
 *
 * @param file where it is kept
 * @param recipe text of the recipe it belongs to
 */
record PretrainState(Path file, String recipe) {
  private static final String PARAMETER = "parameter.";
  private static final String OPTIMISER = "optimiser.";

  /** Writes the state; a crash leaves the former one. */
  void save(Params params, AdamW optimiser, int nextStep) throws IOException {
    Map<String, RawTensor> tensors = new LinkedHashMap<>();
    ParamsFile.tensors(params).forEach((name, tensor) -> tensors.put(PARAMETER + name, tensor));
    optimiser
        .state()
        .forEach(
            (name, array) ->
                tensors.put(
                    OPTIMISER + name,
                    name.endsWith(".step")
                        ? RawTensor.of(array.toLongArray(), 1)
                        : ParamsFile.tensor(array)));
    Map<String, String> metadata =
        Map.of("step", String.valueOf(nextStep), "recipe", recipe);
    Files.createDirectories(file.toAbsolutePath().getParent());
    SafeTensors.write(file, tensors, metadata);
  }

  /**
   * Restores parameters and optimiser in place.
   *
   * @return the next step, 0 if there is no state
   * @throws IOException if the state belongs to another recipe or is damaged
   */
  int restore(Params params, AdamW optimiser) throws IOException {
    if (!Files.exists(file)) {
      return 0;
    }
    TensorFile saved = SafeTensors.read(file);
    if (!recipe.equals(saved.metadata().get("recipe"))) {
      throw new IOException(
          "%s belongs to another recipe; move it away to start anew".formatted(file));
    }
    Params values =
        ParamsFile.read(
            params.layout(), saved.under(PARAMETER), name -> false);
    params.assign(values);
    values.close();
    Map<String, NDArray> state = new LinkedHashMap<>();
    TensorFile moments = saved.under(OPTIMISER);
    for (String name : moments.names()) {
      RawTensor raw = moments.get(name);
      state.put(
          name,
          name.endsWith(".step")
              ? Ops.of(raw.toLongs(), raw.shape())
              : Ops.of(raw.toFloats(), raw.shape()));
    }
    optimiser.restore(state);
    return Integer.parseInt(saved.metadata().getOrDefault("step", "0"));
  }
}
