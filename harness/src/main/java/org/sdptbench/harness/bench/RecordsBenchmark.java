package org.sdptbench.harness.bench;

import java.io.IOException;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.sdptbench.harness.run.RecordArchive;
import org.sdptbench.reports.bench.PublishedRuns;
import org.sdptbench.reports.record.RunRecords;

/**
 * How long does it take to read all records?
 *
 * <p>The published records of the scale {@code mini}, out of their archive in one thread, and out
 * of the folder that it comes from, in as many threads as there are cores. The command's own
 * process reads them, which has both compilers.
 */
@State(Scope.Benchmark)
@Fork(jvmArgsAppend = "-XX:TieredStopAtLevel=4")
public class RecordsBenchmark {
  private PublishedRuns runs;
  private RecordArchive archive;

  /** Unpacks the archive. */
  @Setup
  public void setUp() throws IOException {
    runs = PublishedRuns.unpacked();
    archive = new RecordArchive(PublishedRuns.archive());
    if (!folder().byCell().equals(archive().byCell())) {
      throw new IllegalStateException("archive and folder hold other records");
    }
  }

  /** Deletes what was unpacked. */
  @TearDown
  public void close() throws IOException {
    runs.close();
  }

  /** From the folder. */
  @Benchmark
  public RunRecords folder() throws IOException {
    return RunRecords.read(runs.folder());
  }

  /** From the archive. */
  @Benchmark
  public RecordArchive.Contents archive() throws IOException {
    return archive.read();
  }
}
