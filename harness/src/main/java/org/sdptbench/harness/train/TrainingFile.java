package org.sdptbench.harness.train;

import ai.djl.ndarray.NDArray;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import org.sdptbench.glip.tensor.AdamW;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.weights.ParamsFile;
import org.sdptbench.glip.weights.RawTensor;
import org.sdptbench.glip.weights.SafeTensors;
import org.sdptbench.glip.weights.TensorFile;

/**
 * The file of what a training needs to go on after an interruption: parameters, the optimiser's
 * moments, perhaps the best parameters so far, and values of whoever trains.
 *
 * @param file where it is kept
 * @param owner what it belongs to; a file of another owner is not read
 */
public record TrainingFile(Path file, String owner) {
  private static final String OWNER = "owner";
  private static final String PARAMETER = "parameter.";
  private static final String OPTIMISER = "optimiser.";
  private static final String BEST = "best.";
  private static final String STEP = ".step";

  /**
   * Writes the state; a crash leaves the former one.
   *
   * @param best another set of values of the same parameters
   * @param values names other than {@code owner}
   */
  public void write(
      Params params, AdamW optimiser, Optional<Params> best, Map<String, String> values)
      throws IOException {
    Map<String, RawTensor> tensors = new LinkedHashMap<>();
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      ParamsFile.tensors(params).forEach((name, tensor) -> tensors.put(PARAMETER + name, tensor));
      best.ifPresent(
          kept ->
              ParamsFile.tensors(kept).forEach((name, tensor) -> tensors.put(BEST + name, tensor)));
      optimiser
          .state()
          .forEach(
              (name, array) ->
                  tensors.put(
                      OPTIMISER + name,
                      name.endsWith(STEP)
                          ? RawTensor.of(array.toLongArray(), 1)
                          : ParamsFile.tensor(array)));
    }
    Map<String, String> metadata = new LinkedHashMap<>(values);
    metadata.put(OWNER, owner);
    SafeTensors.write(file, tensors, metadata);
  }

  /**
   * Puts the state into parameters and optimiser.
   *
   * @return the values that were written with it; empty if there is no file
   * @throws IOException if it belongs to another owner, is damaged, or has other parameters
   */
  public Optional<Map<String, String>> read(Params params, AdamW optimiser) throws IOException {
    Optional<TensorFile> saved = open();
    if (saved.isPresent()) {
      TensorFile moments = saved.get().under(OPTIMISER);
      if (!moments.names().equals(optimiser.state().keySet())) {
        throw new IOException("%s: it is of other parameters".formatted(file));
      }
      try (Scope scope = new Scope();
          Params values =
              ParamsFile.read(params.layout(), saved.get().under(PARAMETER), name -> false)) {
        Map<String, NDArray> state = new LinkedHashMap<>();
        for (String name : moments.names()) {
          RawTensor raw = moments.get(name);
          state.put(
              name,
              name.endsWith(STEP)
                  ? Ops.of(raw.toLongs(), raw.shape())
                  : Ops.of(raw.toFloats(), raw.shape()));
        }
        params.assign(values);
        optimiser.restore(state);
      }
    }
    return saved.map(TensorFile::metadata);
  }

  /** The best parameters so far, if some were written; they are the caller's to close. */
  public Optional<Params> best(Layout layout) throws IOException {
    Optional<TensorFile> saved = open().map(whole -> whole.under(BEST));
    return saved.isEmpty() || saved.get().names().isEmpty()
        ? Optional.empty()
        : Optional.of(ParamsFile.read(layout, saved.get(), name -> false));
  }

  private Optional<TensorFile> open() throws IOException {
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    TensorFile saved = SafeTensors.read(file);
    if (!owner.equals(saved.metadata().get(OWNER))) {
      throw new IOException("%s belongs to another training".formatted(file));
    }
    return Optional.of(saved);
  }
}
