package org.sdptbench.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.List;
import java.util.OptionalDouble;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.run.RecordArchive;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.run.VerificationSample;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.reports.record.RunRecord;

/** Runs published cells again and compares: what {@code reproduce --verify} does. */
final class VerificationRun {
  private final Engine engine;
  private final SpecOptions specs;
  private final LaunchOptionsMixin launch;
  private final LocalCells cells;
  private final PrintWriter out;

  VerificationRun(
      Engine engine, Class<?> main, SpecOptions specs, LaunchOptionsMixin launch, PrintWriter out) {
    this.engine = engine;
    this.specs = specs;
    this.launch = launch;
    this.cells = new LocalCells(engine, main, specs, launch, out);
    this.out = out;
  }

  /**
   * Runs a sample of published cells again and prints what differs from the published records.
   *
   * @param published folder of published results
   * @param size number of cells
   * @param tolerance what results may differ by; empty: nothing on a machine of the same type
   * @return {@link ExitCode#OK} if all were run again and nothing differs
   */
  int run(Path published, int size, OptionalDouble tolerance)
      throws IOException, InvalidInputException {
    launch.check();
    Vocabulary vocabulary = engine.vocabulary(specs.data());
    Scale scale = specs.scale(vocabulary);
    Plan plan = specs.plan(List.of(), vocabulary, scale);
    LocalCells.refuseMissing(plan, vocabulary);
    RecordArchive archive = RecordArchive.in(published);
    RecordArchive.Contents contents = read(archive);
    VerificationSample sample = VerificationSample.of(plan.cells(), contents.byCell(), size);
    if (sample.cells().isEmpty()) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument(archive.file().toString()),
              "none of its %s records is of a finished cell of this plan"
                  .formatted(contents.byCell().size()),
              "what was published at scale %s by this version, with the same options"
                  .formatted(scale.name())));
    }
    specs.changes().forEach(this::say);
    say(
        "%s: running %s of %s published cells of the plan again (%s records in all)"
            .formatted(
                archive.file(),
                sample.cells().size(),
                sample.candidates(),
                contents.byCell().size()));
    RunStore store = new RunStore(scratch());
    Collection<RunRecord> known = contents.byCell().values();
    cells.run(
        LocalCells.code(),
        scale,
        vocabulary,
        sample.cells(),
        store,
        known,
        ExperimentTables.none());
    boolean same = new VerificationText(out).print(sample, contents.byCell(), store, tolerance);
    say("Records of the runs made again: " + store.root());
    return same ? ExitCode.OK : ExitCode.DIFFERENT;
  }

  /** A folder without records: those of earlier runs would be taken for runs made again. */
  private Path scratch() throws IOException, InvalidInputException {
    if (launch.out().equals(Path.of("."))) {
      return Files.createTempDirectory("sdptbench-verify").resolve("runs");
    }
    Path runs = launch.out().resolve("runs");
    if (Files.exists(runs)) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument("--out " + launch.out()),
              "has runs/ already",
              "with --verify, a folder without"));
    }
    return runs;
  }

  private RecordArchive.Contents read(RecordArchive archive) throws IOException {
    RecordArchive.Contents contents = archive.read();
    for (RecordArchive.Skipped skipped : contents.skipped()) {
      say("%s: not read: %s, %s".formatted(archive.file(), skipped.entry(), skipped.reason()));
    }
    return contents;
  }

  private void say(String line) {
    out.println(line);
    out.flush();
  }
}
