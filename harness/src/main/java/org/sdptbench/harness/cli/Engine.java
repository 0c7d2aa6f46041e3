package org.sdptbench.harness.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sdptbench.harness.catalog.Architectures;
import org.sdptbench.harness.detect.ImageAnswer;
import org.sdptbench.harness.detect.ImageQuestion;
import org.sdptbench.harness.launch.CellMemory;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.CellRunner;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.spec.DatasetCatalog;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Speed;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.reports.record.RunRecord;

/** What the commands stand on. */
public interface Engine {

  /**
   * The methods, data sets, models and recipe settings that exist.
   *
   * @param data folder with real data; empty: embedded data only
   * @throws IOException if the folder cannot be read, or a method on the class path be used
   */
  Vocabulary vocabulary(Optional<Path> data) throws IOException;

  /**
   * The models and methods with their parameters; neither data nor weights are read.
   *
   * @throws IOException if a method on the class path cannot be used
   */
  Architectures architectures() throws IOException;

  /**
   * Predicts the memory of workers; neither data nor weights are read.
   *
   * @param datasets know how many images there are
   * @param heapBytes limit of a worker's Java heap
   * @throws IOException if a method on the class path cannot be used
   */
  CellMemory memory(DatasetCatalog datasets, long heapBytes) throws IOException;

  /** Takes speeds. */
  @FunctionalInterface
  interface SpeedListener {
    /** A method is measured. */
    void measured(Speed speed) throws IOException;
  }

  /**
   * Measures what methods cost on this machine, which takes neither data nor weights. Called in a
   * process with a worker's flags only.
   *
   * @param cells cells of these methods, whose recipes hold
   * @param time time for the steps of a method, and once more for its tests
   * @param listener told of each cell in order
   */
  void measure(List<Cell> cells, Duration time, SpeedListener listener) throws IOException;

  /**
   * Trains and tests cells. Called in worker processes only.
   *
   * @param data folder with real data
   * @param code state of the code, for the provenance of records
   */
  CellRunner runner(Optional<Path> data, Environment.Code code) throws IOException;

  /**
   * Puts test images that records name beside them where they are not, as after taking the records
   * from an archive.
   *
   * @param data folder with real data
   * @param records what names the images
   * @param runs folder of run records
   * @param begun told each data set's name before its images are drawn
   * @return the number of images that were written
   * @throws IOException if a data set cannot be read or an image not be written
   */
  int restorePictures(
      Optional<Path> data, Collection<RunRecord> records, Path runs, Consumer<String> begun)
      throws IOException;

  /**
   * Finds phrases in an image; no data set is opened.
   *
   * @throws InvalidInputException if the question has mistakes
   * @throws IOException if a file is missing, damaged or does not fit; the message names it
   */
  ImageAnswer detect(ImageQuestion question) throws IOException, InvalidInputException;

  /**
   * Pre-trains a model, or goes on where it was stopped.
   *
   * @param spec YAML file
   * @param out folder for checkpoints and curves
   * @return an exit code
   * @throws InvalidInputException if the file has mistakes
   */
  int pretrain(Path spec, Path out) throws IOException, InvalidInputException;
}
