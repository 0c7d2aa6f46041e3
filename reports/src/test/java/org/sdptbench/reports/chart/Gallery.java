package org.sdptbench.reports.chart;
import java.nio.file.*;
import java.util.*;
import de.erichseifert.vectorgraphics2d.VectorGraphics2D;
import de.erichseifert.vectorgraphics2d.svg.SVGProcessor;
import de.erichseifert.vectorgraphics2d.util.PageSize;
import org.sdptbench.reports.record.ChartKind;
public class Gallery {
  public static void main(String[] a) throws Exception {
    Path out = Files.createDirectories(Path.of(a[0]));
    List<Charts> all = List.of(
      ChartRuns.comparison(14,3).charts("comparison", ChartKind.PARETO, ChartKind.DOTS, ChartKind.RANK, ChartKind.COST, ChartKind.BAR),
      ChartRuns.comparison(1,3).charts("one", ChartKind.CURVES, ChartKind.PARETO),
      ChartRuns.tokens().charts("tokens"), ChartRuns.ablation().charts("ablation"),
      ChartRuns.fewShot(4).charts("few4"), ChartRuns.fewShot(14).charts("few14"),
      ChartRuns.compatibility(2).charts("compat2"), ChartRuns.compatibility(7).charts("compat7"));
    for (Charts c : all) {
      List<Figure> fs = new ArrayList<>(c.figures()); fs.addAll(c.curves());
      for (Figure f : fs) {
        System.out.println(f.name()+": "+f.caption());
        var g = new VectorGraphics2D(); var ch=f.chart();
        ch.paint(g, ch.getWidth(), ch.getHeight());
        try (var o = Files.newOutputStream(out.resolve(f.name()+".svg"))) {
          new SVGProcessor().getDocument(g.getCommands(), new PageSize(ch.getWidth(), ch.getHeight())).writeTo(o);
        }
      }
    }
  }
}
