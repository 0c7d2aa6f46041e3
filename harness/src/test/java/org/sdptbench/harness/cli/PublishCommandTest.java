package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.run.RecordArchive;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.testing.CommandRun;
import org.sdptbench.harness.testing.FakeRecords;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.reports.record.RunRecord;

/** Publishing, and going on from what was published. */
@Timeout(120)
class PublishCommandTest {
  private static final String TINY =
      """
      name: tiny
      title: A tiny spec
      question: Does it run?
      tasks: [odinw13/Thermal]
      methods: [zero-shot, sdpt]
      seeds: 0..1
      """;

  private final Path folder;
  private final Path first;
  private final Path published;
  private final CommandRun commands = CommandRun.ofFake();

  PublishCommandTest(@TempDir Path folder) {
    this.folder = folder;
    this.first = folder.resolve("first");
    this.published = folder.resolve("published/small");
  }

  @BeforeEach
  void writeSpecs() throws Exception {
    Files.createDirectories(folder.resolve("experiments/scales"));
    Files.createDirectories(first);
    Files.writeString(folder.resolve("experiments/scales/small.yaml"), Scales.SMALL);
    Files.writeString(folder.resolve("experiments/tiny.yaml"), TINY);
  }

  private int command(String... arguments) {
    return commands.run((Object[]) arguments);
  }

  private int reproduce(Path target, String... more) throws Exception {
    Files.createDirectories(target);
    List<String> arguments =
        new ArrayList<>(List.of("reproduce", "--scale", "small", "--experiments"));
    arguments.add(folder.resolve("experiments").toString());
    arguments.addAll(List.of("--out", target.toString(), "--workers", "2", "--heap", "48m"));
    arguments.addAll(List.of(more));
    return command(arguments.toArray(String[]::new));
  }

  private int publish(Path from) {
    return command(
        "publish",
        "--runs",
        from.resolve("runs").toString(),
        "--plan",
        from.resolve("plan.json").toString(),
        "--out",
        published.toString());
  }

  @Test
  void whatIsPublishedIsWhatAnotherMachineGoesOnFrom() throws Exception {
    assertThat(reproduce(first)).as(commands.err()).isEqualTo(ExitCode.OK);
    List<RunRecord> records = new RunStore(first.resolve("runs")).all();
    assertThat(records).hasSize(3);
    Path damaged = first.resolve("runs").resolve("00").resolve("0".repeat(64) + ".json");
    Files.createDirectories(damaged.getParent());
    Files.writeString(damaged, "{");
    assertThat(publish(first)).as(commands.err()).isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .contains("left out: 00/" + "0".repeat(64) + ".json, ")
        .contains("Published: 3 records in " + published.resolve("runs.zip"))
        .doesNotContain("have no record");
    assertThat(published.resolve("report.pdf")).isNotEmptyFile();
    assertThat(Files.readAllLines(published.resolve("tables/runs.csv")))
        .as("head, 3 runs")
        .hasSize(4);
    assertThat(published.resolve("plan.json")).hasSameTextualContentAs(first.resolve("plan.json"));
    assertThat(RecordArchive.in(published).read().byCell().values())
        .containsExactlyElementsOf(records);

    Path stale = published.resolve("tables/of-an-earlier-report.csv");
    Files.createDirectories(stale.getParent());
    Files.writeString(stale, "1");
    Path own = Files.writeString(published.resolve("README.md"), "2");
    assertThat(publish(first)).isEqualTo(ExitCode.OK);
    assertThat(stale).doesNotExist();
    assertThat(own).exists();

    Path second = folder.resolve("second");
    assertThat(reproduce(second, "--from", published.toString(), "--seeds", "1,2"))
        .as(commands.err())
        .isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .contains(
            "2 of its 3 records taken for the 3 cells of the plan; %s had 0 of them already"
                .formatted(second.resolve("runs")))
        .contains("3 cells: 2 done before, 1 completed");
    assertThat(records)
        .containsAll(
            new RunStore(second.resolve("runs"))
                .all().stream().filter(run -> run.seed() != 2).toList());
    assertThat(reproduce(second, "--from", published.toString())).isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .contains("1 of its 3 records taken for the 3 cells of the plan", "had 2 of them already")
        .contains("3 cells: 3 done before, 0 completed");
  }

