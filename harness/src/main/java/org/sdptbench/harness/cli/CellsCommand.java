package org.sdptbench.harness.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.CellJson;
import org.sdptbench.harness.run.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sdptbench cells}: what a job on a cluster starts. */
@Command(
    name = CellsCommand.NAME,
    hidden = true,
    description = "Runs cells that are planned already, on this machine; writes no report.")
final class CellsCommand implements Callable<Integer> {
  static final String NAME = "cells";

  /** Folder beside a task's list, with a file for each cell. */
  static final String FOLDER = "cells";

  private final Engine engine;
  private final Class<?> main;
  @Mixin private SpecOptions specs = new SpecOptions();
  @Mixin private LaunchOptionsMixin launch = new LaunchOptionsMixin();
  @Spec private CommandSpec spec = CommandSpec.create();

  @Option(names = "--commit", defaultValue = "unknown", description = "Commit of the code.")
  private String commit = "unknown";

  @Option(names = "--dirty", description = "The code differs from the commit.")
  private boolean dirty;

  @Parameters(paramLabel = "FILE", description = "The ids of the cells, one a line.")
  private Path task = Path.of("");

  CellsCommand(Engine engine, Class<?> main) {
    this.engine = engine;
    this.main = main;
  }

  @Override
  public Integer call() throws Exception {
    List<Cell> cells = new ArrayList<>();
    Path folder = task.resolveSibling(FOLDER);
    for (String id : Files.readAllLines(task)) {
      cells.add(new CellJson().read(folder.resolve(id + ".json")));
    }
    return new Session(engine, main, specs, launch, spec.commandLine().getOut())
        .cells(cells, new Environment.Code(commit, dirty));
  }
}
