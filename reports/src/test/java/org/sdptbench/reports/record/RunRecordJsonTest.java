package org.sdptbench.reports.record;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.reports.FakeRuns;
import org.sdptbench.reports.record.RunRecord.CurvePoint;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.record.RunRecord.Task;

@SuppressWarnings("NullAway.Init") // JUnit sets the folder
class RunRecordJsonTest {

  private final FakeRuns fake = new FakeRuns(6, 3, 1);

  @TempDir Path folder;

  @Test
  void everyRecordReadsBackEqual() throws Exception {
    for (RunRecord run : fake.records().values()) {
      assertThat(RunRecordJson.parse(RunRecordJson.toJson(run))).isEqualTo(run);
    }
  }

  @Test
  void keysAreSortedDoublesUnroundedAndAbsentFieldsLeftOut() {
    RunRecord run = with(0.1 + 0.2);
    String json = RunRecordJson.toJson(run);
    assertThat(json)
        .contains("\"AP\" : 0.30000000000000004")
        .endsWith("}\n")
        .doesNotContain("null");
    assertThat(json.indexOf("\"cell\"")).isLessThan(json.indexOf("\"cost\""));
    assertThat(json.indexOf("\"classAp\"")).isLessThan(json.indexOf("\"metrics\""));
    assertThat(json.indexOf("\"seed\"")).isLessThan(json.indexOf("\"task\""));
    assertThat(json).doesNotContain("\"message\"").doesNotContain("\r");
  }

  @Test
  void unknownMissingRepeatedAndMistypedFieldsAreErrorsThatNameThem() {
    String json = RunRecordJson.toJson(with(0.5));
    refuses(json.replaceFirst("\"seed\"", "\"sead\": 1, \"seed\""), "sead");
    refuses(json.replaceFirst("\"seed\" : 0,", ""), "seed");
    refuses(json.replaceFirst(",\\s*\"trainableParameters\" : 0", ""), "trainableParameters");
    refuses(
        json.replaceFirst("\"version\" : 3", "\"version\" : 1"),
        "format version 1 is older than 2");
    refuses("null", "not a JSON object");
    refuses(json.replaceFirst("\"seed\" : 0", "\"seed\" : 0, \"seed\" : 1"), "seed");
    refuses(json.replaceFirst("\"seed\" : 0", "\"seed\" : \"0\""), "seed");
    refuses(json.replaceFirst("\"seed\" : 0", "\"seed\" : 0.5"), "seed");
    refuses(json.replaceFirst("\"seed\" : 0", "\"seed\" : null"), "seed");
    refuses(json.replaceFirst("\"COMPLETED\"", "\"DONE\""), "TIMED_OUT");
    refuses(json.replaceFirst("\"AP\" : 0.5", "\"AP\" : -1"), "metrics.AP is -1.0");
    refuses(json + "{}", "line");
    refuses("", "");
    refuses("[]", "");
  }

  @Test
  void aNewerVersionIsRefusedBeforeItsFieldsAreLookedAt() {
    refuses("{\"version\": 4, \"everything\": \"else\"}", "format version 4 is newer than 3");
    assertThatThrownBy(() -> RunRecordJson.parse("{\"version\": 4}"))
        .isInstanceOfSatisfying(
            RecordFormatException.class, newer -> assertThat(newer.isNewer()).isTrue());
  }

  /** Every digit of every number, and every letter of every word, in turn. */
  @Test
  void aRecordOfWhichAnythingWasChangedIsRefused() throws Exception {
    RunRecord run = with(0.5).withAdapter(FakeRuns.sha("adapter"));
    String json = RunRecordJson.toJson(run);
    assertThat(RunRecordJson.parse(json)).isEqualTo(run);
    for (int i = 0; i < json.length(); i++) {
      char was = json.charAt(i);
      if (Character.isLetterOrDigit(was)) {
        char is =
            Character.isDigit(was) ? (char) ('0' + (was - '0' + 1) % 10) : was == 'x' ? 'y' : 'x';
        String changed = json.substring(0, i) + is + json.substring(i + 1);
        assertThatThrownBy(() -> RunRecordJson.parse(changed))
            .as(changed)
            .isInstanceOf(RecordFormatException.class);
      }
    }
    refuses(json.replace("\"AP\" : 0.5", "\"AP\" : 0.6"), "damaged: its digest is ");
    refuses(json.replaceFirst("\"digest\" : \"[0-9a-f]+\",", ""), "damaged: without a digest");
    assertThat(RunRecordJson.parse(json.replaceAll("\\s*\n\\s*", "")))
        .as("its lines do not matter")
        .isEqualTo(run);
  }

  /** As the published archive has them. */
  @Test
  void aRecordOfVersionTwoHasNoDigestAndOneWordLessForItsEnd() throws Exception {
    String json = RunRecordJson.toJson(with(0.5)).replaceFirst("\"digest\" : \"[0-9a-f]+\",", "");
    RunRecord old = RunRecordJson.parse(json.replace("\"version\" : 3", "\"version\" : 2"));
    assertThat(old.version()).isEqualTo(2);
    assertThat(old.metrics()).isEqualTo(with(0.5).metrics());
    assertThat(RunRecordJson.parse(RunRecordJson.toJson(old)))
        .as("written again, it is of this version")
        .isEqualTo(with(0.5));
    RunRecord failed =
        RunRecordJson.parse(
            RunRecordJson.toJson(FakeRuns.invalid("BitFit", with(0.5).task()))
                .replace("\"version\" : 3", "\"version\" : 2")
                .replaceFirst("\"digest\" : \"[0-9a-f]+\",", "")
                .replace("INVALID", "FAILED"));
    assertThat(failed.outcome()).isEqualTo(Outcome.INVALID);
    assertThat(Stream.of(Outcome.values()).map(Outcome::inWords))
        .containsExactly(
            "completed",
            "diverged",
            "out-of-memory",
            "crashed",
            "timed-out",
            "cancelled",
            "invalid");
  }

