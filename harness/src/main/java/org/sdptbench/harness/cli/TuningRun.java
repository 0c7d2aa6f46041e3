package org.sdptbench.harness.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sdptbench.harness.launch.LaunchResult;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.RecipeSettings;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.Spec;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.harness.tune.RatesFile;
import org.sdptbench.harness.tune.TunedRates;
import org.sdptbench.harness.tune.Tuning;

/**
 * Chooses rates by validation: what {@code tune} does.
 *
 * @param cells runs them, and knows the options
 */
record TuningRun(LocalCells cells) {

  /**
   * Chooses a rate for every entry of a spec, with as many trials for each.
   *
   * @param name name or file of the spec; the rates on its axis are tried first
   * @param rates where the chosen rates are left; empty for the file that the scale names, or,
   *     where that names none or only a part was tuned, {@code rates.yaml} in the folder of the
   *     output
   * @return an exit code
   */
  int run(String name, Optional<Path> rates) throws IOException, InvalidInputException {
    cells.launch().check();
    Vocabulary vocabulary = cells.engine().vocabulary(cells.specs().data());
    Scale scale = cells.specs().scale(vocabulary);
    Spec spec = cells.specs().specs(List.of(name), vocabulary, scale).get(0);
    Tuning tuning = Tuning.of(spec, vocabulary, scale);
    Optional<Path> ofScale = cells.specs().isWhole() ? scale.rates() : Optional.empty();
    Path file = rates.or(() -> ofScale).orElseGet(() -> cells.launch().out().resolve("rates.yaml"));
    RatesFile.read(file); // what is no file of rates is told before anything runs
    refuseUntuned(tuning, scale, file);
    RunStore store = new RunStore(cells.launch().out().resolve("runs"));
    cells.specs().changes().forEach(cells::say);
    cells.say("%s entries, each with %s trials".formatted(spec.methods().size(), tuning.trials()));
    boolean clean = true;
    for (Plan plan = tuning.next(); !plan.cells().isEmpty(); plan = tuning.next()) {
      LocalCells.refuseMissing(plan, vocabulary);
      LaunchResult result =
          cells.run(
              LocalCells.code(),
              scale,
              vocabulary,
              plan.cells(),
              store,
              store.all(),
              ExperimentTables.none());
      List<String> unknown = tuning.take(store);
      if (!unknown.isEmpty()) {
        cells.say("Without a result: " + String.join("; ", unknown));
        cells.say("Nothing is chosen until every trial has one; the same command goes on.");
        return ExitCode.CELLS_FAILED;
      }
      clean &= result.isClean();
    }
    TunedRates chosen = tuning.chosen();
    chosen.chosen().forEach(one -> cells.say(words(one)));
    chosen.write(file);
    cells.say("Rates: " + file);
    return clean ? ExitCode.OK : ExitCode.CELLS_FAILED;
  }

  /** A rate beside the learning rate is chosen at that, which a scale must have first. */
  private static void refuseUntuned(Tuning tuning, Scale scale, Path file)
      throws InvalidInputException {
    if (!tuning.setting().equals(RecipeSettings.LEARNING_RATE)
        && scale.rates().filter(file::equals).isPresent()
        && scale.tuned().isEmpty()) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument(file.toString()),
              "%s is tuned at each method's own learning rate, and these are not tuned yet"
                  .formatted(tuning.setting()),
              "./sdptbench tune --scale %s first, or --rates FILE to leave it elsewhere"
                  .formatted(scale.name())));
    }
  }

  private static String words(TunedRates.Chosen one) {
    String settings = one.settings().isEmpty() ? "" : " " + one.settings();
    String rate =
        one.rate().isPresent() ? String.valueOf(one.rate().getAsDouble()) : "none, all diverged";
    return "%s%s: %s (%s)".formatted(one.method(), settings, rate, one.inWords());
  }
}
