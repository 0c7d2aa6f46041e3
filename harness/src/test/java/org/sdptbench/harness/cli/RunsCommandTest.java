package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.testing.CommandRun;
import org.sdptbench.harness.testing.FakeRecords;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;

/** On a store with every kind of entry. */
class RunsCommandTest {
  private static final String ELSEWHERE = "0123456789ab-77-1.00000000";

  private final Path folder;
  private final RunStore store;
  private final CommandRun commands = CommandRun.ofFake();

  RunsCommandTest(@TempDir Path folder) {
    this.folder = folder;
    this.store = new RunStore(folder.resolve("runs"));
  }

  private int command(String... arguments) {
    return commands.run((Object[]) arguments);
  }

  private int runs(String command, String... more) {
    List<String> line =
        new ArrayList<>(List.of("runs", command, "--runs", store.root().toString()));
    line.addAll(List.of(more));
    return command(line.toArray(String[]::new));
  }

  private static Cell cell(long seed) {
    return new Cell(
        "glip-mini",
        new RunRecord.Method("sdpt", "SDPT (k = 10)", new TreeMap<>()),
        Cell.task("picto-odinw13/Aquarium", 3),
        new TreeMap<>(),
        seed,
        new TreeMap<>(),
        1);
  }

  private static String id(long seed) {
    return cell(seed).id();
  }

  private Path write(Path file, String text) throws Exception {
    Files.createDirectories(file.resolveSibling(""));
    return Files.writeString(file, text);
  }

  /** Seeds 0 to 6: each outcome. 7: changed, 8: newer, 9: half, 10: version 2, 11: runs. */
  @BeforeEach
  void everyKind() throws Exception {
    for (Outcome outcome : Outcome.values()) {
      int seed = outcome.ordinal();
      Path left = folder.resolve("left" + seed);
      write(left.resolve("adapter/adapter_config.json"), "adapter of " + seed);
      store.put(FakeRecords.of(cell(seed), outcome, "why\u001b[31m\nmore", 1), left);
    }
    for (long seed : new long[] {7, 10}) {
      store.put(FakeRecords.of(cell(seed), Outcome.DIVERGED, "the loss became NaN", 1));
    }
    Path changed = store.file(id(7));
    Files.writeString(changed, Files.readString(changed).replace("\"seed\" : 7", "\"seed\" : 8"));
    write(store.file(id(8)), "{\"version\": 99}");
    write(store.file(id(9)), "{\"version\": 3,");
    Path old = store.file(id(10));
    Files.writeString(
        old,
        Files.readString(old)
            .replaceFirst("\"digest\" : \"[0-9a-f]+\",", "")
            .replace("\"version\" : 3", "\"version\" : 2"));
    write(store.file(id(11)).resolveSibling(id(11) + ".claim-0"), ELSEWHERE);
    write(
        store.root().resolve(".processes/" + ELSEWHERE + ".json"),
        "{\"host\":\"node7\",\"since\":\"noon\"}");
    write(store.log(id(11)), "said");
    write(store.file(id(11)).resolveSibling("notes.txt"), "mine");
  }

  @Test
  void listShowsEveryKindOfEntry() {
    assertThat(runs("list")).as(commands.err()).isEqualTo(ExitCode.OK);
    String text = commands.out();
    assertThat(text)
        .contains("12 runs")
        .doesNotContain("\u001b")
        .contains("notes.txt: no file of a run");
    for (Outcome outcome : Outcome.values()) {
      assertThat(line(id(outcome.ordinal())))
          .contains("SDPT (k = 10)", "picto-odinw13/Aquarium, 3 shots", " s ", " kB")
          .endsWith(outcome.inWords() + ", why?[31m");
    }
    assertThat(line(id(7))).contains("damaged: its digest is ");
    assertThat(line(id(8))).contains("newer: format version 99 is newer than 3");
    assertThat(line(id(9))).contains("damaged: ");
    assertThat(line(id(10))).contains("diverged, the loss became NaN");
    assertThat(line(id(11))).endsWith("no record; runs in process 77 on node7, since noon");
  }

  private String line(String cell) {
    return commands
        .out()
        .lines()
        .filter(line -> line.strip().startsWith(cell.substring(0, 12)))
        .findFirst()
        .orElseThrow();
  }

  @Test
  void showPrintsTheRecordAndWhatLiesBesideIt() {
    assertThat(runs("show", id(0).substring(0, 10))).isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .startsWith(id(0) + ": completed")
        .contains(store.adapter(id(0)).toString(), "\"digest\" : ");
    assertThat(runs("show", "")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(runs("show", "xyz")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("xyz: 0 runs begin so; allowed: the start of one cell's id");
  }

  @Test
  void verifyNamesWhatIsDamaged() throws Exception {
    write(store.adapter(id(0)).resolve("adapter_config.json"), "another");
    assertThat(runs("verify")).isEqualTo(ExitCode.DAMAGED);
    assertThat(commands.out())
        .contains(store.adapter(id(0)) + ": damaged: the record says that its digest is ")
        .contains(store.file(id(7)) + ": damaged: its digest is ")
        .contains("6 records whole, 1 of an older version without a digest, 3 damaged, 1 newer; 0");
  }

  @Test
  void gcLeavesWhatMayLiveAndEveryRecord() throws Exception {
    Path half = write(store.file(id(0)).resolveSibling(".x.json.tmp"), "of nobody that is known");
    assertThat(runs("gc")).isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .contains("0 files and folders removed, 0 records recovered")
        .contains(id(11) + ".claim-0: of a process that may live");
    assertThat(half).exists();
    assertThat(runs("list")).isEqualTo(ExitCode.OK);
    assertThat(commands.out()).contains("12 runs");
  }

  @Test
  void whatIsExportedCanBeImported() throws Exception {
    Path file = folder.resolve("some/where/runs.zip");
    assertThat(runs("export", file.toString())).as(commands.err()).isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .contains("left out: ", "its digest is ", "format version 99 is newer")
        .contains("8 records, 1 completed, 2 diverged, 1 out-of-memory, 1 crashed, 1 timed-out");
    Path other = folder.resolve("other");
    assertThat(command("runs", "import", "--runs", other.toString(), file.toString()))
        .isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .isEqualTo("3 records taken, 0 were there, 5 are of runs without a result\n");
    assertThat(new RunStore(other).done(id(10))).isPresent();
    assertThat(new RunStore(other).adapter(id(0))).doesNotExist();

    Path third = folder.resolve("third");
    assertThat(command("runs", "import", "--runs", third.toString(), store.root().toString()))
        .isEqualTo(ExitCode.OK);
    assertThat(commands.out()).contains("3 records taken", "not read: ", "its digest is ");
    assertThat(new RunStore(third).adapter(id(0)).resolve("adapter_config.json"))
        .hasContent("adapter of 0");
    assertThat(command("runs", "import", "--runs", third.toString(), file.toString()))
        .isEqualTo(ExitCode.OK);
    assertThat(commands.out()).startsWith("0 records taken, 3 were there");
  }

  @Test
  void aFolderThatIsNoneIsAMistake() {
    for (String command : List.of("list", "verify", "gc")) {
      assertThat(command("runs", command, "--runs", folder.resolve("no").toString()))
          .isEqualTo(ExitCode.USER_ERROR);
      assertThat(commands.err()).contains("no such folder; allowed: a folder that run or");
    }
    assertThat(command("runs")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("a command is missing");
  }
}