  @Test
  void aLossThatIsNotFiniteIsAbsent() {
    assertThat(new CurvePoint(3, 0.5, Double.NaN, 0.5).loss()).isNull();
    assertThat(new CurvePoint(3, 0.5, Double.POSITIVE_INFINITY, 0.5).loss()).isNull();
  }

  @Test
  void aRunThatDidNotCompleteHasNoResults() {
    RunRecord run = with(0.5);
    assertThatThrownBy(
            () ->
                new RunRecord(
                    RunRecord.VERSION,
                    run.cell(),
                    run.model(),
                    run.method(),
                    run.task(),
                    null,
                    run.recipe(),
                    0,
                    Outcome.INVALID,
                    "an error",
                    run.results(),
                    run.cost(),
                    List.of(),
                    run.provenance()))
        .hasMessageContaining("ended as INVALID must have no results");
  }

  @Test
  void writingLeavesOnlyTheRecordAndReplacesAnOlderOne() throws Exception {
    RunRecord run = with(0.5);
    Path file = RunRecords.file(folder, run.cell());
    RunRecordJson.write(with(0.25), file);
    RunRecordJson.write(run, file);
    assertThat(RunRecordJson.read(file)).isEqualTo(run);
    try (Stream<Path> files = Files.list(file.getParent())) {
      assertThat(files).containsExactly(file);
    }
  }

  @Test
  void readsAFolderAndListsWhatItSkips() throws Exception {
    fake.write(folder);
    int records = fake.records().size();
    String cell = "ab" + FakeRuns.sha("x").substring(2);
    Path ab = Files.createDirectories(folder.resolve("ab"));
    Files.writeString(ab.resolve(cell + ".json"), "{\"version\": 1, ");
    String newer = "ab" + FakeRuns.sha("y").substring(2);
    Files.writeString(ab.resolve(newer + ".json"), "{\"version\": 7}");
    String other = "ab" + FakeRuns.sha("z").substring(2);
    Files.writeString(ab.resolve(other + ".json"), RunRecordJson.toJson(with(0.5)));
    Files.writeString(ab.resolve("notes.json"), "{}");
    Files.write(ab.resolve(cell.replaceAll(".$", "0") + ".json"), new byte[] {(byte) 0xff, 0x7b});
    Files.writeString(ab.resolve("." + cell + ".json.1.tmp"), "half a rec");
    Files.writeString(folder.resolve("plan.json"), "{}");

    RunRecords read = RunRecords.read(folder);

    assertThat(read.byCell()).hasSize(records).isEqualTo(new TreeMap<>(fake.records()));
    Map<String, String> reasons = new TreeMap<>();
    read.skipped().forEach(s -> reasons.put(s.path().getFileName().toString(), s.reason()));
    assertThat(reasons).hasSize(5);
    assertThat(reasons.get(cell + ".json")).startsWith("line 1, column");
    assertThat(reasons.get(newer + ".json")).contains("format version 7 is newer");
    assertThat(reasons.get(other + ".json")).contains("record of another cell");
    assertThat(reasons.get("notes.json")).contains("not named after a cell");
    assertThat(reasons).containsValue("not UTF-8 text");
    assertThat(read.skipped()).allSatisfy(s -> assertThat(s.path()).isRelative());
  }

  @Test
  void aPlanReadsBackEqualAndRefusesTwoCellsInOnePlace() throws Exception {
    Path file = folder.resolve("plan.json");
    fake.plan().write(file);
    assertThat(ReportPlan.read(file)).isEqualTo(fake.plan());

    Files.writeString(file, "{\"version\": %s}".formatted(ReportPlan.VERSION));
    assertThatThrownBy(() -> ReportPlan.read(file))
        .isInstanceOf(RecordFormatException.class)
        .hasMessageContaining("plan.json")
        .hasMessageContaining("title");

    Task task = new Task("s", "d", 0);
    List<ReportPlan.PlannedCell> twice =
        List.of(
            new ReportPlan.PlannedCell(FakeRuns.sha("1"), "SDPT", task, 0),
            new ReportPlan.PlannedCell(FakeRuns.sha("2"), "SDPT", task, 0));
    assertThatThrownBy(() -> new ReportPlan.Spec("a", "t", "q", null, Map.of(), twice))
        .hasMessageContaining("share the row 'SDPT'");
    assertThatThrownBy(() -> new ReportPlan.Spec("../a", "t", "q", null, Map.of(), List.of()))
        .hasMessageContaining("'../a'");
  }

  private static RunRecord with(double ap) {
    return FakeRuns.completed("Zero-shot", new Task("picto-coco", "picto-coco", 0), 0, ap);
  }

  private static void refuses(String json, String reason) {
    assertThatThrownBy(() -> RunRecordJson.parse(json))
        .isInstanceOf(RecordFormatException.class)
        .hasMessageContaining(reason);
  }
}
