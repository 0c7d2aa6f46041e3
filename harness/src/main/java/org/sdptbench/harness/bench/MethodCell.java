package org.sdptbench.harness.bench;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sdptbench.harness.calibrate.StandIns;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.catalog.Models;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.cell.ReadyCell;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.TaskSplits;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.train.DivergedException;
import org.sdptbench.harness.train.FeatureRoom;
import org.sdptbench.harness.train.Training;

/**
 * A method on a model, on Picto's Aquarium, as the experiment {@code efficiency} plans it.
 *
 * <p>A model without embedded weights has random ones, and sees noise of 800 × 1066 pixels, one
 * image a step: its time does not depend on what it has learnt.
 */
final class MethodCell implements AutoCloseable {
  /** Few, so that a first pass over all of them, which fills the caches, is short. */
  private static final int IMAGES = 32;

  private static final int NOISE_HEIGHT = 800;
  private static final int NOISE_WIDTH = 1066;

  private final Cell cell;
  private final int images;
  private final PretrainedGlip model;
  private final ReadyCell ready;

  /**
   * Makes it ready.
   *
   * @param name name of the model
   * @param label what the experiment calls the method
   */
  MethodCell(String name, String label) throws IOException, InvalidInputException {
    Cell planned = planned(label);
    TaskSplits aquarium = new Datasets(Optional.empty()).open(planned.dataset());
    boolean embedded = name.equals(planned.model());
    cell = embedded ? planned : large(planned, name);
    images = embedded ? IMAGES : 1;
    model = embedded ? new Models(Optional.empty()).load(name) : StandIns.model(name);
    DetectionDataset train =
        embedded
            ? aquarium.train().first(images)
            : StandIns.noise(aquarium.train().categories(), NOISE_WIDTH, NOISE_HEIGHT);
    DetectionDataset test = embedded ? aquarium.test().first(images) : train;
    ready =
        new ReadyCell(
            cell,
            model,
            new TaskSplits(train, aquarium.validation(), test, aquarium.federation()),
            new ServiceMethods());
  }

  private static Cell planned(String label) throws IOException, InvalidInputException {
    Plan plan = new Specs().plan(List.of("efficiency"));
    List<Plan.Entry> entries = plan.experiments().get(0).entries();
    Set<String> ids = new HashSet<>();
    entries.stream()
        .filter(entry -> entry.label().equals(label))
        .forEach(entry -> ids.add(entry.cell()));
    return plan.cells().stream()
        .filter(cell -> ids.contains(cell.id()) && cell.seed() == 0)
        .findFirst()
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "no method %s; allowed: %s"
                        .formatted(
                            label, entries.stream().map(Plan.Entry::label).distinct().toList())));
  }

  private static Cell large(Cell cell, String model) {
    SortedMap<String, Object> recipe = new TreeMap<>(cell.recipe());
    recipe.replace("batchSize", 1L);
    recipe.put("shorterSide", (long) NOISE_HEIGHT);
    recipe.put("longerSide", 1333L);
    return new Cell(model, cell.method(), cell.task(), recipe, 0, new TreeMap<>(), cell.protocol());
  }

  /** A training that has seen all images, so that what can be kept of them is. */
  Training warmTraining() throws IOException, DivergedException {
    Training training = ready.train(FeatureRoom.STANDARD);
    int batch = Recipe.of(cell.recipe()).training().batchSize();
    for (int i = 0; i < images; i += batch) {
      training.step();
    }
    return training;
  }

  /** The cell itself. */
  ReadyCell ready() {
    return ready;
  }

  /** Number of test images. */
  int images() {
    return images;
  }

  @Override
  public void close() {
    ready.close();
    model.close();
  }
}
