package org.sdptbench.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.sdptbench.harness.run.Claims;
import org.sdptbench.harness.run.Leftovers;
import org.sdptbench.harness.run.Presence;
import org.sdptbench.harness.run.RecordArchive;
import org.sdptbench.harness.run.RecordImport;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.run.RunStore.Entry;
import org.sdptbench.harness.run.StoreListing;
import org.sdptbench.harness.run.StoreListing.Stored;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Outcome;
import org.sdptbench.reports.record.RunRecords;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sdptbench runs}. */
@Command(
    name = "runs",
    description = {
      "The run records of a folder: what is there, whether it is whole, what killed processes left;",
      "taken from elsewhere, and given as one file."
    },
    synopsisSubcommandLabel = "COMMAND")
final class RunsCommand implements Runnable {
  private static final int SHORT_ID = 12;

  @Spec private CommandSpec spec = CommandSpec.create();

  /** Which records. */
  static final class Folder {
    @Option(
        names = "--runs",
        paramLabel = "DIR",
        defaultValue = "runs",
        description = "Folder of run records (default: runs).")
    private Path runs = Path.of("runs");

    /**
     * The store.
     *
     * @throws InvalidInputException if there is none
     */
    RunStore existing() throws InvalidInputException {
      if (!Files.isDirectory(runs)) {
        throw new InvalidInputException(
            Problem.of(
                Location.argument("--runs " + runs),
                Files.exists(runs) ? "a file" : "no such folder",
                "a folder that run or reproduce filled"));
      }
      return new RunStore(runs);
    }

    /** The store, which may be new. */
    RunStore any() throws InvalidInputException {
      Problems problems = new Problems();
      Checks.writable("--runs", runs, problems);
      problems.throwIfAny();
      return new RunStore(runs);
    }
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** What is there. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description = "Lists every run: its cell, method, task and seed, how it ended, age and size.")
  Integer list(@Mixin Folder folder) throws IOException, InvalidInputException {
    StoreListing listing = new StoreListing(folder.existing());
    PrintWriter out = spec.commandLine().getOut();
    List<List<String>> rows = new ArrayList<>();
    rows.add(List.of("cell", "method", "task", "seed", "age", "size", "outcome"));
    for (String cell : listing.cells()) {
      rows.add(row(listing.of(cell)));
    }
    if (rows.size() > 1) {
      Columns.of(rows, true).forEach(out::println);
    }
    for (Path stranger : listing.strangers()) {
      out.printf("%s: no file of a run%n", stranger);
    }
    out.printf("%s runs%n", rows.size() - 1);
    out.flush();
    return ExitCode.OK;
  }

  private static List<String> row(Stored stored) {
    String id = stored.cell().substring(0, SHORT_ID);
    String age = Durations.rough(Duration.between(stored.changed(), Instant.now()).toSeconds());
    String size = Sizes.of(stored.bytes());
    return stored.entry() instanceof Entry.Present present
        ? List.of(
            id,
            printable(present.record().method().label()),
            printable(present.record().task().label()),
            String.valueOf(present.record().seed()),
            age,
            size,
            words(stored))
        : List.of(id, "-", "-", "-", age, size, words(stored));
  }

  private static String words(Stored stored) {
    String ending = printable(ending(stored.entry()));
    return stored.runner().isEmpty()
        ? ending
        : "%s; runs in %s".formatted(ending, stored.runner().get());
  }

  private static String ending(Entry entry) {
    if (entry instanceof Entry.Present present) {
      RunRecord record = present.record();
      String message = record.message();
      return record.outcome().inWords()
          + (message == null ? "" : ", " + message.lines().findFirst().orElse(""));
    } else if (entry instanceof Entry.Damaged damaged) {
      return damaged.reason().startsWith("damaged")
          ? damaged.reason()
          : "damaged: " + damaged.reason();
    } else if (entry instanceof Entry.Newer newer) {
      return "newer: " + newer.reason();
    }
    return "no record";
  }

  /** Without what would steer a terminal. */
  private static String printable(String text) {
    return text.replaceAll("\\p{C}", "?");
  }

