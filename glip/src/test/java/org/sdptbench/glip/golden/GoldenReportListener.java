package org.sdptbench.glip.golden;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestPlan;

/** Prints and writes the {@link GoldenReport}; JUnit finds it through {@code META-INF/services}. */
public final class GoldenReportListener implements TestExecutionListener {

  @Override
  public void testPlanExecutionFinished(TestPlan testPlan) {
    GoldenReport report = GoldenReport.ofThisRun();
    if (report.isEmpty()) {
      return;
    }
    System.out.print(System.lineSeparator() + report.table());
    try {
      report.writeCsv(Path.of("target", "golden-report.csv"));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
