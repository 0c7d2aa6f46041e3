package org.sdptbench.reports;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDResources;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.interactive.documentnavigation.outline.PDOutlineItem;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.record.NoRunsException;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.record.RunRecords;
import org.sdptbench.reports.stats.Estimate;
import org.sdptbench.reports.stats.Interval;

/** Ten methods on three tasks with three seeds, with runs that failed, diverged or never ran. */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder
class ReportTest {

  private static final FakeRuns FAKE = new FakeRuns(10, 2, 3);
  private static final Task COCO = new Task("picto-coco", "picto-coco", 0);

  @TempDir static Path folder;
  private static Path out;
  private static List<Path> files;

  @BeforeAll
  static void writeReport() throws Exception {
    FAKE.write(folder.resolve("runs"));
    Path damaged = Files.createDirectories(folder.resolve("runs/ab"));
    Files.writeString(damaged.resolve("ab" + "0".repeat(62) + ".json"), "{");
    out = folder.resolve("first");
    files = new Report(folder.resolve("runs"), FAKE.plan(), out).write();
  }

  @Test
  void saysWhatItWroteAndFromWhat() throws Exception {
    // 10 methods x 3 tasks x 3 seeds; UPT never ran on coco, one full run was stopped, BitFit
    // crashed on one task. Aquarium, where LoRA diverges, is not among the tasks.
    ReportContent content = ReportContent.of(FAKE.plan(), RunRecords.read(folder.resolve("runs")));
    assertThat(content.tally().planned()).isEqualTo(90);
    assertThat(content.tally().notRun()).isEqualTo(3);
    assertThat(content.tally().failed()).isEqualTo(4);
    assertThat(content.tally().completed()).isEqualTo(83);
    assertThat(content.skipped()).hasSize(1);
    assertThat(files).allSatisfy(file -> assertThat(file).isNotEmptyFile());
    assertThat(files.stream().map(file -> out.relativize(file).toString()))
        .contains(
            "tables/comparison.csv",
            "tables/comparison-picto-odinw13-AP.csv",
            "tables/comparison.tex",
            "tables/comparison.md",
            "tables/runs.csv",
            "tables/tests.csv",
            "tables/bootstrap-ap.csv",
            "charts/comparison-pareto-picto-coco-AP.svg",
            "charts/comparison-pareto-picto-coco-AP.csv",
            "report.pdf",
            "report.html");
  }

  @Test
  void recordsThatBelongToNoCellOfThePlanAreCounted() throws Exception {
    RunRecords records = RunRecords.read(folder.resolve("runs"));
    assertThat(ReportContent.of(FAKE.plan(), records).state()).hasSize(1);
    ReportPlan fewer = new FakeRuns(10, 1, 3).plan();
    ReportContent content = ReportContent.of(fewer, records);
    assertThat(content.others()).isEqualTo(records.byCell().size() - content.runs().size());
    assertThat(content.state())
        .last()
        .isEqualTo(
            content.others()
                + " more records in the folder of runs are of no cell of this plan and are left"
                + " out.");
  }

