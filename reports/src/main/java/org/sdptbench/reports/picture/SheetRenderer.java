package org.sdptbench.reports.picture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import org.sdptbench.reports.content.Renderer;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.file.WholeFile;

/** Every sheet of pictures as {@code figures/NAME.png}; no folder if there is none. */
public final class SheetRenderer implements Renderer {
  private final Path runsDir;

  /**
   * A renderer.
   *
   * @param runsDir folder of the run records, beside which the images lie
   */
  public SheetRenderer(Path runsDir) {
    this.runsDir = runsDir;
  }

  /** Specs side by side: drawing and packing take longer than all else of them. */
  @Override
  public List<Path> render(ReportContent content, Path folder) throws IOException {
    Collection<List<PictureSheet>> specs = PictureSheets.of(content, runsDir).values();
    if (specs.stream().allMatch(List::isEmpty)) {
      return List.of();
    }
    Path sheets = Files.createDirectories(folder.resolve("figures"));
    try {
      return specs.parallelStream()
          .flatMap(spec -> spec.stream().map(sheet -> write(sheet, sheets)))
          .toList();
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Path write(PictureSheet sheet, Path folder) {
    try {
      Path file = folder.resolve(sheet.name() + ".png");
      byte[] png = sheet.png();
      WholeFile.write(file, out -> out.write(png));
      return file;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
