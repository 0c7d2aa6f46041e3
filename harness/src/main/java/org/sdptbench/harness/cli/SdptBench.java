package org.sdptbench.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import org.sdptbench.harness.spec.InvalidInputException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.Spec;

/** The root command. */
@Command(
    name = "sdptbench",
    mixinStandardHelpOptions = true,
    versionProvider = SdptBench.Version.class,
    header = "Reproduces SDPT (ECCV 2024) and compares it with other tuning methods on GLIP.",
    description = {
      "",
      "Start with:",
      "  sdptbench reproduce --quick     a small slice in a few minutes",
      "  sdptbench plan comparison       what would run, and how long",
      "  sdptbench run comparison --methods sdpt --set sdpt.k=20 --seeds 0..4",
      ""
    },
    synopsisSubcommandLabel = "COMMAND",
    commandListHeading = "%nCommands:%n",
    optionListHeading = "%nOptions:%n",
    footerHeading = "%nExit codes:%n",
    footer = {
      "  0   all is well",
      "  1   some cells or benchmarks failed or were not run; the others are done and reported; with --verify: some differ",
      "  2   a mistake in the command line, a spec or the data; nothing has run",
      "  70  a bug; please report the stack trace",
      "  74  the output could not be written, e.g. to a full disk"
    })
public final class SdptBench implements Runnable {
  private final CommandLine commands;

  @Spec private CommandSpec spec = CommandSpec.create();

  /**
   * The command with all its subcommands.
   *
   * @param main class that starts this command; workers are started through it too
   */
  public SdptBench(Engine engine, Class<?> main) {
    commands =
        new CommandLine(this)
            .addSubcommand(new ReproduceCommand(engine, main))
            .addSubcommand(new RunCommand(engine, main))
            .addSubcommand(new PlanCommand(engine))
            .addSubcommand(new CalibrateCommand(engine, main))
            .addSubcommand(new TuneCommand(engine, main))
            .addSubcommand(new ReportCommand())
            .addSubcommand(new PublishCommand())
            .addSubcommand(new StatusCommand())
            .addSubcommand(new RunsCommand())
            .addSubcommand(new VerifyDeterminismCommand(engine, main))
            .addSubcommand(new CompareCommand())
            .addSubcommand(new ClaimsCommand())
            .addSubcommand(new MethodsCommand(engine))
            .addSubcommand(new ParamsCommand(engine))
            .addSubcommand(new DatasetsCommand())
            .addSubcommand(new WeightsCommand())
            .addSubcommand(new DetectCommand(engine))
            .addSubcommand(new DoctorCommand())
            .addSubcommand(new BenchCommand(main))
            .addSubcommand(new PretrainCommand(engine))
            .addSubcommand(new WorkerCellCommand(engine))
            .addSubcommand(new CellsCommand(engine, main))
            .addSubcommand(new RehearsalCommand(engine))
            .registerConverter(Path.class, new PathText())
            .setExecutionExceptionHandler(SdptBench::explain)
            .setExitCodeExceptionMapper(
                e -> e instanceof ParameterException ? ExitCode.USER_ERROR : ExitCode.BUG);
    commands.getSubcommands().values().forEach(SdptBench::describe);
  }

  /** Runs a command and returns its {@link ExitCode}. */
  public int execute(String... arguments) {
    int code = commands.execute(arguments);
    if (outputIsWritten()) {
      return code;
    }
    commands.getErr().println("the output could not be written: no space, or nobody reads it");
    return code == ExitCode.OK ? ExitCode.OUTPUT_LOST : code;
  }

  /** Writers keep silent about what they could not write, until they are asked. */
  private boolean outputIsWritten() {
    boolean lost = System.out.checkError() || commands.getOut().checkError();
    for (CommandLine command : commands.getSubcommands().values()) {
      lost |= command.getOut().checkError();
    }
    return !lost;
  }

  /** Has all commands speak to these writers rather than to the standard streams. */
  public SdptBench speakingTo(PrintWriter out, PrintWriter err) {
    commands.setOut(out).setErr(err);
    return this;
  }

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  private static void describe(CommandLine command) {
    command.getCommandSpec().mixinStandardHelpOptions(true);
    command.getCommandSpec().versionProvider(new Version());
  }

  private static int explain(Exception e, CommandLine command, ParseResult arguments)
      throws Exception {
    PrintWriter err = command.getErr();
    if (e instanceof InvalidInputException) {
      err.println(e.getMessage());
      return ExitCode.USER_ERROR;
    } else if (e instanceof NoSuchFileException missing) {
      err.println(missing.getFile() + ": no such file");
      return ExitCode.USER_ERROR;
    } else if (e instanceof FileSystemException failed) {
      err.println(failed.getFile() + ": " + words(failed));
      return ExitCode.USER_ERROR;
    } else if (e instanceof IOException) {
      err.println(e.getMessage());
      return ExitCode.USER_ERROR;
    }
    throw e; // a bug: picocli prints the stack trace, and the mapper says 70
  }

  /** Why something could not be read or written; of some reasons Java gives the class only. */
  static String words(IOException e) {
    String said =
        e instanceof FileSystemException failed
            ? failed.getReason()
            : String.valueOf(e.getMessage());
    if (said != null) {
      return said;
    } else if (e instanceof NoSuchFileException) {
      return "no such file or folder";
    } else if (e instanceof AccessDeniedException) {
      return "no right to read or write it";
    } else if (e instanceof FileAlreadyExistsException) {
      return "is there already";
    } else if (e instanceof NotDirectoryException) {
      return "a file, needed is a folder";
    }
    return e.getClass().getSimpleName();
  }

  /** The version in the manifest of the jar. */
  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      String version = SdptBench.class.getPackage().getImplementationVersion();
      return new String[] {"sdptbench " + (version == null ? "(not packaged)" : version)};
    }
  }
}
