package org.sdptbench.reports.render;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedSet;
import java.util.TreeSet;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.table.TextTable;
import org.w3c.dom.Element;

/** What failed and why, what was not run, and what could not be read. */
final class GapsPart implements PdfPart {

  @Override
  public void write(ReportContent content, PdfPages pages) {
    Element element = pages.section("What failed and what was not run", true);
    pages.subtitle(element, "Failed, stopped or diverged");
    pages.words(
        element, shortIds(content.problems()), List.of(17, 14, 14, 6, 6, 9, 24, 10), "problems");
    pages.subtitle(element, "Not run");
    pages.words(element, notRunByTask(content.notRun()), List.of(30, 22, 22, 8, 18), "not-run");
    pages.subtitle(element, "Files that were skipped");
    TextTable skipped =
        new TextTable(
            "skipped",
            "",
            List.of("path", "reason"),
            content.skipped().stream()
                .map(file -> List.of(file.path().toString().replace('\\', '/'), file.reason()))
                .toList());
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

  /** One line per method and task, with its seeds. */
  private static TextTable notRunByTask(TextTable notRun) {
    Map<List<String>, SortedSet<Long>> seeds = new LinkedHashMap<>();
    for (List<String> row : notRun.rows()) {
      seeds
          .computeIfAbsent(row.subList(0, 4), k -> new TreeSet<>())
          .add(Long.parseLong(row.get(4)));
    }
    List<List<String>> rows = new ArrayList<>();
    seeds.forEach(
        (place, missing) -> {
          List<String> row = new ArrayList<>(place);
          row.add(String.join(", ", missing.stream().map(s -> Long.toString(s)).toList()));
          rows.add(row);
        });
    return new TextTable(
        "not-run", "", List.of("method", "suite", "data set", "shots", "seeds"), rows);
  }
}