  @Test
  void aReportFromAnArchiveIsThatOfItsRecords() throws Exception {
    assertThat(reproduce(first)).as(commands.err()).isEqualTo(ExitCode.OK);
    assertThat(publish(first)).isEqualTo(ExitCode.OK);
    Path again = folder.resolve("again");
    assertThat(command("report", "--from", published.toString(), "--out", again.toString()))
        .as(commands.err())
        .isEqualTo(ExitCode.OK);
    for (String file : List.of("tables/runs.csv", "tables/provenance.csv", "report.html")) {
      assertThat(again.resolve(file)).hasSameBinaryContentAs(published.resolve(file));
    }
    Files.delete(published.resolve("runs.zip"));
    assertThat(command("report", "--from", published.toString(), "--out", again.toString()))
        .isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).isEqualTo(published.resolve("runs.zip") + ": no such file\n");
  }

  @Test
  void nothingToPublishOrToGoOnFromIsToldKindly() throws Exception {
    assertThat(publish(first)).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).startsWith("--runs " + first.resolve("runs") + ": no such folder");
    Files.createDirectories(first.resolve("runs"));
    assertThat(publish(first)).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .startsWith("--runs " + first.resolve("runs") + ": no run records, 0 unreadable files")
        .contains("allowed: a folder that run or reproduce filled");
    assertThat(published).doesNotExist();
    assertThat(command("publish")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("--out=DIR");

    assertThat(reproduce(first, "--from", published.toString())).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).isEqualTo(published.resolve("runs.zip") + ": no such file\n");
    Files.createDirectories(published);
    Files.writeString(published.resolve("runs.zip"), "nothing");
    assertThat(reproduce(first, "--from", published.toString())).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).startsWith(published.resolve("runs.zip") + ": no zip archive: ");
  }

  @Test
  void verifyRunsASampleAgainAndTellsWhatDiffers() throws Exception {
    assertThat(reproduce(first)).as(commands.err()).isEqualTo(ExitCode.OK);
    assertThat(publish(first)).isEqualTo(ExitCode.OK);
    Path again = folder.resolve("again");
    assertThat(reproduce(again, "--verify", published.toString(), "--sample", "2"))
        .as(commands.told())
        .isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .contains("running 2 of 3 published cells of the plan again (3 records in all)")
        .contains("2 cells: 0 done before, 2 completed")
        .contains(": the same\n")
        .contains("Verified: 2 cells the same, 0 differ, 0 not run.\n");
    assertThat(again.resolve("report.pdf")).doesNotExist();
    assertThat(reproduce(again, "--verify", published.toString())).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("--out " + again + ": has runs/ already");

    List<RunRecord> changed =
        new RunStore(first.resolve("runs")).all().stream().map(FakeRecords::moved).toList();
    RecordArchive.in(published).write(changed);
    assertThat(reproduce(folder.resolve("other"), "--verify", published.toString()))
        .isEqualTo(ExitCode.DIFFERENT);
    assertThat(commands.out())
        .containsPattern("  metrics\\.AP: published 0\\.125, here 0\\.\\d+ \\([+-]\\d")
        .contains("  machine: published an abacus, here ")
        .contains("Verified: 0 cells the same, 3 differ, 0 not run.\n");
  }

  @Test
  void mistakesInVerifyAreToldKindly() throws Exception {
    assertThat(reproduce(first, "--sample", "0")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("--sample: goes with --verify only")
        .contains("--sample: found 0; allowed: a whole number from 1");
    assertThat(reproduce(first, "--verify", "a", "--from", "b")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("--from: does not go with --verify");
    RecordArchive.in(published).write(List.of());
    assertThat(reproduce(first, "--verify", published.toString())).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("runs.zip: none of its 0 records is of a finished cell of this plan");
  }
}
