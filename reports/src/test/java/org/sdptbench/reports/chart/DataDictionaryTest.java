package org.sdptbench.reports.chart;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.reports.ChangedRuns;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.record.ChartKind;
import org.sdptbench.reports.record.Claim;
import org.sdptbench.reports.record.ClaimTest.AtMost;
import org.sdptbench.reports.record.CostQuantity;
import org.sdptbench.reports.record.PublishedValue;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Base;
import org.sdptbench.reports.record.RunRecords;
import org.sdptbench.reports.render.CsvRenderer;
import org.sdptbench.reports.render.SvgRenderer;

/** Every column of every CSV file is explained, and every run is found from its table. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder
class DataDictionaryTest {

  @TempDir static Path folder;
  private static final Map<String, List<CSVRecord>> FILES = new TreeMap<>();
  private static final Map<String, List<String>> HEADERS = new TreeMap<>();

  @BeforeAll
  static void write() throws Exception {
    Map<String, ChartRuns> byName = new LinkedHashMap<>();
    byName.put("comparison", ChartRuns.comparison(3, 2));
    byName.put("tokens", ChartRuns.tokens());
    byName.put("few-shot", ChartRuns.fewShot(3));
    byName.put("compatibility", ChartRuns.compatibility(1));
    byName.put(
        "losses",
        new ChartRuns().addLosses(ChartRuns.METHODS.get(1), ChartRuns.odinw(0, 0), 7, 2, 1));
    List<Spec> specs = new ArrayList<>();
    TreeMap<String, RunRecord> runs = new TreeMap<>();
    byName.forEach(
        (name, some) -> {
          specs.add(some.spec(name, ChartKind.values()));
          some.results(name).records().forEach(run -> runs.put(run.cell(), run));
        });
    runs.replaceAll((cell, run) -> rich(run));
    String row = ChartRuns.METHODS.get(1).label();
    Claim claim =
        new Claim(
            "few",
            "Few parameters.",
            "here",
            "more",
            "comparison",
            List.of(ChartRuns.odinw(0, 0)),
            new AtMost(List.of(row), CostQuantity.TRAINABLE_SHARE, 0.5));
    ReportPlan plan =
        new ReportPlan("title", "mini", "small", specs)
            .withClaims(List.of(claim))
            .with(List.of(new PublishedValue("A", "M", "coco", 0, "AP", 0.5, null, "there")));
    ReportContent content = ReportContent.of(plan, new RunRecords(runs, List.of()));
    List<Path> files = new ArrayList<>(new CsvRenderer().render(content, folder));
    files.addAll(new SvgRenderer().render(content, folder));
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    for (Path file : files) {
      if (file.toString().endsWith(".csv")) {
        try (CSVParser parser = CSVParser.parse(Files.readString(file), format)) {
          String name = folder.relativize(file).toString().replace('\\', '/');
          HEADERS.put(name, parser.getHeaderNames());
          FILES.put(name, parser.getRecords());
        }
      }
    }
  }

  /** With a base, settings and digests, which columns of {@code runs.csv} are made of. */
  private static RunRecord rich(RunRecord run) {
    return ChangedRuns.withBase(
        run, new Base(run.method(), run.task(), new TreeMap<>(run.recipe()), false));
  }

  private static List<CSVRecord> file(String name) {
    return FILES.getOrDefault(name, List.of());
  }

  private static Set<CSVRecord> explanations(String file, String column) {
    List<CSVRecord> dictionary = file("tables/columns.csv");
    boolean own = dictionary.stream().anyMatch(line -> line.get("file").equals(file));
    return dictionary.stream()
        .filter(line -> own ? line.get("file").equals(file) : matches(line.get("file"), file))
        .filter(line -> matches(line.get("column"), column))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  private static boolean matches(String pattern, String text) {
    String regex =
        Stream.of(pattern.split("\\*", -1)).map(Pattern::quote).collect(Collectors.joining(".*"));
    return text.matches(
        regex.replace("EXPERIMENT", "\\E(comparison|tokens|few-shot|compatibility|losses)\\Q"));
  }

  @Test
  void everyColumnOfEveryFileIsExplainedOnce() {
    assertThat(HEADERS).hasSizeGreaterThan(30);
    HEADERS.forEach(
        (file, header) ->
            header.forEach(
                column ->
                    assertThat(explanations(file, column)).as(file + " " + column).hasSize(1)));
  }

  @Test
  void nothingIsExplainedThatIsNotThere() {
    Set<CSVRecord> used = new LinkedHashSet<>();
    HEADERS.forEach((file, header) -> header.forEach(c -> used.addAll(explanations(file, c))));
    assertThat(file("tables/columns.csv"))
        .filteredOn(line -> !used.contains(line))
        .extracting(line -> line.get("column"))
        .as("these records have no digests and no resamples")
        .containsExactly("sha256.*", "ap_*");
  }

  @Test
  void theRunsOfARowAreFoundByTheKey() {
    CSVRecord cell =
        file("tables/tokens.csv").stream()
            .filter(line -> line.get("row").equals("SDPT, mask = paper, k = 10"))
            .filter(line -> line.get("column").equals("AP"))
            .findFirst()
            .orElseThrow();
    Set<String> ofRow =
        file("tables/cells.csv").stream()
            .filter(line -> line.get("experiment").equals("tokens"))
            .filter(line -> line.get("row").equals("SDPT, mask = paper, k = 10"))
            .map(line -> line.get("cell"))
            .collect(Collectors.toSet());
    assertThat(ofRow).containsExactlyInAnyOrder(cell.get("cells").split(" "));
    double mean =
        file("tables/runs.csv").stream()
            .filter(run -> ofRow.contains(run.get("cell")))
            .mapToDouble(run -> Double.parseDouble(run.get("metric.AP")))
            .average()
            .orElseThrow();
    assertThat(cell.get("value")).isEqualTo(Double.toString(mean));
  }
}
