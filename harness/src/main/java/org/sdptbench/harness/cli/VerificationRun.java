package org.sdptbench.harness.cli;

import java.io.IOException;
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

/**
 * Runs published cells again and compares: what {@code reproduce --verify} does.
 *
 * @param cells runs them, and knows the options
 */
record VerificationRun(LocalCells cells) {

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
    cells.launch().check();
    Vocabulary vocabulary = cells.engine().vocabulary(cells.specs().data());
    Scale scale = cells.specs().scale(vocabulary);
    Plan plan = cells.specs().plan(List.of(), vocabulary, scale);
    LocalCells.refuseMissing(plan, vocabulary);
    RecordArchive archive = RecordArchive.in(published);
    RecordArchive.Contents contents = cells.read(archive);
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
    cells.specs().changes().forEach(cells::say);
    cells.say(
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
    boolean same =
        new VerificationText(cells.out()).print(sample, contents.byCell(), store, tolerance);
    cells.say("Records of the runs made again: " + store.root());
    return same ? ExitCode.OK : ExitCode.DIFFERENT;
  }

  /** A folder without records: those of earlier runs would be taken for runs made again. */
  private Path scratch() throws IOException, InvalidInputException {
    if (cells.launch().out().equals(Path.of("."))) {
      return Files.createTempDirectory("sdptbench-verify").resolve("runs");
    }
    Path runs = cells.launch().out().resolve("runs");
    if (Files.exists(runs)) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument("--out " + cells.launch().out()),
              "has runs/ already",
              "with --verify, a folder without"));
    }
    return runs;
  }
}
