package org.sdptbench.reports.render;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.knowm.xchart.VectorGraphicsEncoder;
import org.knowm.xchart.VectorGraphicsEncoder.VectorGraphicsFormat;
import org.sdptbench.reports.Renderer;
import org.sdptbench.reports.ReportContent;
import org.sdptbench.reports.chart.Figure;

/** Every chart as {@code charts/NAME.svg}, with its data as {@code charts/NAME.csv}. */
public final class SvgRenderer implements Renderer {

  @Override
  public List<Path> render(ReportContent content, Path folder) throws IOException {
    Path charts = Files.createDirectories(folder.resolve("charts"));
    List<Path> files = new ArrayList<>();
    for (Figure figure : content.figures()) {
      Path svg = charts.resolve(figure.name() + ".svg");
      try (OutputStream out = Files.newOutputStream(svg)) {
        VectorGraphicsEncoder.saveVectorGraphic(figure.chart(), out, VectorGraphicsFormat.SVG);
      }
      Path csv = charts.resolve(figure.name() + ".csv");
      CsvFile.write(csv, figure.data().header(), figure.data().rows());
      files.add(svg);
      files.add(csv);
    }
    return files;
  }
}
