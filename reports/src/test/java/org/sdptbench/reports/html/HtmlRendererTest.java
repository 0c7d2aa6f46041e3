package org.sdptbench.reports.html;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.reports.FakeRuns;
import org.sdptbench.reports.Report;
import org.sdptbench.reports.record.ChartKind;
import org.sdptbench.reports.record.Layout;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Task;

/** The page as it stands, before any script runs. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder
class HtmlRendererTest {

  private static final FakeRuns FAKE = new FakeRuns(10, 3, 3);
  private static final Task COCO = new Task("picto-coco", "picto-coco", 0);

  @TempDir static Path folder;
  private static String text;
  private static Document page;
  private static JsonNode data;
  private static String rich;

  @BeforeAll
  static void write() throws Exception {
    FAKE.write(folder.resolve("runs"));
    new Report(folder.resolve("runs"), withCharts(FAKE.plan()), folder.resolve("out")).write();
    text = Files.readString(folder.resolve("out/report.html"));
    page = Jsoup.parse(text);
    data = data(page);
    Path runs = folder.resolve("rich/runs");
    new Report(runs, RichRuns.write(runs), folder.resolve("rich")).write();
    rich = Files.readString(folder.resolve("rich/report.html"));
  }

  /** The plan, asking for every kind of chart that its runs can give. */
  private static ReportPlan withCharts(ReportPlan plan) {
    Spec spec = plan.specs().get(0);
    Layout layout =
        new Layout(
            Layout.Rows.METHOD,
            Layout.Columns.TASK,
            List.of(
                ChartKind.PARETO,
                ChartKind.BAR,
                ChartKind.DOTS,
                ChartKind.RANK,
                ChartKind.COST,
                ChartKind.CURVES));
    return new ReportPlan(
        plan.title(),
        plan.scale(),
        plan.scaleInWords(),
        List.of(
            new Spec(
                spec.name(),
                spec.title(),
                spec.question(),
                spec.reproduces(),
                spec.metrics(),
                layout,
                spec.cells())));
  }

  private static JsonNode data(Document document) throws Exception {
    return new ObjectMapper().readTree(document.expectFirst("script#data").data());
  }

  @Test
  void hasASectionForAllThatThePdfHas() {
    assertThat(page.select("nav a").eachText())
        .containsSubsequence(
            "1 Comparison of tuning methods",
            "2 Training curves",
            "3 All runs",
            "4 What failed and what was not run",
            "5 Methods and settings",
            "6 Provenance");
    for (Element link : page.select("nav a")) {
      assertThat(page.select(link.attr("href"))).as(link.text()).hasSize(1);
    }
    assertThat(page.text())
        .contains(
            "not comparable with the paper's absolute numbers",
            FAKE.plan().specs().get(0).question(),
            "the worker process ended with signal 9 <b>",
            "0123456789abcdef0123456789abcdef01234567, clean");
    assertThat(page.select("figure svg")).hasSameSizeAs(page.select("figure"));
    assertThat(page.select("figure")).hasSizeGreaterThan(4);
    assertThat(page.select("[id]").eachAttr("id")).doesNotHaveDuplicates();
  }

  @Test
  void aCellHoldsItsUnroundedValueIntervalAndRuns() {
    Element row = row("SDPT (k = 10)");
    Element cell = row.select("td").get(2).expectFirst("button");
    double mean = 0;
    List<String> ids = new ArrayList<>();
    for (int seed = 0; seed < 3; seed++) {
      RunRecord run =
          Objects.requireNonNull(FAKE.records().get(FakeRuns.id("SDPT (k = 10)", COCO, seed)));
      mean += Objects.requireNonNull(run.metrics().get("AP")) / 3;
      ids.add(run.cell());
    }
    assertThat(Double.parseDouble(row.select("td").get(2).attr("data-value")))
        .isCloseTo(mean, within(1e-15));
    assertThat(Double.parseDouble(cell.attr("data-low"))).isLessThan(mean);
    assertThat(Double.parseDouble(cell.attr("data-high"))).isGreaterThan(mean);
    assertThat(cell.attr("data-n")).isEqualTo("3 of 3");
    assertThat(cell.text()).containsPattern("^\\d+\\.\\d ±\\d+\\.\\d · n 3$");
    String[] range = cell.attr("data-runs").split("-", 2);
    List<String> found = new ArrayList<>();
    for (int i = Integer.parseInt(range[0]); i <= Integer.parseInt(range[1]); i++) {
      found.add(data.get("runs").get(i).get("cell").asText());
    }
    assertThat(found).containsExactlyElementsOf(ids);
  }

  @Test
  void gapsLookLikeNothingElse() {
    assertThat(row("UPT").select("td").get(2).attr("class")).contains("not-run");
    assertThat(row("UPT").select("td").get(2).text()).isEqualTo("not run");
    assertThat(row("BitFit").expectFirst("td:last-child").text()).isEqualTo("failed");
    Element aquarium = page.expectFirst("#table-comparison-picto-odinw13-AP");
    // Of the task, and of the mean over all tasks.
    assertThat(aquarium.select("td.diverged").eachText()).containsExactly("diverged", "diverged");
    assertThat(page.select("td.number:not(.value)[data-value]")).isEmpty();
  }

  @Test
  void runsInTheJsonAreThoseOfTheRecordsUnrounded() {
    Map<String, RunRecord> records = FAKE.records();
    int withRecord = 0;
    for (JsonNode run : data.get("runs")) {
      RunRecord record = records.get(run.get("cell").asText());
      if (record == null) {
        assertThat(run.get("outcome").asText()).isEqualTo("not run");
        continue;
      }
      withRecord++;
      record
          .metrics()
          .forEach((name, v) -> assertThat(run.get("metrics").get(name).asDouble()).isEqualTo(v));
      for (int i = 0; i < record.curve().size(); i++) {
        assertThat(run.get("validationAp").get(i).asDouble())
            .isEqualTo(record.curve().get(i).validationAp());
      }
      JsonNode method = data.get("methods").get(run.get("method").asInt());
      assertThat(method.get("label").asText()).isEqualTo(record.method().label());
      assertThat(data.get("recipes").get(run.get("recipe").asInt()).get("lr").asDouble())
          .isEqualTo(record.recipe().get("lr"));
    }
    assertThat(withRecord).isEqualTo(records.size());
  }

  @Test
  void aChartKnowsWhereItsValuesLie() {
    JsonNode chart = data.get("charts").get("comparison-pareto-picto-coco-AP");
    assertThat(chart.get("rows")).hasSize(9);
    assertThat(chart.get("points")).hasSize(9);
    Element svg = page.expectFirst("figure[data-figure=comparison-pareto-picto-coco-AP] svg");
    int width = Integer.parseInt(svg.attr("width"));
    int height = Integer.parseInt(svg.attr("height"));
    for (JsonNode point : chart.get("points")) {
      assertThat(point.get(0).asInt()).isBetween(0, width);
      assertThat(point.get(1).asInt()).isBetween(0, height);
    }
    // More parameters lie further right, better values higher.
    JsonNode points = chart.get("points");
    for (JsonNode a : points) {
      for (JsonNode b : points) {
        JsonNode rowA = chart.get("rows").get(a.get(2).asInt());
        JsonNode rowB = chart.get("rows").get(b.get(2).asInt());
        if (rowA.get(2).asDouble() > rowB.get(2).asDouble()) {
          assertThat(a.get(1).asInt()).isLessThanOrEqualTo(b.get(1).asInt());
        }
        if (rowB.get(1).asDouble() > 0 && rowA.get(1).asDouble() > rowB.get(1).asDouble()) {
          assertThat(a.get(0).asInt()).isGreaterThanOrEqualTo(b.get(0).asInt());
        }
      }
    }
  }

  @Test
  void aChartOfEveryKindTellsItsValues() {
    List<String> names = new ArrayList<>();
    data.get("charts").fieldNames().forEachRemaining(names::add);
    assertThat(names).hasSameSizeAs(page.select("figure"));
    for (String kind : List.of("pareto", "bar", "dots", "rank", "cost", "curves")) {
      assertThat(names).as(kind).anyMatch(name -> name.startsWith("comparison-" + kind));
    }
    for (String name : names) {
      JsonNode chart = data.get("charts").get(name);
      assertThat(chart.get("points")).as(name).isNotEmpty();
      assertThat(chart.get("points").size()).as(name).isLessThanOrEqualTo(chart.get("rows").size());
    }
    List<String> bars = new ArrayList<>();
    for (JsonNode point : data.get("charts").get("comparison-bar-picto-coco-AP").get("points")) {
      bars.add(point.get(2).asText());
    }
    double mean = Double.parseDouble(row("SDPT (k = 10)").select("td").get(2).attr("data-value"));
    assertThat(bars)
        .hasSize(9)
        .anyMatch(
            text ->
                text.startsWith("SDPT (k = 10)\n")
                    && text.contains(String.format(Locale.ROOT, ": %.3f", 100 * mean)));
  }

  @Test
  void namesNoOtherAddressAndForbidsTheNet() throws Exception {
    assertThat(page.select("[src], link, iframe, object, embed, base, form, [style]")).isEmpty();
    assertThat(page.select("[href]").eachAttr("href")).allMatch(link -> link.startsWith("#"));
    assertThat(text.replace("http://www.w3.org/2000/svg", ""))
        .doesNotContain("http:", "https:", "@import");
    String policy = page.expectFirst("meta[http-equiv=Content-Security-Policy]").attr("content");
    assertThat(policy).startsWith("default-src 'none'; img-src data:;").doesNotContain("unsafe");
    // Both digests fit what stands in the file, byte for byte.
    for (String tag : List.of("script", "style")) {
      Matcher inPage =
          Pattern.compile("<" + tag + ">(.*?)</" + tag + ">", Pattern.DOTALL).matcher(text);
      assertThat(inPage.find()).isTrue();
      assertThat(policy).contains(tag + "-src '" + Assets.digest(inPage.group(1)) + "'");
    }
    assertThat(page.select("script")).hasSize(2);
    assertThat(Stream.of("eval(", "innerHTML", "document.write", "Function("))
        .noneMatch(text::contains);
  }

  @Test
  void hostileNamesStayText() throws Exception {
    Document parsed = Jsoup.parse(rich);
    assertThat(parsed.select("script")).hasSize(2);
    assertThat(parsed.select("img, [onerror]")).isEmpty();
    assertThat(rich).doesNotContain("<!--", "\u2028", "\u202e").contains("Rich &lt;runs&gt;");
    JsonNode json = data(parsed);
    String shown = RichRuns.HOSTILE.replace('\u202e', ' ');
    assertThat(json.get("rows").get(1).asText()).isEqualTo(shown);
    JsonNode hostile = json.get("runs").get(2);
    JsonNode settings = json.get("methods").get(hostile.get("method").asInt()).get("settings");
    assertThat(settings.get(shown).asText()).isEqualTo(shown);
    assertThat(parsed.select("tbody th").eachText().get(1)).startsWith("</script><!--<script>");
  }

  @Test
  void picturesAreInThePageOnceAndNothingElseOfTheDiskIs() throws Exception {
    Path runs = folder.resolve("rich/runs");
    JsonNode json = data(Jsoup.parse(rich));
    assertThat(json.get("images")).hasSize(1);
    String address = json.get("images").get(RichRuns.PICTURE).asText();
    assertThat(address).startsWith("data:image/png;base64,");
    assertThat(Base64.getDecoder().decode(address.substring(address.indexOf(',') + 1)))
        .isEqualTo(Files.readAllBytes(runs.resolve(RichRuns.PICTURE)));
    JsonNode picture = json.get("runs").get(0).get("pictures").get(0);
    assertThat(picture.get("detections").get(0).toString())
        .isEqualTo("[\"fish\",21.12,19.0,41.0,30.0,0.8765]");
    assertThat(picture.get("attention").get(0).get("weights").toString())
        .isEqualTo("[0,128,64,32,0,255]");

    PictureFiles files = new PictureFiles(runs);
    assertThat(files.dataAddress("pictures/none.png")).isEmpty();
    Files.writeString(runs.resolve("pictures/words.png"), "no image");
    assertThat(files.dataAddress("pictures/words.png")).isEmpty();
    Path outside = folder.resolve("outside.png");
    Files.copy(runs.resolve(RichRuns.PICTURE), outside);
    Files.createSymbolicLink(runs.resolve("pictures/link.png"), outside);
    assertThat(files.dataAddress("pictures/link.png")).isEmpty();
  }

  private static Element row(String label) {
    return page.select("#table-comparison tbody tr").stream()
        .filter(tr -> tr.expectFirst("th").text().equals(label))
        .findFirst()
        .orElseThrow();
  }
}
