package org.sdptbench.reports.content;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes a report in one format. */
@FunctionalInterface
public interface Renderer {
  /**
   * Writes the files of this format.
   *
   * @param content what to write
   * @param folder an existing folder; files in it are replaced
   * @return the files written, in a fixed order
   * @throws IOException if a file cannot be written
   */
  List<Path> render(ReportContent content, Path folder) throws IOException;
}
