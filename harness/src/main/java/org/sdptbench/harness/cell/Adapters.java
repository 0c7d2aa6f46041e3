package org.sdptbench.harness.cell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.peft.SavedAdapter;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.tensor.Weights;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.Ingredient;
import org.sdptbench.harness.run.AdapterOutput;
import org.sdptbench.harness.run.FolderTree;
import org.sdptbench.harness.run.TrainedBases;

/**
 * What a cell puts on its model: its own method, and where the cell says so, another one below that
 * was trained first and stays as it is; or one that was trained first and is trained further.
 */
final class Adapters implements AutoCloseable {
  private final Cell cell;
  private final PretrainedGlip model;
  private final ServiceMethods methods;
  private final boolean continued;
  private @Nullable Adapter first;
  private Optional<Adaptation> merged = Optional.empty();
  private Optional<Adaptation> below = Optional.empty();
  private @Nullable Adapter own;

  /** Of a cell on its model; nothing is there yet. */
  Adapters(Cell cell, PretrainedGlip model, ServiceMethods methods) {
    this.cell = cell;
    this.model = model;
    this.methods = methods;
    this.continued = cell.base() != null && cell.base().continued();
  }

  /**
   * Puts what is trained first on the model, as it starts.
   *
   * @param base the cell of its own that it would be
   */
  Adaptation startFirst(Cell base) {
    Adapter adapter =
        Adapter.start(methods, base.method(), model.glip(), model.weights(), cell.seed());
    first = adapter;
    return adapter.adaptation();
  }

  /**
   * Takes what another cell has trained first, in place of training it.
   *
   * @param base the cell of its own that it would be
   * @return whether there was one
   * @throws IOException if there is one that cannot be read; nothing has changed then
   */
  boolean takeFirst(TrainedBases bases, Cell base) throws IOException {
    Adapter present = begun();
    Optional<Path> folder = bases.find(base.id());
    if (folder.isEmpty()) {
      return false;
    }
    String weights = base.digest(Ingredient.weights(base.model())).orElse("");
    try (Params values =
        SavedAdapter.read(folder.get())
            .params(folder.get(), base.model(), weights, present.params().layout())) {
      present.params().assign(values);
    }
    return true;
  }

  /**
   * Leaves what was trained first for other cells.
   *
   * @param beside a folder for a copy meanwhile, which need not exist
   */
  void keepFirst(TrainedBases bases, Cell base, Path beside) throws IOException {
    begun().write(base, new AdapterOutput(beside, Long.MAX_VALUE));
    bases.keep(base.id(), beside);
    new FolderTree(beside).delete();
  }

  private Adapter begun() {
    Adapter present = first;
    if (present == null) {
      throw new IllegalStateException("nothing is trained first");
    }
    return present;
  }

  /**
   * Ends the training of what was trained first.
   *
   * <p>What stays as it is from now on, is merged into the weights where that is possible, so that
   * what stands on it sees the weights that act: SDPT on LoRA must find its way back from the
   * fusion space that LoRA left.
   *
   * @return what was trained, as it acts without the cell's own method; also {@link #below}
   * @throws IllegalStateException if nothing was begun
   */
  Adaptation finishFirst() {
    Adapter trained = begun();
    if (!continued) {
      merged = trained.adaptation().merged(model.weights());
    }
    Adaptation acting = merged.orElse(trained.adaptation());
    below = Optional.of(acting);
    return acting;
  }

  /** What was trained first, as it acts without the cell's own method; empty if nothing was. */
  Optional<Adaptation> below() {
    return below;
  }

  /** What is to be trained on the cell's own task, with all that lies below it. */
  Adaptation startOwn() {
    if (continued && first != null) {
      own = first;
      return first.adaptation();
    }
    Weights weights =
        below
            .<Weights>map(adaptation -> new Pass(model.weights(), adaptation))
            .orElse(model.weights());
    Adapter adapter = Adapter.start(methods, cell.method(), model.glip(), weights, cell.seed());
    own = adapter;
    return below
        .map(adaptation -> Adaptation.stack(List.of(adaptation, adapter.adaptation())))
        .orElse(adapter.adaptation());
  }

  /** Whether the cell's own method can be taken off what was trained first. */
  boolean stacked() {
    return first != null && !continued;
  }

  /**
   * Keeps the adapter, and the one below it, if each is small enough: one is of no use without the
   * other.
   *
   * @return the size of the cell's own in bytes, or null if nothing was trained
   */
  @Nullable Long save(AdapterOutput output) throws IOException {
    Adapter top = own;
    if (top == null || top.params().names().isEmpty()) {
      return null;
    }
    long bytes = top.bytes();
    Adapter base = stacked() ? first : null;
    if (bytes <= output.maxBytes() && (base == null || base.bytes() <= output.maxBytes())) {
      if (base == null) {
        top.write(cell, output);
      } else {
        base.write(cell, output.base());
        top.write(cell, output, output.base());
      }
    }
    return bytes;
  }

  @Override
  public void close() {
    if (own != null && !continued) {
      own.close();
    }
    merged.ifPresent(Adaptation::close);
    if (first != null) {
      first.close();
    }
  }
}
