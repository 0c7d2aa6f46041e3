package org.sdptbench.reports;

import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.function.Consumer;
import org.sdptbench.reports.chart.Typeface;
import org.sdptbench.reports.content.Renderer;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.html.HtmlRenderer;
import org.sdptbench.reports.picture.SheetRenderer;
import org.sdptbench.reports.record.NoRunsException;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.RunRecords;
import org.sdptbench.reports.record.RunRecords.Skipped;
import org.sdptbench.reports.record.RunSource;
import org.sdptbench.reports.render.CsvRenderer;
import org.sdptbench.reports.render.PdfRenderer;
import org.sdptbench.reports.render.SvgRenderer;
import org.sdptbench.reports.render.TableRenderer;

/**
 * A report on the runs of a plan: {@code tables/*.csv}, {@code *.tex} and {@code *.md}, {@code
 * charts/*.svg} with the data of each chart as CSV beside it, {@code figures/*.png} where runs kept
 * pictures, {@code report.pdf} and {@code report.html}.
 */
public final class Report {

  private final RunSource runs;
  private final ReportPlan plan;
  private final Path outDir;
  private final List<Renderer> renderers;

  /**
   * Prepares a report.
   *
   * @param runs the run records
   * @param plan what the report is to show; records of other cells are left out
   * @param outDir folder to write to, created if missing
   */
  public Report(RunSource runs, ReportPlan plan, Path outDir) {
    this.runs = runs;
    this.plan = plan;
    this.outDir = outDir;
    Path runsDir = runs.place();
    // What takes longest begins first.
    renderers =
        List.of(
            new PdfRenderer(runsDir),
            new HtmlRenderer(runsDir),
            new SvgRenderer(),
            new SheetRenderer(runsDir),
            new CsvRenderer(),
            TableRenderer.latex(),
            TableRenderer.markdown());
  }

  /**
   * Prepares a report on the records of a folder.
   *
   * @param runsDir folder of the run records
   * @param plan what the report is to show; records of other cells are left out
   * @param outDir folder to write to, created if missing
   */
  public Report(Path runsDir, ReportPlan plan, Path outDir) {
    this(RunSource.folder(runsDir), plan, outDir);
  }

  /**
   * Reads the records and writes all files.
   *
   * @return the files written
   * @throws NoRunsException if the folder is missing or holds no record of a cell of the plan
   * @throws IOException if reading or writing fails
   */
  public List<Path> write() throws IOException {
    return write(unread -> {});
  }

  /**
   * The same.
   *
   * @param unreadable told each file of a planned cell that could not be read, before anything is
   *     written
   */
  public List<Path> write(Consumer<Skipped> unreadable) throws IOException {
    if (!runs.exists()) {
      throw new NoRunsException(
          "There is no runs folder " + runs.place() + ", so nothing to report.");
    }
    loadFonts();
    RunRecords records = runs.read();
    ReportContent content = ReportContent.of(plan, records);
    if (content.runs().isEmpty()) {
      throw new NoRunsException(
          ("The runs folder %s holds no record of the plan's %s cells (%s records of other cells, %s"
                  + " unreadable files), so there is nothing to report.")
              .formatted(
                  runs.place(),
                  content.tally().planned(),
                  records.byCell().size(),
                  records.skipped().size()));
    }
    content.unreadable().forEach(unreadable);
    Files.createDirectories(outDir);
    return render(content);
  }

  /**
   * Java copies fonts to the temporary folder first.
   *
   * @throws IOException if that cannot be, with the folder and its room
   */
  private static void loadFonts() throws IOException {
    try {
      Typeface.REGULAR.font(1);
    } catch (ExceptionInInitializerError e) {
      if (e.getCause() instanceof UncheckedIOException failed) {
        File folder = new File(System.getProperty("java.io.tmpdir", "."));
        throw new IOException(
            "no report can be drawn, as the fonts need 1 MB in the temporary folder %s, which has %s bytes free: %s"
                .formatted(folder, folder.getUsableSpace(), failed.getMessage()),
            failed);
      }
      throw e;
    }
  }

  /** Writes the formats side by side, one for each core. */
  private List<Path> render(ReportContent content) throws IOException {
    ExecutorService pool = Executors.newFixedThreadPool(Runtime.getRuntime().availableProcessors());
    List<Callable<List<Path>>> tasks =
        renderers.stream()
            .map(renderer -> (Callable<List<Path>>) () -> renderer.render(content, outDir))
            .toList();
    try {
      List<Path> files = new ArrayList<>();
      for (Future<List<Path>> written : pool.invokeAll(tasks)) {
        files.addAll(written.get());
      }
      return List.copyOf(files);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while writing the report");
    } catch (ExecutionException e) {
      if (e.getCause() instanceof IOException failed) {
        throw failed;
      } else if (e.getCause() instanceof RuntimeException failed) {
        throw failed;
      }
      throw new IllegalStateException("a format could not be written", e.getCause());
    } finally {
      pool.shutdownNow();
    }
  }
}
