package org.sdptbench.harness.memory;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.tensor.Layout;
import org.sdptbench.harness.catalog.Architectures;
import org.sdptbench.harness.launch.CellMemory;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.spec.DatasetCatalog;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.spec.SplitSizes;

/**
 * Predicts memory from sizes alone. What a cell trains first is counted as if it were the cell's
 * own, and its parameters stay.
 */
public final class PredictedMemory implements CellMemory {
  /** Java, PyTorch's libraries and the classes of both. */
  private static final long PROCESS = 450L << 20;

  /** Of the Java heap, what fills up: images that are kept, and what no longer lives. */
  private static final double HEAP = 0.9;

  /** Of a model that no preset describes, as GLIP-mini: more than any run of it takes. */
  private static final long UNKNOWN = 2L << 30;

  private static final int IMAGES = 500;

  private final Architectures architectures;
  private final DatasetCatalog datasets;
  private final long heapBytes;
  private final long featureBytes;
  private final Map<String, MemoryModel> models = new HashMap<>();

  /**
   * A prediction.
   *
   * @param heapBytes limit of a worker's Java heap
   * @param featureBytes most bytes of features that a training keeps
   */
  public PredictedMemory(
      Architectures architectures, DatasetCatalog datasets, long heapBytes, long featureBytes) {
    this.architectures = architectures;
    this.datasets = datasets;
    this.heapBytes = heapBytes;
    this.featureBytes = featureBytes;
  }

  @Override
  public long bytes(Cell cell) {
    Optional<GlipConfig> config = GlipConfig.preset(cell.model());
    return config.isEmpty() ? UNKNOWN : PROCESS + (long) (HEAP * heapBytes) + tensorBytes(cell);
  }

  /** What tensors alone take, wherever they are; of a model without a preset as the whole. */
  public long tensorBytes(Cell cell) {
    Optional<GlipConfig> config = GlipConfig.preset(cell.model());
    if (config.isEmpty()) {
      return UNKNOWN;
    }
    MemoryModel model =
        models.computeIfAbsent(
            cell.model(),
            name -> new MemoryModel(config.get(), architectures.parameters(name).size()));
    Layout own = trained(cell);
    long alone = model.bytes(own, Recipe.of(cell.recipe()), images(cell), featureBytes);
    Optional<Cell> base = cell.ofBase();
    if (base.isEmpty()) {
      return alone;
    }
    Layout below = trained(base.get());
    return Math.max(
        model.bytes(below, Recipe.of(base.get().recipe()), images(base.get()), featureBytes),
        alone + 4 * below.size());
  }

  private Layout trained(Cell cell) {
    return architectures.trained(cell.model(), cell.method().name(), cell.method().settings());
  }

  private long images(Cell cell) {
    return datasets.names().contains(cell.dataset())
        ? datasets.sizes(cell.dataset()).map(SplitSizes::training).orElse(IMAGES)
        : IMAGES;
  }
}
