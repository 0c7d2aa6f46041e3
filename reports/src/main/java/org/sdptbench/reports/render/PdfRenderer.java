package org.sdptbench.reports.render;

import com.openhtmltopdf.extend.FSObjectDrawer;
import com.openhtmltopdf.extend.FSObjectDrawerFactory;
import com.openhtmltopdf.outputdevice.helper.BaseRendererBuilder.FontStyle;
import com.openhtmltopdf.outputdevice.helper.ExternalResourceControlPriority;
import com.openhtmltopdf.pdfboxout.PdfBoxRenderer;
import com.openhtmltopdf.pdfboxout.PdfRendererBuilder;
import com.openhtmltopdf.slf4j.Slf4jLogger;
import com.openhtmltopdf.util.XRLog;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDDocumentInformation;
import org.jspecify.annotations.Nullable;
import org.knowm.xchart.XYChart;
import org.sdptbench.reports.chart.Figure;
import org.sdptbench.reports.chart.Typeface;
import org.sdptbench.reports.content.Renderer;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.file.WholeFile;
import org.sdptbench.reports.picture.PictureSheets;
import org.w3c.dom.Element;

/**
 * {@code report.pdf}: A4, fonts embedded, text selectable, charts as vectors, with bookmarks. It
 * carries no date and a fixed id, so that the same content gives the same bytes.
 */
public final class PdfRenderer implements Renderer {

  private static final String FONT_FAMILY = "Report";
  private static final long DOCUMENT_ID = 20240716;

  private final Path runsDir;

  /**
   * A renderer.
   *
   * @param runsDir folder of the run records, beside which the images lie
   */
  public PdfRenderer(Path runsDir) {
    this.runsDir = runsDir;
  }

  @Override
  public List<Path> render(ReportContent content, Path folder) throws IOException {
    XRLog.setLoggerImpl(new Slf4jLogger());
    Path file = folder.resolve("report.pdf");
    PdfRendererBuilder builder = new PdfRendererBuilder();
    builder.withW3cDocument(
        PdfPages.of(content, PictureSheets.of(content, runsDir)), "about:report");
    builder.useFont(Typeface.REGULAR::open, FONT_FAMILY, 400, FontStyle.NORMAL, true);
    builder.useFont(Typeface.BOLD::open, FONT_FAMILY, 700, FontStyle.NORMAL, true);
    builder.useFont(Typeface.ITALIC::open, FONT_FAMILY, 400, FontStyle.ITALIC, true);
    builder.usePdfUaAccessibility(true);
    builder.useObjectDrawerFactory(new Figures(content.figures()));
    // Nothing that a title or a message says may make the program open a file or a connection.
    builder.useExternalResourceAccessControl(
        (uri, type) -> uri.startsWith(PdfPages.JPEG),
        ExternalResourceControlPriority.RUN_BEFORE_RESOLVING_URI);
    try (PdfBoxRenderer renderer = builder.buildPdfRenderer()) {
      renderer.layout();
      renderer.createPDFWithoutClosing();
      PDDocument document = renderer.getPdfDocument();
      document.setDocumentInformation(information(content));
      document.setDocumentId(DOCUMENT_ID);
      WholeFile.write(file, document::save);
    }
    return List.of(file);
  }

  private static PDDocumentInformation information(ReportContent content) {
    PDDocumentInformation information = new PDDocumentInformation();
    information.setTitle(content.plan().title());
    information.setCreator("SDPT-bench");
    return information;
  }

  /** Draws the figures into their elements. */
  private static final class Figures implements FSObjectDrawerFactory {
    private final Map<String, Figure> byName;

    Figures(List<Figure> figures) {
      byName = figures.stream().collect(Collectors.toMap(Figure::name, Function.identity()));
    }

    @Override
    public boolean isReplacedObject(Element element) {
      return element.getAttribute("type").equals(PdfPages.FIGURE_TYPE);
    }

    @Override
    public @Nullable FSObjectDrawer createDrawer(Element element) {
      if (!isReplacedObject(element)) {
        return null;
      }
      Figure figure = Objects.requireNonNull(byName.get(element.getAttribute("data")), "figure");
      XYChart chart = figure.chart();
      return (e, x, y, width, height, device, context, dotsPerPixel) -> {
        float cssWidth = (float) width / dotsPerPixel;
        float cssHeight = (float) height / dotsPerPixel;
        device.drawWithGraphics(
            (float) x,
            (float) y,
            cssWidth,
            cssHeight,
            graphics -> {
              graphics.scale(cssWidth / chart.getWidth(), cssHeight / chart.getHeight());
              figure.paint(graphics);
            });
        return Map.of();
      };
    }
  }
}