  /** One of them. */
  @Command(
      name = "show",
      mixinStandardHelpOptions = true,
      description = "Shows all that is known of a run: its record, where its log and adapter are.")
  Integer show(
      @Mixin Folder folder,
      @Parameters(paramLabel = "CELL", description = "The id of its cell, or the start of it.")
          String start)
      throws IOException, InvalidInputException {
    RunStore store = folder.existing();
    StoreListing listing = new StoreListing(store);
    List<String> found = listing.cells().stream().filter(cell -> cell.startsWith(start)).toList();
    if (found.size() != 1 || start.isEmpty()) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument(start.isEmpty() ? "''" : start),
              "%s runs begin so".formatted(found.size()),
              "the start of one cell's id, as runs list shows it"));
    }
    String cell = found.get(0);
    Stored stored = listing.of(cell);
    PrintWriter out = spec.commandLine().getOut();
    out.printf("%s: %s%n", cell, words(stored));
    for (Path file : List.of(store.file(cell), store.log(cell), store.adapter(cell))) {
      if (Files.exists(file)) {
        out.printf("  %s%n", file);
      }
    }
    if (stored.entry() instanceof Entry.Present) {
      out.print(Files.readString(store.file(cell)));
    }
    out.flush();
    return ExitCode.OK;
  }

  /** Whether they are whole. */
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description = {
        "Compares every record and adapter with the digest that the record carries.",
        "Exit code 1 if any is damaged."
      })
  Integer verify(@Mixin Folder folder) throws IOException, InvalidInputException {
    RunStore store = folder.existing();
    StoreListing listing = new StoreListing(store);
    PrintWriter out = spec.commandLine().getOut();
    int whole = 0;
    int unsealed = 0;
    int damaged = 0;
    int newer = 0;
    int without = 0;
    for (String cell : listing.cells()) {
      Entry entry = store.get(cell);
      if (entry instanceof Entry.Present present) {
        RunRecord record = present.record();
        boolean sealed = record.version() >= RunRecord.SEALED_VERSION;
        whole += sealed ? 1 : 0;
        unsealed += sealed ? 0 : 1;
        without += record.adapter() != null && !Files.exists(store.adapter(cell)) ? 1 : 0;
      } else if (entry instanceof Entry.Damaged bad) {
        damaged++;
        out.printf("%s: %s%n", bad.file(), printable(bad.reason()));
      } else if (entry instanceof Entry.Newer other) {
        newer++;
        out.printf("%s: %s%n", other.file(), other.reason());
      }
    }
    out.printf(
        "%s records whole, %s of an older version without a digest, %s damaged, %s newer; %s"
            + " adapters are not here any more%n",
        whole, unsealed, damaged, newer, without);
    out.flush();
    return damaged == 0 ? ExitCode.OK : ExitCode.DAMAGED;
  }

  /** What killed processes left. */
  @Command(
      name = "gc",
      mixinStandardHelpOptions = true,
      description = {
        "Removes what killed processes left, and gives a whole record its name that one of them had"
            + " not named yet. run and reproduce do the same for processes of this machine.",
        "Records, logs and adapters stay."
      })
  Integer gc(
      @Mixin Folder folder,
      @Option(
              names = "--wait",
              description =
                  "Watch processes of other machines for 90 s, and remove what silent ones left.")
          boolean wait)
      throws IOException, InvalidInputException, InterruptedException {
    RunStore store = folder.existing();
    PrintWriter out = spec.commandLine().getOut();
    Leftovers.Found found = new Leftovers(store).clean();
    say(found, out);
    if (wait && !found.kept().isEmpty()) {
      try (Presence own = Presence.begin(store.root(), Presence.BEAT)) {
        Claims claims = new Claims(store.root(), own, System::nanoTime, Claims.SILENCE);
        new Leftovers(store).clean(claims); // begins to watch
        for (long left = Claims.SILENCE.toSeconds(); left > 0; left -= 10) {
          out.printf("watching the others, %s s left%n", left);
          out.flush();
          Thread.sleep(10_000);
        }
        found = new Leftovers(store).clean(claims);
      }
      say(found, out);
    }
    for (Path file : found.kept()) {
      out.printf("%s: of a process that may live%n", file);
    }
    out.flush();
    return ExitCode.OK;
  }

  private static void say(Leftovers.Found found, PrintWriter out) {
    found.removed().forEach(file -> out.printf("removed %s%n", file));
    found.recovered().forEach(file -> out.printf("recovered %s%n", file));
    out.printf(
        "%s files and folders removed, %s records recovered%n",
        found.removed().size(), found.recovered().size());
    out.flush();
  }

  /** From elsewhere. */
  @Command(
      name = "import",
      mixinStandardHelpOptions = true,
      description =
          "Takes records of finished runs that are missing here from another folder of run records,"
              + " with adapters and pictures, or from an archive, as export and publish write it.")
  Integer take(
      @Mixin Folder folder,
      @Parameters(paramLabel = "FROM", description = "A folder of run records, or a zip file.")
          Path from)
      throws IOException, InvalidInputException {
    RunStore store = folder.any();
    PrintWriter out = spec.commandLine().getOut();
    RecordImport done;
    List<RunRecords.Skipped> skipped;
    if (Files.isDirectory(from)) {
      RunRecords records = RunRecords.read(from);
      skipped = records.skipped();
      done = RecordImport.all(store, records.byCell().values(), new RunStore(from));
    } else {
      RunRecords records = new RecordArchive(from).source().read();
      skipped = records.skipped();
      done = RecordImport.all(store, records.byCell().values());
    }
    skipped.forEach(file -> out.printf("%s: not read: %s, %s%n", from, file.path(), file.reason()));
    out.printf(
        "%s records taken, %s were there, %s are of runs without a result%n",
        done.taken(), done.present(), done.refused().size());
    out.flush();
    return ExitCode.OK;
  }

  /** To elsewhere. */
  @Command(
      name = "export",
      mixinStandardHelpOptions = true,
      description =
          "Writes all records as one zip file, without adapters and pictures. publish writes it too,"
              + " with the plan and the report.")
  Integer give(
      @Mixin Folder folder,
      @Parameters(paramLabel = "FILE", description = "The zip file to write.") Path file)
      throws IOException, InvalidInputException {
    RunStore store = folder.existing();
    RunRecords records = RunRecords.read(store.root());
    PrintWriter out = spec.commandLine().getOut();
    records.skipped().forEach(bad -> out.printf("left out: %s, %s%n", bad.path(), bad.reason()));
    new RecordArchive(file).write(records.byCell().values());
    Map<Outcome, Integer> counts = new EnumMap<>(Outcome.class);
    records.byCell().values().forEach(run -> counts.merge(run.outcome(), 1, Integer::sum));
    out.printf("%s: %s records", file, records.byCell().size());
    counts.forEach((outcome, count) -> out.printf(", %s %s", count, outcome.inWords()));
    out.println();
    out.flush();
    return ExitCode.OK;
  }
}
