package org.sdptbench.reports.html;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.sdptbench.reports.content.Renderer;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.file.WholeFile;

/** The report as {@code report.html}, a single file that needs nothing beside it. */
public final class HtmlRenderer implements Renderer {

  private final Path runsDir;

  /**
   * A renderer.
   *
   * @param runsDir folder of the run records, where the pictures lie that they name
   */
  public HtmlRenderer(Path runsDir) {
    this.runsDir = runsDir;
  }

  @Override
  public List<Path> render(ReportContent content, Path folder) throws IOException {
    Path file = folder.resolve("report.html");
    WholeFile.write(
        file,
        out -> { // no encoder that refuses half a surrogate pair in a name
          Writer writer = new BufferedWriter(new OutputStreamWriter(out, StandardCharsets.UTF_8));
          ReportPage.write(content, new PictureFiles(runsDir), writer);
          writer.flush();
        });
    return List.of(file);
  }
}
