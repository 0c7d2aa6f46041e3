package org.sdptbench.harness;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.calibrate.MethodSpeed;
import org.sdptbench.harness.calibrate.StandIns;
import org.sdptbench.harness.catalog.Architectures;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.catalog.Models;
import org.sdptbench.harness.catalog.PresetArchitectures;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.cell.GlipCellRunner;
import org.sdptbench.harness.cell.LostPictures;
import org.sdptbench.harness.cli.CountProgress;
import org.sdptbench.harness.cli.Engine;
import org.sdptbench.harness.cli.ReadingProgress;
import org.sdptbench.harness.detect.ImageAnswer;
import org.sdptbench.harness.detect.ImageDetection;
import org.sdptbench.harness.detect.ImageQuestion;
import org.sdptbench.harness.device.UnpackedNatives;
import org.sdptbench.harness.launch.CellMemory;
import org.sdptbench.harness.memory.PredictedMemory;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.pretrain.PretrainRun;
import org.sdptbench.harness.run.CellRunner;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.spec.DatasetCatalog;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.RecipeSettings;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.harness.train.FeatureRoom;
import org.sdptbench.reports.record.RunRecord;

/** The real engine behind the commands. */
public final class BenchEngine implements Engine {
  @Override
  public Vocabulary vocabulary(Optional<Path> data) throws IOException {
    return new Vocabulary(
        new ServiceMethods(),
        new Datasets(data, CountProgress.onStandardError()),
        models(data),
        RecipeSettings.standard());
  }

  /** The models; what takes long is told beside the results. */
  private static Models models(Optional<Path> data) {
    PrintWriter out = new PrintWriter(System.err, true);
    return new Models(data, new ReadingProgress(out, "reading it once, to see what it is"));
  }

  @Override
  public Architectures architectures() throws IOException {
    return new PresetArchitectures(new ServiceMethods());
  }

  @Override
  public CellMemory memory(DatasetCatalog datasets, long heapBytes) throws IOException {
    return new PredictedMemory(architectures(), datasets, heapBytes, FeatureRoom.IN_MEMORY);
  }

  @Override
  public void measure(List<Cell> cells, Duration time, SpeedListener listener) throws IOException {
    @Nullable PretrainedGlip model = null;
    try {
      for (Cell cell : cells) {
        if (model == null || !model.glip().config().name().equals(cell.model())) {
          if (model != null) {
            model.close();
          }
          model = StandIns.model(cell.model());
        }
        listener.measured(new MethodSpeed(model, time).of(cell));
      }
    } finally {
      if (model != null) {
        model.close();
      }
    }
  }

  @Override
  public CellRunner runner(Optional<Path> data, Environment.Code code) throws IOException {
    mendNatives();
    return new GlipCellRunner(new ServiceMethods(), new Datasets(data), new Models(data), code);
  }

  @Override
  public int restorePictures(
      Optional<Path> data, Collection<RunRecord> records, Path runs, Consumer<String> begun)
      throws IOException {
    return new LostPictures(new Datasets(data)).restore(records, runs, begun);
  }

  @Override
  public ImageAnswer detect(ImageQuestion question) throws IOException, InvalidInputException {
    mendNatives();
    return new ImageDetection(new ServiceMethods(), models(question.data())).answer(question);
  }

  @Override
  public int pretrain(Path spec, Path out) throws IOException, InvalidInputException {
    mendNatives();
    Environment.Code code = Environment.code(Path.of("."));
    try {
      PretrainRun.run(
          spec, out, Map.of("commit", code.commit(), "dirty", String.valueOf(code.dirty())));
      return 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return 1;
    }
  }

  /** Before PyTorch starts; one that cannot be mended shows itself there. */
  private static void mendNatives() {
    try {
      UnpackedNatives.ofThisProcess().mend().forEach(System.err::println);
    } catch (IOException e) {
      System.err.println("PyTorch's unpacked libraries: " + e.getMessage());
    }
  }
}