  @Test
  void theSameRecordsGiveTheSameBytes() throws Exception {
    Path second = folder.resolve("second");
    new Report(folder.resolve("runs"), FAKE.plan(), second).write();
    Map<String, byte[]> expected = contents(out);
    Map<String, byte[]> actual = contents(second);
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, bytes) -> assertThat(actual.get(name)).as(name).isEqualTo(bytes));
  }

  @Test
  void theTableHoldsTheMeansOfTheRecordsUnrounded() throws Exception {
    List<Double> values = new ArrayList<>();
    Map<String, RunRecord> records = FAKE.records();
    for (int seed = 0; seed < 3; seed++) {
      RunRecord run = Objects.requireNonNull(records.get(FakeRuns.id("SDPT (k = 10)", COCO, seed)));
      values.add(Objects.requireNonNull(run.metrics().get("AP")));
    }
    Estimate expected = Estimate.of(values);
    CSVRecord line =
        csv("tables/comparison.csv").stream()
            .filter(l -> l.get("row").equals("SDPT (k = 10)"))
            .filter(l -> l.get("group").equals("picto-coco") && l.get("column").equals("AP"))
            .findFirst()
            .orElseThrow();
    Interval interval = Objects.requireNonNull(expected.interval());
    assertThat(Double.parseDouble(line.get("value"))).isEqualTo(expected.mean());
    assertThat(Double.parseDouble(line.get("ci95_low"))).isEqualTo(interval.low());
    assertThat(Double.parseDouble(line.get("ci95_high"))).isEqualTo(interval.high());
    assertThat(line.get("n")).isEqualTo("3");
    assertThat(line.get("better")).isEqualTo("higher");
    assertThat(line.get("cells").split(" ")).hasSize(3).allMatch(records::containsKey);
  }

  @Test
  void gapsInATableAreStatesAndNotZeros() throws Exception {
    Map<String, String> states = new TreeMap<>();
    for (CSVRecord line : csv("tables/comparison.csv")) {
      if (line.get("column").startsWith("AP")) {
        assertThat(line.get("value").isEmpty()).isEqualTo(!line.get("state").equals("value"));
        states.put(line.get("row") + "/" + line.get("column"), line.get("state"));
      }
    }
    assertThat(states)
        .containsEntry("UPT/AP", "not run")
        .containsEntry("BitFit/AP, mean of 2", "failed")
        .containsEntry("MaPLe/AP", "value");
  }

  @Test
  void runsCsvHoldsEveryRun() throws Exception {
    List<CSVRecord> lines = csv("tables/runs.csv");
    assertThat(lines).hasSize(87);
    Map<String, RunRecord> records = FAKE.records();
    for (CSVRecord line : lines) {
      RunRecord run = Objects.requireNonNull(records.get(line.get("cell")));
      assertThat(line.get("recipe.lr")).isEqualTo(String.valueOf(run.recipe().get("lr")));
      Double ap = run.metrics().get("AP");
      assertThat(line.get("metric.AP")).isEqualTo(ap == null ? "" : ap.toString());
    }
    assertThat(csv("tables/problems.csv")).hasSize(4);
    assertThat(csv("tables/not-run.csv")).hasSize(3);
  }

  @Test
  void textThatASpreadsheetWouldRunIsEscaped() throws Exception {
    assertThat(csv("tables/class-ap.csv"))
        .extracting(line -> line.get("class"))
        .contains("'=cmd|' /C calc'!A0", "fish, \"large\"")
        .noneMatch(name -> name.startsWith("="));
  }

  @Test
  void thePdfSaysWhatAReaderNeeds() throws Exception {
    String text = pdfText();
    assertThat(text)
        .contains("SDPT-bench: reproduction at scale mini")
        .contains("not comparable with the paper's absolute numbers")
        .contains("90 runs planned: 83 completed, 4 failed, 0 diverged, 3 not run.")
        .contains("Does SDPT reach the AP of other parameter-efficient methods")
        .contains("(Reproduces: nothing in the paper; our own choice of methods.)")
        .contains("SDPT (k = 200)")
        .contains("not run")
        .contains("the worker process ended with signal 9 <b>")
        .contains("0123456789abcdef0123456789abcdef01234567, clean")
        .contains("Linux amd64, Example CPU @ 2.50GHz")
        .contains("17.0.15+6-Debian-1deb12u1")
        .contains(FakeRuns.sha("weights"))
        .contains("weightDecay")
        .contains("ab/ab0000");
  }

  @Test
  void thePdfHasEmbeddedFontsBookmarksA4PagesAndNoPictures() throws Exception {
    try (PDDocument pdf = Loader.loadPDF(out.resolve("report.pdf").toFile())) {
      List<String> bookmarks = new ArrayList<>();
      for (PDOutlineItem item : pdf.getDocumentCatalog().getDocumentOutline().children()) {
        bookmarks.add(item.getTitle());
        assertThat(item.findDestinationPage(pdf)).isNotNull();
      }
      assertThat(bookmarks)
          .containsExactly(
              "1  Comparison of tuning methods",
              "2  Training curves",
              "3  What failed and what was not run",
              "4  Methods and settings",
              "5  Provenance");
      for (PDPage page : pdf.getPages()) {
        assertThat(page.getMediaBox().getWidth()).isCloseTo(595.28f, within(0.1f));
        assertThat(page.getMediaBox().getHeight()).isCloseTo(841.89f, within(0.1f));
        PDResources resources = page.getResources();
        for (COSName name : resources.getFontNames()) {
          PDFont font = resources.getFont(name);
          assertThat(font.isEmbedded()).as(font.getName()).isTrue();
        }
        for (COSName name : resources.getXObjectNames()) {
          assertThat(resources.isImageXObject(name)).isFalse();
        }
      }
    }
  }

  @Test
  void chartsAreVectorsWithoutFontsOfTheMachine() throws Exception {
    String svg = Files.readString(out.resolve("charts/comparison-pareto-picto-coco-AP.svg"));
    assertThat(svg).contains("<svg").contains("<path").doesNotContain("<text", "<image", "font-");
    List<CSVRecord> data = csv("charts/comparison-pareto-picto-coco-AP.csv");
    assertThat(data)
        .hasSize(9)
        .anyMatch(
            line ->
                line.get("method").equals("Zero-shot")
                    && line.get("trained_parameters").equals("0"));
    assertThat(csv("charts/comparison-curves-picto-coco-picto-coco.csv").get(0).toMap())
        .containsKeys("method", "step", "validation_AP");
  }

  @Test
  void anEmptyRunFolderIsSaidInOneSentence() throws Exception {
    Path empty = Files.createDirectories(folder.resolve("empty"));
    assertThatThrownBy(() -> new Report(empty, FAKE.plan(), folder.resolve("x")).write())
        .isInstanceOf(NoRunsException.class)
        .hasMessageContaining("holds no record of the plan's 90 cells");
    Path none = folder.resolve("none");
    assertThatThrownBy(() -> new Report(none, FAKE.plan(), folder.resolve("x")).write())
        .isInstanceOf(NoRunsException.class)
        .hasMessageContaining("There is no runs folder");
    assertThat(folder.resolve("x")).doesNotExist();
  }

  @Test
  void aPlanOfRunsThatAllFailedStillMakesAReport() throws Exception {
    Task voc = new Task("picto-odinw13", "PascalVOC", 0);
    ReportPlan plan = FAKE.plan();
    ReportPlan.Spec all = plan.specs().get(0);
    ReportPlan failed =
        new ReportPlan(
                plan.title(),
                plan.scale(),
                plan.scaleInWords(),
                List.of(
                    new ReportPlan.Spec(
                        "failed",
                        "Only failures",
                        "What then?",
                        null,
                        Map.of(),
                        all.cells().stream()
                            .filter(c -> c.row().equals("BitFit") && c.task().equals(voc))
                            .toList())))
            .changed(List.of("quick: the small slice only", "seeds = 0..2"))
            .noted(List.of(NOTE));
    Path place = folder.resolve("failed");
    new Report(folder.resolve("runs"), failed, place).write();
    try (PDDocument pdf = Loader.loadPDF(place.resolve("report.pdf").toFile())) {
      assertThat(new PDFTextStripper().getText(pdf).replaceAll("\\s+", " "))
          .contains("3 runs planned: 0 completed, 3 failed, 0 diverged, 0 not run.")
          .contains("No run has completed.")
          .contains(CHANGES, NOTE);
    }
    assertThat(place.resolve("report.html")).content().contains(CHANGES, NOTE);
  }

  /**
   * Of a run's record, a whole one with a digit changed; what is no planned cell's is not counted.
   */
  @Test
  void plannedRecordsThatCannotBeReadAreCountedAndNamed() throws Exception {
    Path runs = folder.resolve("tampered");
    FAKE.write(runs);
    RunRecord victim = FAKE.records().values().iterator().next();
    Path file = RunRecords.file(runs, victim.cell());
    Files.writeString(
        file, Files.readString(file).replaceFirst("\"AP\" : 0\\.\\d", "\"AP\" : 0.9"));
    Files.createDirectories(runs.resolve("ab"));
    Files.writeString(runs.resolve("ab/ab" + "0".repeat(62) + ".json"), "{");
    List<RunRecords.Skipped> told = new ArrayList<>();
    Path place = folder.resolve("tampered-report");
    new Report(runs, FAKE.plan(), place).write(told::add);
    assertThat(told)
        .singleElement()
        .satisfies(
            skipped -> {
              assertThat(skipped.stem()).isEqualTo(victim.cell());
              assertThat(skipped.reason()).startsWith("damaged: its digest is ");
            });
    assertThat(place.resolve("report.html"))
        .content()
        .contains("4 not run, of which 1 has a record that cannot be read.");
  }

  /** Whoever reads a file meanwhile has the old one to its end: a new one has taken its name. */
  @Test
  void everyFileIsWrittenBesideAndRenamed() throws Exception {
    Path place = folder.resolve("again");
    Path before = Files.createDirectories(folder.resolve("before"));
    List<Path> written = new Report(folder.resolve("runs"), FAKE.plan(), place).write();
    for (int i = 0; i < written.size(); i++) {
      Files.createLink(before.resolve(String.valueOf(i)), written.get(i));
    }
    new Report(folder.resolve("runs"), FAKE.plan(), place).write();
    for (int i = 0; i < written.size(); i++) {
      assertThat(Files.isSameFile(before.resolve(String.valueOf(i)), written.get(i)))
          .as(written.get(i).toString())
          .isFalse();
    }
    try (Stream<Path> all = Files.walk(place)) {
      assertThat(all.filter(Files::isRegularFile)).containsExactlyInAnyOrderElementsOf(written);
    }
  }

  private static final String NOTE = "Made by an older version; see the page on methods.";

  private static final String CHANGES =
      "Changed from the experiments as they are written: quick: the small slice only; seeds = 0..2.";

  private static String pdfText() throws IOException {
    try (PDDocument pdf = Loader.loadPDF(out.resolve("report.pdf").toFile())) {
      return new PDFTextStripper().getText(pdf).replaceAll("\\s+", " ");
    }
  }

  private static List<CSVRecord> csv(String name) throws IOException {
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (Reader in = Files.newBufferedReader(out.resolve(name));
        CSVParser parser = CSVParser.parse(in, format)) {
      return parser.getRecords();
    }
  }

  private static Map<String, byte[]> contents(Path root) throws IOException {
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> paths = Files.walk(root)) {
      for (Path path : paths.filter(Files::isRegularFile).toList()) {
        contents.put(root.relativize(path).toString(), Files.readAllBytes(path));
      }
    }
    return contents;
  }
}
