package org.sdptbench.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.sdptbench.harness.device.Devices;
import org.sdptbench.harness.launch.CellMemory;
import org.sdptbench.harness.launch.LaunchOptions;
import org.sdptbench.harness.launch.LaunchResult;
import org.sdptbench.harness.launch.Launcher;
import org.sdptbench.harness.launch.LocalLauncher;
import org.sdptbench.harness.launch.MeasuredMemory;
import org.sdptbench.harness.launch.WorkerCommand;
import org.sdptbench.harness.launch.Workers;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellTimes;
import org.sdptbench.harness.plan.Ingredient;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.RecordArchive;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.harness.spec.Recipe;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.reports.record.RunRecord;

/**
 * Runs cells on this machine, in workers of its devices and as many as its memory allows.
 *
 * @param main class that starts workers
 * @param out what is said to people
 */
record LocalCells(
    Engine engine, Class<?> main, SpecOptions specs, LaunchOptionsMixin launch, PrintWriter out) {

  /** The state of this copy of the program. */
  static Environment.Code code() {
    return Environment.code(Path.of(System.getProperty("sdptbench.home", ".")));
  }

  /**
   * Runs cells.
   *
   * @param code state of the code, for the provenance of records
   * @param known records from which times and memory are estimated
   * @param tables shown as experiments end
   * @throws InvalidInputException if a device is not there, or a cell cannot fit
   */
  LaunchResult run(
      Environment.Code code,
      Scale scale,
      Vocabulary vocabulary,
      List<Cell> cells,
      RunStore store,
      Collection<RunRecord> known,
      ExperimentTables tables)
      throws IOException, InvalidInputException {
    CellTimes times = new CellTimes(scale.estimate(), vocabulary.datasets(), known);
    CellMemory memory = memory(known, vocabulary);
    Devices devices = launch.devices();
    devices.reason().ifPresent(reason -> say("device: " + reason));
    LaunchOptions options = options(scale, cells, memory, devices);
    List<String> arguments =
        new ArrayList<>(List.of(WorkerCellCommand.NAME, "--commit", code.commit()));
    if (code.dirty()) {
      arguments.add("--dirty");
    }
    arguments.addAll(
        List.of(
            "--adapter-bytes",
            String.valueOf(launch.adapterBytes(scale)),
            "--feature-bytes",
            String.valueOf(launch.featureBytes()),
            "--checkpoint-every",
            launch.checkpointEvery().toString()));
    specs.data().ifPresent(d -> arguments.addAll(List.of("--data", d.toString())));
    try (ConsoleProgress console =
        ConsoleProgress.start(out, cells, times, options.workers(), tables)) {
      Launcher launcher =
          new LocalLauncher(
              new WorkerCommand(main.getName(), launch.heap(), arguments, devices.names()),
              store,
              options,
              times,
              code,
              console);
      CountDownLatch ended = new CountDownLatch(1);
      Thread hook = new Thread(() -> interrupted(launcher, console, ended), "stop");
      Runtime.getRuntime().addShutdownHook(hook);
      try {
        LaunchResult result = launcher.run(cells);
        console.summary(result);
        return result;
      } finally {
        ended.countDown();
        removeHook(hook);
      }
    }
  }

  /** With as many workers as fit, where the user has not said how many. */
  private LaunchOptions options(Scale scale, List<Cell> cells, CellMemory memory, Devices devices)
      throws InvalidInputException {
    if (devices.areGpus()) {
      return launch.options(devices.names().size(), scale);
    }
    OptionalLong asked = launch.memory();
    OptionalLong machine = asked.isPresent() ? asked : Environment.totalMemoryBytes();
    if (machine.isPresent()) {
      refuseTooLarge(cells, memory, machine.getAsLong());
    }
    int cores = Runtime.getRuntime().availableProcessors();
    Workers fitting = Workers.fitting(cells, memory, cores, Environment.availableMemoryBytes());
    if (launch.choosesWorkers() && fitting.limited()) {
      say(
          "%s of %s workers: one more might not fit into the memory that is free (%s for %s)"
              .formatted(
                  fitting.count(),
                  cores,
                  Sizes.of(Environment.availableMemoryBytes().orElse(0)),
                  Sizes.of(fitting.memoryBytes())));
    }
    return launch.options(fitting.count(), scale);
  }

  /** On Ctrl-C: ends the workers, waits for the launcher to tidy up, and says how to go on. */
  private static void interrupted(
      Launcher launcher, ConsoleProgress console, CountDownLatch ended) {
    launcher.stop();
    try {
      boolean tidy = ended.await(5, TimeUnit.SECONDS);
      console.stopped(tidy);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void removeHook(Thread hook) {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      // The process is ending: the hook runs, and the rest of the command must not.
      park();
    }
  }

  private static void park() {
    try {
      new CountDownLatch(1).await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Reads an archive, and says what of it cannot be read. */
  RecordArchive.Contents read(RecordArchive archive) throws IOException {
    RecordArchive.Contents contents = archive.read();
    for (RecordArchive.Skipped skipped : contents.skipped()) {
      say("%s: not read: %s, %s".formatted(archive.file(), skipped.entry(), skipped.reason()));
    }
    return contents;
  }

  /** Says what of a plan is not on this machine, and how to get it. */
  static void refuseMissing(Plan plan, Vocabulary vocabulary) throws InvalidInputException {
    Problems problems = new Problems();
    for (Ingredient missing : plan.missing()) {
      String what =
          switch (missing.kind()) {
            case DATA, TEST -> "data set ";
            case WEIGHTS -> "weights of ";
            case METHOD -> "method ";
          };
      problems.add(
          Problem.of(
              Location.argument(what + missing.name()),
              "not on this machine: " + missing.remedy(vocabulary)));
    }
    problems.throwIfAny();
  }

  /** How much memory cells take: as measured, or else as predicted. */
  CellMemory memory(Collection<RunRecord> known, Vocabulary vocabulary) throws IOException {
    return new MeasuredMemory(known, engine.memory(vocabulary.datasets(), launch.heapBytes()));
  }

  /**
   * Refuses cells that cannot fit.
   *
   * @throws InvalidInputException naming the largest of them and what would help
   */
  private void refuseTooLarge(List<Cell> cells, CellMemory memory, long machine)
      throws InvalidInputException {
    List<Cell> large = cells.stream().filter(cell -> memory.bytes(cell) > machine).toList();
    if (large.isEmpty()) {
      return;
    }
    Cell largest = large.stream().max(Comparator.comparingLong(memory::bytes)).orElseThrow();
    throw new InvalidInputException(
        Problem.of(
            Location.argument(largest.describe()),
            "needs about %s of memory, and there are %s; so do %s of %s cells"
                .formatted(
                    Sizes.of(memory.bytes(largest)), Sizes.of(machine), large.size(), cells.size()),
            "cells that fit, by "
                + (Recipe.of(largest.recipe()).training().recomputes()
                    ? ""
                    : "--set recipe.activations=recompute, ")
                + "a smaller recipe.batchSize or recipe.shorterSide, or other --methods; --memory SIZE"
                + " if there is more than is seen"));
  }

  /** Says a line to people. */
  void say(String line) {
    out.println(line);
    out.flush();
  }
}
