package org.sdptbench.reports.bench;

import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.RunRecords;
import org.sdptbench.reports.table.Table;

/**
 * How long does it take to know what a report says?
 *
 * <p>Tables, comparisons and claims of all published runs, with their intervals and tests; nothing
 * is drawn or written. It happens in the command's own process, which has both compilers.
 */
@State(Scope.Benchmark)
@Fork(jvmArgsAppend = "-XX:TieredStopAtLevel=4")
public class ReportBenchmark {
  private ReportPlan plan;
  private RunRecords records;

  /** Reads plan and records. */
  @Setup
  public void setUp() throws IOException {
    plan = ReportPlan.read(PublishedRuns.plan());
    try (PublishedRuns runs = PublishedRuns.unpacked()) {
      records = RunRecords.read(runs.folder());
    }
    if (tables().isEmpty() || !tables().equals(tables())) {
      throw new IllegalStateException("the tables of the same records differ");
    }
  }

  /** The content of the report, as far as its tables. */
  @Benchmark
  public List<Table> tables() {
    return ReportContent.of(plan, records).tables();
  }
}
