package org.sdptbench.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.reports.FakeRuns;
import org.sdptbench.reports.Report;
import org.sdptbench.reports.record.PublishedValue;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.table.Quantity;

/** One table, read back from each of its files, with names that mean harm. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder
class FormatsAgreeTest {

  private static final List<String> HOSTILE =
      List.of(
          "=1+1 | \\input{/etc/passwd} & 50 % of $x_1$ #3",
          "[2] * `code` _it_ <b>x</b> @all https://a.b ~^{}");
  private static final String GROUP = "picto-coco";

  @TempDir static Path folder;
  private static Path out;

  /** What each format shows of each cell: value, ± and mark, by row and column. */
  private static final Map<String, String> EXPECTED = new TreeMap<>();

  @BeforeAll
  static void render() throws Exception {
    FakeRuns fake = new FakeRuns(10, 2, 3);
    fake.write(folder.resolve("runs"));
    ReportPlan plan = fake.plan();
    ReportPlan.Spec spec = plan.specs().get(0);
    List<PlannedCell> cells =
        spec.cells().stream()
            .map(c -> new PlannedCell(c.cell(), renamed(c.row()), c.task(), c.seed()))
            .toList();
    ReportPlan hostile =
        new ReportPlan(
                plan.title(),
                plan.scale(),
                plan.scaleInWords(),
                List.of(
                    new ReportPlan.Spec(
                        spec.name(), HOSTILE.get(0), spec.question(), null, spec.metrics(), cells)))
            .with(
                List.of(
                    new PublishedValue("full", "M", GROUP, 0, "AP", 0.552, 0.001, "=a"),
                    new PublishedValue("zero", "M", GROUP, null, "AP", 0.466, null, "b")));
    out = folder.resolve("out");
    new Report(folder.resolve("runs"), hostile, out).write();
    for (CSVRecord line : csv()) {
      EXPECTED.put(key(line), shown(line));
    }
  }

  private static String renamed(String row) {
    return row.equals("BitFit") ? HOSTILE.get(0) : row.equals("MaPLe") ? HOSTILE.get(1) : row;
  }

  /** The shown value made anew from the unrounded numbers in the CSV file. */
  private static String shown(CSVRecord line) {
    String state = line.get("state");
    if (!state.equals("value")) {
      return state.equals("not planned") ? "" : state;
    }
    Quantity quantity =
        switch (line.get("column")) {
          case "number" -> Quantity.PARAMETERS;
          case "% of model" -> Quantity.SHARE;
          default -> Quantity.METRIC;
        };
    StringBuilder text = new StringBuilder();
    text.append(quantity.format(Double.parseDouble(line.get("value"))));
    if (Integer.parseInt(line.get("n")) < Integer.parseInt(line.get("planned"))) {
      text.append('†');
    }
    if (!line.get("ci95_low").isEmpty()) {
      double half =
          (Double.parseDouble(line.get("ci95_high")) - Double.parseDouble(line.get("ci95_low")))
              / 2;
      text.append(" ±").append(quantity.format(half));
    }
    return text + (line.get("rank").isEmpty() ? "" : " " + line.get("rank"));
  }

  private static String key(CSVRecord line) {
    String row = line.get("row").startsWith("'=") ? line.get("row").substring(1) : line.get("row");
    return row + " / " + line.get("group") + ": " + line.get("column");
  }

  private static List<CSVRecord> csv() throws Exception {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    String text = Files.readString(out.resolve("tables/comparison.csv"));
    try (CSVParser parser = CSVParser.parse(new StringReader(text), format)) {
      return parser.getRecords();
    }
  }

  @Test
  void theTableHasEveryKindOfCell() {
    assertThat(EXPECTED).hasSize(12 * 5);
    assertThat(EXPECTED.values())
        .contains("", "not run", "failed", "0", "55.2")
        .anyMatch(text -> text.endsWith(" best"))
        .anyMatch(text -> text.endsWith(" second"))
        .anyMatch(text -> text.contains("† ±"));
    assertThat(EXPECTED).containsEntry("published: full, M / picto-coco: AP", "55.2");
  }

  @Test
  void markdownAgrees() throws Exception {
    List<String> lines =
        Files.readAllLines(out.resolve("tables/comparison.md")).stream()
            .filter(line -> line.startsWith("|"))
            .toList();
    List<List<String>> rows = lines.stream().map(FormatsAgreeTest::markdownCells).toList();
    List<String> heads = rows.get(0).stream().map(text -> text.replaceFirst(" [↑↓]$", "")).toList();
    assertThat(lines.get(1)).isEqualTo("|:---|---:|---:|---:|---:|---:|");
    Map<String, String> found = new TreeMap<>();
    for (List<String> row : rows.subList(2, rows.size())) {
      for (int c = 1; c < row.size(); c++) {
        found.put(row.get(0) + " / " + heads.get(c), row.get(c));
      }
    }
    assertThat(found).isEqualTo(EXPECTED);
    assertThat(Files.readString(out.resolve("tables/comparison.md")))
        .doesNotContain("<b>")
        .contains("@<!-- -->all", "https:<!-- -->//", "#<!-- -->3", "&#36;x\\_1&#36;");
  }

  /** Splits at pipes that are not escaped, turns marks into words, and undoes the escapes. */
  private static List<String> markdownCells(String line) {
    List<String> cells = new ArrayList<>();
    for (String cell : line.substring(2, line.length() - 2).split("(?<!\\\\) ?\\| ", -1)) {
      Matcher best = Pattern.compile("\\*\\*(.+?)\\*\\*(.*)").matcher(cell);
      Matcher second = Pattern.compile("<ins>(.+?)</ins>(.*)").matcher(cell);
      Matcher state = Pattern.compile("_([a-z ]+)_").matcher(cell);
      String plain =
          best.matches()
              ? best.group(1) + best.group(2) + " best"
              : second.matches()
                  ? second.group(1) + second.group(2) + " second"
                  : state.matches() ? state.group(1) : cell;
      cells.add(
          plain
              .replace("<!-- -->", "")
              .replaceAll("\\\\(\\p{Punct})", "$1")
              .replace("&#36;", "$")
              .replace("&lt;", "<")
              .replace("&gt;", ">")
              .replace("&amp;", "&")
              .strip());
    }
    return cells;
  }

  @Test
  void latexAgrees() throws Exception {
    String text = Files.readString(out.resolve("tables/comparison.tex"));
    assertThat(text).contains("\\toprule", "\\bottomrule").doesNotContain("\\input", "|", "<");
    List<String> lines =
        text.lines().map(String::strip).filter(line -> line.endsWith(" \\\\")).toList();
    List<String> groups = new ArrayList<>();
    for (String cell : latexCells(lines.get(0))) {
      Matcher group = Pattern.compile("\\\\multicolumn\\{(\\d)}\\{c}\\{(.*)}").matcher(cell);
      if (group.matches()) {
        for (int i = 0; i < Integer.parseInt(group.group(1)); i++) {
          groups.add(plain(group.group(2)));
        }
      }
    }
    List<String> labels =
        latexCells(lines.get(1)).stream()
            .map(label -> plain(label.replaceFirst(" \\$\\\\(up|down)arrow\\$$", "")))
            .toList();
    Map<String, String> found = new TreeMap<>();
    for (String line : lines.subList(2, lines.size())) {
      List<String> cells = latexCells(line);
      assertThat(cells).hasSize(6);
      for (int c = 1; c < cells.size(); c++) {
        String key = plain(cells.get(0)) + " / " + groups.get(c - 1) + ": " + labels.get(c);
        found.put(key, value(cells.get(c)));
      }
    }
    assertThat(found).isEqualTo(EXPECTED);
  }

  private static List<String> latexCells(String line) {
    String row = line.substring(0, line.length() - " \\\\".length());
    return List.of(row.split("(?<!\\\\)&", -1)).stream().map(String::strip).toList();
  }

  private static String value(String cell) {
    Matcher parts =
        Pattern.compile("(?:\\\\(textbf|underline|emph)\\{)?(.*?)}?(?: \\{\\\\tiny (.*)})?")
            .matcher(cell);
    assertThat(parts.matches()).isTrue();
    String command = parts.group(1) == null ? "" : parts.group(1);
    String value = parts.group(2).replace("\\textdagger{", "†").replace("}", "");
    String interval = parts.group(3) == null ? "" : " " + plain(parts.group(3));
    String rank = command.equals("textbf") ? " best" : command.equals("underline") ? " second" : "";
    return plain(value) + interval + rank;
  }

  /** Undoes the escapes; a special character that was not escaped is a failure. */
  private static String plain(String latex) {
    StringBuilder text = new StringBuilder();
    Matcher token =
        Pattern.compile(
                "\\\\(text[a-z]+)\\{}|\\\\([{}$&#_%])|(?:\\{})?\\{?([\\[\\]*\"-])}?|\\$\\\\(pm)\\$|([^\\\\{}$&#_%~^\\[\\]*<>|`])")
            .matcher(latex);
    int end = 0;
    while (token.find() && token.start() == end) {
      end = token.end();
      if (token.group(1) != null) {
        text.append(
            Map.of(
                    "textbackslash",
                    "\\",
                    "textasciicircum",
                    "^",
                    "textasciitilde",
                    "~",
                    "textasciigrave",
                    "`",
                    "textless",
                    "<",
                    "textgreater",
                    ">",
                    "textbar",
                    "|",
                    "textdagger",
                    "†")
                .get(token.group(1)));
      } else if (token.group(4) != null) {
        text.append("±");
      } else {
        text.append(
            token.group(2) != null
                ? token.group(2)
                : token.group(3) != null ? token.group(3) : token.group(5));
      }
    }
    assertThat(end).as(latex).isEqualTo(latex.length());
    return text.toString();
  }

  @Test
  void thePdfAgrees() throws Exception {
    String text;
    try (PDDocument pdf = Loader.loadPDF(out.resolve("report.pdf").toFile())) {
      text = new PDFTextStripper().getText(pdf).replaceAll("[\\s\u00a0]+", "");
    }
    Map<String, StringBuilder> rows = new TreeMap<>();
    for (CSVRecord line : csv()) {
      String key = key(line);
      rows.computeIfAbsent(key.substring(0, key.indexOf(" / ")), k -> new StringBuilder())
          .append(Objects.requireNonNull(EXPECTED.get(key)).replaceFirst(" (best|second)$", ""));
    }
    assertThat(rows).hasSize(12);
    rows.forEach((row, cells) -> assertThat(text).contains((row + cells).replaceAll("\\s+", "")));
  }

  @Test
  void whatASpreadsheetWouldRunIsText() throws Exception {
    assertThat(csv()).anyMatch(line -> line.get("row").equals("'" + HOSTILE.get(0)));
    assertThat(Files.readString(out.resolve("tables/published.csv"))).contains(",'=a\r\n");
  }
}
