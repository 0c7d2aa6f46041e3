package org.sdptbench.reports.render;

import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.sdptbench.reports.chart.Figure;
import org.sdptbench.reports.content.Renderer;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.file.WholeFile;

/** Every chart as {@code charts/NAME.svg}, with its data as {@code charts/NAME.csv}. */
public final class SvgRenderer implements Renderer {

  @Override
  public List<Path> render(ReportContent content, Path folder) throws IOException {
    Path charts = Files.createDirectories(folder.resolve("charts"));
    List<Path> files = new ArrayList<>();
    for (Figure figure : content.figures()) {
      Path svg = charts.resolve(figure.name() + ".svg");
      VectorGraphics2D graphics = new VectorGraphics2D();
      figure.paint(graphics);
      PageSize size = new PageSize(figure.chart().getWidth(), figure.chart().getHeight());
      WholeFile.write(svg, new SVGProcessor().getDocument(graphics.getCommands(), size)::writeTo);
      Path csv = charts.resolve(figure.name() + ".csv");
      CsvFile.write(csv, figure.data().header(), figure.data().rows());
      files.add(svg);
      files.add(csv);
    }
    return files;
  }
}
