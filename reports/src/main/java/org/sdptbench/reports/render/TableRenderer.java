package org.sdptbench.reports.render;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.sdptbench.reports.content.Renderer;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.file.WholeFile;
import org.sdptbench.reports.table.Table;

/** Every table as {@code tables/NAME.EXTENSION} in one format of text. */
public final class TableRenderer implements Renderer {
  private final String extension;
  private final Function<Table, String> format;

  private TableRenderer(String extension, Function<Table, String> format) {
    this.extension = extension;
    this.format = format;
  }

  /** For a paper; see {@link LatexTable}. */
  public static TableRenderer latex() {
    return new TableRenderer("tex", LatexTable::of);
  }

  /** For an issue; see {@link MarkdownTable}. */
  public static TableRenderer markdown() {
    return new TableRenderer("md", MarkdownTable::of);
  }

  @Override
  public List<Path> render(ReportContent content, Path folder) throws IOException {
    Path tables = Files.createDirectories(folder.resolve("tables"));
    List<Path> files = new ArrayList<>();
    for (Table table : content.tables()) {
      Path file = tables.resolve(table.name() + "." + extension);
      WholeFile.write(file, format.apply(table));
      files.add(file);
    }
    return files;
  }
}
