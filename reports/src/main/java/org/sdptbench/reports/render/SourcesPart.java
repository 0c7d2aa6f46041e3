package org.sdptbench.reports.render;

import java.util.List;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.record.PublishedValue;
import org.sdptbench.reports.table.TextTable;
import org.w3c.dom.Element;

/** Methods and settings, the sources of published values, and where the runs came from. */
final class SourcesPart implements PdfPart {
  @Override
  public void write(ReportContent content, PdfPages pages) {
    Element methods = pages.section("Methods and settings", true);
    pages.paragraph(methods, content.methods().title() + ".");
    pages.words(methods, content.methods(), List.of(20, 13, 37, 30), "methods");
    pages.subtitle(methods, content.recipe().title());
    pages.words(methods, content.recipe(), List.of(35, 65), "recipe");
    if (!content.plan().published().isEmpty()) {
      pages.subtitle(methods, "Sources of published values");
      pages.words(methods, sources(content.plan().published()), List.of(20, 20, 60), "published");
    }
    Element provenance = pages.section("Provenance", false);
    pages.paragraph(provenance, content.provenance().title() + ", with the number of runs.");
    pages.words(provenance, content.provenance(), List.of(27, 65, 8), "provenance");
  }

  private static TextTable sources(List<PublishedValue> values) {
    return new TextTable(
        "published",
        "",
        List.of("method", "model", "source"),
        values.stream()
            .map(value -> List.of(value.method(), value.model(), value.source()))
            .distinct()
            .toList());
  }
}
