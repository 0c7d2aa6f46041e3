package org.sdptbench.reports.render;

import java.util.ArrayList;
import java.util.List;
import org.sdptbench.reports.content.Chapter;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.table.TextTable;
import org.w3c.dom.Element;

/** What failed and why, what was not run, and what could not be read. */
final class GapsPart implements PdfPart {

  @Override
  public void write(ReportContent content, PdfPages pages) {
    Element element = pages.section(Chapter.GAPS.title(), true);
    pages.subtitle(element, "Failed, stopped or diverged");
    pages.words(
        element, shortIds(content.problems()), List.of(17, 14, 14, 6, 6, 9, 24, 10), "problems");
    pages.subtitle(element, "Not run");
    pages.words(element, content.notRunByTask(), List.of(30, 22, 22, 8, 18), "not-run");
    TextTable skipped = content.skippedFiles();
    pages.subtitle(element, skipped.title());
    pages.words(element, skipped, List.of(40, 60), "skipped");
  }

  private static TextTable shortIds(TextTable table) {
    int last = table.header().size() - 1;
    return new TextTable(
        table.name(),
        table.title(),
        table.header(),
        table.rows().stream()
            .map(
                row -> {
                  List<String> copy = new ArrayList<>(row);
                  copy.set(last, row.get(last).substring(0, 8));
                  return copy;
                })
            .toList());
  }
}
