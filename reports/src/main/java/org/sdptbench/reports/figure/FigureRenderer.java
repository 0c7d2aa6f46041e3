package org.sdptbench.reports.figure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sdptbench.reports.Renderer;
import org.sdptbench.reports.ReportContent;

/** Every figure made of images as {@code figures/NAME.png}; no folder if there is none. */
public final class FigureRenderer implements Renderer {
  private final Path runsDir;

  /**
   * A renderer.
   *
   * @param runsDir folder of the run records, beside which the images lie
   */
  public FigureRenderer(Path runsDir) {
    this.runsDir = runsDir;
  }

  @Override
  public List<Path> render(ReportContent content, Path folder) throws IOException {
    List<Path> files = new ArrayList<>();
    for (List<PictureFigure> figures : PictureFigures.of(content, runsDir).values()) {
      for (PictureFigure figure : figures) {
        Path file =
            Files.createDirectories(folder.resolve("figures")).resolve(figure.name() + ".png");
        Files.write(file, figure.png());
        files.add(file);
      }
    }
    return files;
  }
}
