package org.sdptbench.reports.html;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.sdptbench.reports.content.Renderer;
import org.sdptbench.reports.content.ReportContent;

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
    // Not Files.newBufferedWriter, which refuses half a surrogate pair in a name.
    try (Writer out =
        new BufferedWriter(
            new OutputStreamWriter(Files.newOutputStream(file), StandardCharsets.UTF_8))) {
      ReportPage.write(content, new PictureFiles(runsDir), out);
    }
    return List.of(file);
  }
}
