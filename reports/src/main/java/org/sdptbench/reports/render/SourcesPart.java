package org.sdptbench.reports.render;

import java.util.List;
import org.sdptbench.reports.content.Chapter;
import org.sdptbench.reports.content.ReportContent;
import org.w3c.dom.Element;

/** Methods and settings, the sources of published values, and where the runs came from. */
final class SourcesPart implements PdfPart {
  @Override
  public void write(ReportContent content, PdfPages pages) {
    Element methods = pages.section(Chapter.METHODS.title(), true);
    pages.paragraph(methods, content.methods().title() + ".");
    pages.words(methods, content.methods(), List.of(20, 13, 37, 30), "methods");
    pages.subtitle(methods, content.recipe().title());
    pages.words(methods, content.recipe(), List.of(35, 65), "recipe");
    content
        .publishedSources()
        .ifPresent(
            sources -> {
              pages.subtitle(methods, sources.title());
              pages.words(methods, sources, List.of(20, 20, 60), "published");
            });
    Element provenance = pages.section(Chapter.PROVENANCE.title(), false);
    pages.paragraph(provenance, content.provenance().title() + ", with the number of runs.");
    pages.words(provenance, content.provenance(), List.of(27, 65, 8), "provenance");
  }
}
