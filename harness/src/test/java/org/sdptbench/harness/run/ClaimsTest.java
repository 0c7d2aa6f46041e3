package org.sdptbench.harness.run;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.run.Claims.Answer;
import org.sdptbench.reports.file.ProcessId;

class ClaimsTest {
  private static final String CELL = "ab" + "0".repeat(62);
  private static final Duration NEVER = Duration.ofHours(1);

  private final Path root;
  private final AtomicLong clock = new AtomicLong();

  ClaimsTest(@TempDir Path folder) {
    this.root = folder.resolve("runs");
  }

  private Claims claims(Presence presence) {
    return new Claims(root, presence, clock::get, Duration.ofSeconds(90));
  }

  private void sleep(Duration time) {
    clock.addAndGet(time.toNanos());
  }

  /** As a process of another machine leaves it that says nothing any more. */
  private Path claimOf(String process, int number) throws Exception {
    Files.createDirectories(root.resolve("ab"));
    Files.createDirectories(root.resolve(".processes"));
    Files.writeString(
        root.resolve(".processes/" + process + ".json"),
        "{\"host\":\"node7\",\"since\":\"2026-01-01T00:00:00Z\",\"beat\":\"000000000003\"}");
    return Files.writeString(root.resolve("ab").resolve(CELL + ".claim-" + number), process);
  }

  private List<String> left() throws Exception {
    try (Stream<Path> files = Files.walk(root)) {
      return files
          .filter(Files::isRegularFile)
          .map(file -> root.relativize(file).toString())
          .sorted()
          .toList();
    }
  }

  @Test
  void aCellIsOneProcesssUntilItGivesItBack() throws Exception {
    try (Presence first = Presence.begin(root, NEVER);
        Presence second = Presence.begin(root, NEVER)) {
      Answer granted = claims(first).ask(CELL);
      assertThat(granted).isInstanceOf(Answer.Granted.class);
      assertThat(claims(second).ask(CELL))
          .isInstanceOfSatisfying(
              Answer.Held.class,
              held -> assertThat(held.owner().pid()).isEqualTo(ProcessHandle.current().pid()));
      ((Answer.Granted) granted).claim().close();
      assertThat(claims(second).ask(CELL)).isInstanceOf(Answer.Granted.class);
    }
  }

  @Test
  void ofManyWhoAskAtOnceOneGetsIt() throws Exception {
    claimOf("0123456789ab-1-1.00000000", 0);
    ExecutorService pool = Executors.newFixedThreadPool(16);
    List<Presence> presences = new ArrayList<>();
    try {
      List<Callable<Answer>> asking = new ArrayList<>();
      for (int i = 0; i < 16; i++) {
        Presence presence = Presence.begin(root, NEVER);
        presences.add(presence);
        Claims claims = claims(presence);
        assertThat(claims.ask(CELL)).as("it may live").isInstanceOf(Answer.Held.class);
        asking.add(() -> claims.ask(CELL));
      }
      sleep(Duration.ofSeconds(91));
      int granted = 0;
      for (Future<Answer> answer : pool.invokeAll(asking)) {
        granted += answer.get() instanceof Answer.Granted ? 1 : 0;
      }
      assertThat(granted).isEqualTo(1);
    } finally {
      pool.shutdownNow();
      for (Presence presence : presences) {
        presence.close();
      }
    }
  }

  @Test
  void aProcessOfThisMachineThatIsGoneHoldsNothing() throws Exception {
    Process ended = new ProcessBuilder("true").start();
    ended.waitFor();
    ProcessId gone = new ProcessId(ProcessId.own().place(), ended.pid(), 1);
    claimOf(gone.text() + ".00000000", 0);
    try (Presence presence = Presence.begin(root, NEVER)) {
      Answer answer = claims(presence).ask(CELL);
      assertThat(answer).isInstanceOf(Answer.Granted.class);
      assertThat(root.resolve("ab").resolve(CELL + ".claim-1")).exists();
      ((Answer.Granted) answer).claim().close();
      assertThat(left()).noneMatch(name -> name.contains("claim"));
    }
  }

  /** Its number is that of another process by now. */
  @Test
  void anotherProcessOfTheSameNumberIsNotTheOwner() {
    ProcessId own = ProcessId.own();
    assertThat(own.isGone()).isFalse();
    assertThat(new ProcessId(own.place(), own.pid(), own.start() + 1).isGone()).isTrue();
    assertThat(new ProcessId("0123456789ab", own.pid(), own.start() + 1).isGone()).isFalse();
    assertThat(ProcessId.parse(own.text())).contains(own);
  }

  /** Only beats count: neither the clocks of the two machines nor the times of the files. */
  @Test
  void ofAnotherMachineSilenceIsWatchedWhateverTheClocksSay() throws Exception {
    String other = "0123456789ab-77-1.00000000";
    Path claim = claimOf(other, 0);
    Path beat = root.resolve(".processes/" + other + ".json");
    try (Presence presence = Presence.begin(root, NEVER)) {
      Claims claims = claims(presence);
      for (String jump : List.of("1970-01-01T00:00:00Z", "2099-01-01T00:00:00Z")) {
        FileTime time = FileTime.from(Instant.parse(jump));
        Files.setLastModifiedTime(claim, time);
        Files.setLastModifiedTime(beat, time);
        assertThat(claims.ask(CELL)).as(jump).isInstanceOf(Answer.Held.class);
        sleep(Duration.ofSeconds(80));
        assertThat(claims.ask(CELL)).as(jump).isInstanceOf(Answer.Held.class);
        Files.writeString(beat, Files.readString(beat).replaceFirst("(\\d)\"}", "$10\"}"));
      }
      assertThat(claims.ask(CELL))
          .isInstanceOfSatisfying(
              Answer.Held.class,
              held ->
                  assertThat(held.owner())
                      .hasToString("process 77 on node7, since 2026-01-01T00:00:00Z"));
      sleep(Duration.ofSeconds(91));
      assertThat(claims.ask(CELL)).as("no beat since").isInstanceOf(Answer.Granted.class);
    }
  }

  @Test
  void aPresenceBeatsAndGoesWithItsProcess() throws Exception {
    Presence presence = Presence.begin(root, Duration.ofMillis(20));
    Path file = Presence.file(root, presence.name());
    String first = Files.readString(file);
    assertThat(first).contains("\"beat\":\"0000000000");
    long end = System.nanoTime() + Duration.ofSeconds(20).toNanos();
    while (Files.readString(file).equals(first) && System.nanoTime() < end) {
      Thread.sleep(10);
    }
    assertThat(Files.readString(file)).isNotEqualTo(first).hasSameSizeAs(first);
    presence.close();
    assertThat(left()).isEmpty();
  }
}
