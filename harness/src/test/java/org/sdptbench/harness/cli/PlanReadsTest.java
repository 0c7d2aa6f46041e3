package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.plan.Planner;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.harness.testing.CommandRun;
import org.sdptbench.harness.testing.FakeRecords;
import org.sdptbench.harness.testing.FakeVocabulary;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.reports.record.RunRecord;

/**
 * To plan against many records takes as long as to read them, so it is done once. Java's flight
 * recorder tells how much was read of which file, by any thread.
 */
class PlanReadsTest {
  private static final String READ = "jdk.FileRead";

  private static final String SPEC =
      """
      title: t
      question: q
      tasks: [odinw13]
      methods: [zero-shot, full, sdpt]
      seeds: 0..2
      """;

  private final Path folder;

  PlanReadsTest(@TempDir Path folder) {
    this.folder = folder;
  }

  /** A record of each cell. */
  private RunStore records() throws Exception {
    Vocabulary vocabulary = FakeVocabulary.create(false);
    Plan plan =
        new Planner(vocabulary, Scales.small(vocabulary))
            .plan(List.of(Scales.spec(vocabulary, "name: x\n" + SPEC)));
    RunStore store = new RunStore(folder.resolve("runs"));
    for (Cell cell : plan.cells()) {
      store.put(FakeRecords.of(cell, RunRecord.Outcome.COMPLETED, "", 1));
    }
    return store;
  }

  /** Bytes that were read of the files of a folder. */
  private static Map<Path, Long> bytesRead(Path recording, Path below) throws IOException {
    Map<Path, Long> bytes = new TreeMap<>();
    for (RecordedEvent event : RecordingFile.readAllEvents(recording)) {
      String path = event.getString("path");
      if (path != null && Path.of(path).startsWith(below)) {
        // At the end of a file as many as -1 are read.
        bytes.merge(Path.of(path), Math.max(0, event.getLong("bytesRead")), Long::sum);
      }
    }
    return bytes;
  }

  /** Both specs ask for the same cells. */
  @Test
  void noRecordIsReadTwice() throws Exception {
    RunStore store = records();
    Path experiments = Files.createDirectories(folder.resolve("experiments"));
    Files.writeString(
        Files.createDirectories(experiments.resolve("scales")).resolve("small.yaml"), Scales.SMALL);
    for (String name : List.of("one", "other")) {
      Files.writeString(experiments.resolve(name + ".yaml"), "name: " + name + "\n" + SPEC);
    }
    CommandRun commands = CommandRun.ofFake();
    Path file = folder.resolve("reads.jfr");
    try (Recording recording = new Recording()) {
      recording.enable(READ).withThreshold(Duration.ZERO).withoutStackTrace();
      recording.start();
      int code =
          commands.run(
              "plan",
              "one",
              "other",
              "--scale",
              "small",
              "--experiments",
              experiments.toString(),
              "--runs",
              store.root().toString());
      recording.stop();
      assertThat(code).as(commands.told()).isEqualTo(ExitCode.OK);
      recording.dump(file);
    }
    assertThat(commands.told()).contains("14 cells, 14 done");
    Map<Path, Long> read = bytesRead(file, store.root());
    assertThat(read.keySet()).as("records").hasSize(14);
    for (Map.Entry<Path, Long> record : read.entrySet()) {
      assertThat(record.getValue())
          .as("bytes read of %s", record.getKey())
          .isLessThanOrEqualTo(Files.size(record.getKey()));
    }
  }
}
