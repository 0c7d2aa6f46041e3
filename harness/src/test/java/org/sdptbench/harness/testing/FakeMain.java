package org.sdptbench.harness.testing;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.sdptbench.harness.catalog.Architectures;
import org.sdptbench.harness.catalog.PresetArchitectures;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.cli.Engine;
import org.sdptbench.harness.cli.SdptBench;
import org.sdptbench.harness.detect.ImageAnswer;
import org.sdptbench.harness.detect.ImageQuestion;
import org.sdptbench.harness.launch.CellMemory;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.CellRunner;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.spec.DatasetCatalog;
import org.sdptbench.harness.spec.Speed;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.reports.record.RunRecord;

/** The command line over {@link FakeCellRunner}, also as a process of its own. */
public final class FakeMain {
  private FakeMain() {}

  /** As the product's main. */
  public static void main(String[] arguments) {
    System.exit(command().execute(arguments));
  }

  /** The command. */
  public static SdptBench command() {
    return new SdptBench(new FakeEngine(), FakeMain.class);
  }

  private static final class FakeEngine implements Engine {
    @Override
    public Vocabulary vocabulary(Optional<Path> data) {
      return FakeVocabulary.create(data.isPresent());
    }

    @Override
    public Architectures architectures() throws IOException {
      return new PresetArchitectures(new ServiceMethods());
    }

    @Override
    public CellMemory memory(DatasetCatalog datasets, long heapBytes) {
      return cell -> 100L << 20;
    }

    @Override
    public void measure(List<Cell> cells, Duration time, SpeedListener listener)
        throws IOException {
      for (Cell cell : cells) {
        listener.measured(
            new Speed(
                cell.model(),
                cell.method().name(),
                cell.method().settings(),
                cell.trains() ? 0.25 : 0,
                0.125));
      }
    }

    @Override
    public CellRunner runner(Optional<Path> data, Environment.Code code) {
      System.out.println("a line that a native library might print");
      return new FakeCellRunner(code);
    }

    @Override
    public int restorePictures(
        Optional<Path> data, Collection<RunRecord> records, Path runs, Consumer<String> begun) {
      return 0;
    }

    @Override
    public ImageAnswer detect(ImageQuestion question) {
      throw new IllegalStateException("the fake engine sees nothing");
    }

    @Override
    public int pretrain(Path spec, Path out) {
      throw new IllegalStateException("a bug, for the test of bugs");
    }
  }
}
