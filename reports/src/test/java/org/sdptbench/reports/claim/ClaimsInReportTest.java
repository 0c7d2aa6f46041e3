package org.sdptbench.reports.claim;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVRecord;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.text.PDFTextStripper;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.reports.FakeRuns;
import org.sdptbench.reports.Report;
import org.sdptbench.reports.record.Claim;
import org.sdptbench.reports.record.ClaimTest;
import org.sdptbench.reports.record.ClaimTest.AtMost;
import org.sdptbench.reports.record.ClaimTest.BetterThan;
import org.sdptbench.reports.record.ClaimTest.Pair;
import org.sdptbench.reports.record.CostQuantity;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.RunRecord.Task;

/** The same verdicts in every format. */
class ClaimsInReportTest {
  private static final String SDPT = "SDPT (k = 10)";

  private static ReportPlan withClaims(ReportPlan plan) {
    List<Task> tasks =
        plan.specs().get(0).cells().stream().map(PlannedCell::task).distinct().toList();
    BetterThan zeroShot = new BetterThan(List.of(new Pair(SDPT, "Zero-shot")), "AP", null);
    BetterThan others =
        new BetterThan(
            Stream.of("Zero-shot", "BitFit", "Full fine-tuning", "VPT")
                .map(other -> new Pair(SDPT, other))
                .toList(),
            "AP",
            null);
    return plan.withClaims(
        List.of(
            claim("zero-shot", "SDPT helps <b>.", zeroShot, tasks),
            claim("others", "SDPT beats all.", others, tasks),
            claim(
                "share",
                "SDPT is small.",
                new AtMost(List.of(SDPT), CostQuantity.TRAINABLE_SHARE, 0.00045),
                tasks)));
  }

  private static Claim claim(String id, String statement, ClaimTest test, List<Task> tasks) {
    return new Claim(id, statement, "=abstract", "the opposite", "comparison", tasks, test);
  }

  @Test
  void saysTheSameInEveryFormat(@TempDir Path folder) throws Exception {
    FakeRuns fake = new FakeRuns(7, 13, 3);
    fake.write(folder.resolve("runs"));
    ReportPlan plan = withClaims(fake.plan());
    List<EvaluatedClaim> claims = EvaluatedClaims.of(plan, fake.records());
    assertThat(claims)
        .extracting(EvaluatedClaim::verdict)
        .containsExactly(Verdict.SUPPORTED, Verdict.CONTRADICTED, Verdict.SUPPORTED);
    Path out = folder.resolve("out");
    new Report(folder.resolve("runs"), plan, out).write();

    try (Reader in = Files.newBufferedReader(out.resolve("tables/claims.csv"))) {
      List<CSVRecord> lines =
          CSVFormat.RFC4180
              .builder()
              .setHeader()
              .setSkipHeaderRecord(true)
              .get()
              .parse(in)
              .getRecords();
      assertThat(lines).extracting(line -> line.get("verdict")).hasSize(1 + 4 + 1);
      assertThat(lines).allMatch(line -> line.size() == ClaimTables.HEADER.size());
      CSVRecord first = lines.get(0);
      Effect effect =
          Objects.requireNonNull(
              ((Evidence.Comparison) claims.get(0).evidence().get(0)).effect(), "an effect");
      assertThat(Double.parseDouble(first.get("effect"))).isEqualTo(effect.mean());
      assertThat(first.get("none")).isEqualTo("0");
      assertThat(Double.parseDouble(first.get("holm_p"))).isEqualTo(effect.adjustedP());
      assertThat(first.get("claim_verdict")).isEqualTo("supported");
      assertThat(first.get("source")).isEqualTo("'=abstract");
      assertThat(first.get("n")).isEqualTo("14");
      assertThat(lines.get(3).get("against")).isEqualTo("Full fine-tuning");
      assertThat(lines.get(3).get("verdict")).isEqualTo("contradicted");
      assertThat(lines.get(4).get("why")).contains("not in the plan: VPT");
      assertThat(lines.get(4).get("effect")).isEmpty();
      assertThat(lines.get(5).get("n")).isEqualTo("42");
    }

    try (PDDocument pdf = Loader.loadPDF(out.resolve("report.pdf").toFile())) {
      PDFTextStripper first = new PDFTextStripper();
      first.setEndPage(1);
      String text = first.getText(pdf).replaceAll("\\s+", " ");
      assertThat(text)
          .contains(
              "What of the paper held",
              "2 supported, 1 contradicted, 0 inconclusive, 0 not run",
              "SDPT helps <b>.");
      String all = new PDFTextStripper().getText(pdf).replaceAll("\\s+", " ");
      assertThat(all).contains("Claims and their evidence", "Verdict: contradicted, worse than");
    }

    Document page = Jsoup.parse(Files.readString(out.resolve("report.html")));
    assertThat(page.expectFirst("section#claims table").select("tbody tr").eachText())
        .satisfiesExactly(
            row -> assertThat(row).contains("SDPT helps <b>.").endsWith("supported"),
            row -> assertThat(row).contains("holds in 1 of 4; from").endsWith("contradicted"),
            row -> assertThat(row).endsWith("supported"));
    assertThat(page.select("section#claims details")).hasSize(3);
    assertThat(page.select("nav a").eachText()).contains("1 What of the paper held");
  }
}
