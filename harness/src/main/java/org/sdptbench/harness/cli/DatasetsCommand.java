package org.sdptbench.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.fetch.DataFolder;
import org.sdptbench.harness.fetch.Download;
import org.sdptbench.harness.fetch.Fetching;
import org.sdptbench.harness.fetch.RemoteFile;
import org.sdptbench.harness.fetch.Resource;
import org.sdptbench.harness.fetch.ResourceLock;
import org.sdptbench.harness.fetch.Unpacking;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code sdptbench datasets}. */
@Command(
    name = "datasets",
    description = {
      "Official data and weights: what there is, how to get it, whether it is right.",
      "Data of your own: whether they are right, and how they become a task."
    },
    subcommands = {DatasetsCheckCommand.class, DatasetsAddCommand.class},
    synopsisSubcommandLabel = "COMMAND",
    preprocessor = OptionsBeforeCommand.class)
final class DatasetsCommand implements Runnable {
  private static final String DATA = "Folder with real data, as other commands take it.";

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** What there is. */
  @Command(
      name = "list",
      mixinStandardHelpOptions = true,
      description =
          "Lists data sets and weights with size, licence and what is known of their digests.")
  Integer list(
      @Option(names = "--data", paramLabel = "DIR", description = DATA) @Nullable Path data)
      throws IOException, InvalidInputException {
    if (data != null) {
      refuseFile(data);
    }
    PrintWriter out = spec.commandLine().getOut();
    for (Resource resource : ResourceLock.embedded().resources().values()) {
      out.printf("%s (%s): %s%n", resource.name(), resource.version(), resource.holds());
      out.printf("  licence: %s; %s%n", resource.licence(), resource.home());
      for (RemoteFile file : resource.files()) {
        out.printf(
            "  %s  %s, SHA-256 %s%s%n",
            file.path(),
            size(file),
            digest(file, data),
            data == null ? "" : "; " + words(new DataFolder(data).state(file)));
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  /** Gets them. */
  @Command(
      name = "fetch",
      mixinStandardHelpOptions = true,
      description = {
        "Downloads data sets or weights, checks and unpacks them.",
        "What was broken off goes on; what is there is not fetched again."
      })
  Integer fetch(
      @Option(names = "--data", paramLabel = "DIR", required = true, description = DATA) Path data,
      @Option(
              names = "--mirror",
              paramLabel = "ADDRESS",
              description =
                  "Get files from ADDRESS/PATH instead, PATH being that in datasets.lock.")
          @Nullable URI mirror,
      @Option(names = "--keep-archives", description = "Keep archives beside what they held.")
          boolean keep,
      @Parameters(
              paramLabel = "NAME",
              arity = "1..*",
              description = "Names that list shows; odinw means all of odinw/.")
          List<String> names)
      throws IOException, InvalidInputException, InterruptedException {
    if (mirror != null
        && (mirror.getHost() == null
            || !List.of("http", "https").contains(String.valueOf(mirror.getScheme())))) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument("--mirror " + mirror),
              "no such address",
              "an http or https address"));
    }
    List<Resource> wanted = select(names);
    PrintWriter out = spec.commandLine().getOut();
    create(data);
    DataFolder folder = new DataFolder(data);
    TransferProgress progress = new TransferProgress(out, System::nanoTime);
    Download download =
        new Download(folder, Optional.ofNullable(mirror), Duration.ofSeconds(2), progress);
    Fetching fetching = new Fetching(folder, download, Unpacking.STANDARD, keep, progress);
    for (Resource resource : wanted) {
      fetching.fetch(resource);
    }
    return ExitCode.OK;
  }

  /** Checks them. */
  @Command(
      name = "verify",
      mixinStandardHelpOptions = true,
      description =
          "Reads files that are there and compares their SHA-256 with the published or recorded one;"
              + " it is a mistake if none is.")
  Integer verify(
      @Option(names = "--data", paramLabel = "DIR", required = true, description = DATA) Path data,
      @Parameters(
              paramLabel = "NAME",
              arity = "0..*",
              description = "Names that list shows (default: all).")
          @Nullable List<String> names)
      throws IOException, InvalidInputException {
    DataFolder folder = existing(data);
    PrintWriter out = spec.commandLine().getOut();
    boolean asked = names != null && !names.isEmpty();
    int wrong = 0;
    int seen = 0;
    for (Resource resource : select(names == null ? List.of() : names)) {
      for (RemoteFile file : resource.files()) {
        DataFolder.State state = folder.state(file);
        String result = words(state);
        seen += state == DataFolder.State.MISSING ? 0 : 1;
        if (state == DataFolder.State.PRESENT || state == DataFolder.State.WRONG_SIZE) {
          boolean known = folder.expected(file).isPresent();
          try {
            folder.verify(file, folder.place(file));
            result = known ? "right" : "not checked: nobody has published its digest";
          } catch (IOException e) {
            result = "WRONG: " + e.getMessage();
            wrong++;
          }
        } else if (asked && state != DataFolder.State.UNPACKED) {
          wrong++;
        }
        if (asked || state != DataFolder.State.MISSING) {
          out.printf("%s: %s%n", file.path(), result);
          out.flush();
        }
      }
    }
    if (seen == 0) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument("--data " + data),
              "nothing to verify: none of %s is there"
                  .formatted(asked ? String.join(", ", names) : "the files that list shows"),
              "a folder that ./sdptbench datasets fetch NAME --data DIR has filled"));
    }
    return wrong == 0 ? ExitCode.OK : ExitCode.USER_ERROR;
  }

  /** Says where they are. */
  @Command(
      name = "where",
      mixinStandardHelpOptions = true,
      description = "Says where the files of data sets or weights lie, or would.")
  Integer where(
      @Option(names = "--data", paramLabel = "DIR", required = true, description = DATA) Path data,
      @Parameters(paramLabel = "NAME", arity = "1..*", description = "Names that list shows.")
          List<String> names)
      throws IOException, InvalidInputException {
    refuseFile(data);
    DataFolder folder = new DataFolder(data);
    PrintWriter out = spec.commandLine().getOut();
    for (Resource resource : select(names)) {
      for (RemoteFile file : resource.files()) {
        Path place = file.unpack().map(data::resolve).orElse(folder.place(file));
        DataFolder.State state = folder.state(file);
        boolean others = state == DataFolder.State.MISSING && folder.holdsContents(file);
        out.printf(
            "%s  %s%s%n",
            place,
            file.unpack().map(into -> file.path() + ": ").orElse(""),
            others ? "its contents are there, not by fetch" : words(state));
      }
    }
    out.flush();
    return ExitCode.OK;
  }

  private static void create(Path data) throws InvalidInputException {
    Problems problems = new Problems();
    Checks.writable("--data", data, problems);
    problems.throwIfAny();
    try {
      Files.createDirectories(data);
    } catch (IOException e) { // a read-only file system, say, which root may seem to write
      throw new InvalidInputException(
          Problem.of(
              Location.argument("--data " + data),
              "cannot be made: " + SdptBench.words(e),
              "a folder that can be written"));
    }
  }

  private static void refuseFile(Path data) throws InvalidInputException {
    Problems problems = new Problems();
    Checks.folder("--data", data, problems);
    problems.throwIfAny();
  }

  private static DataFolder existing(Path data) throws InvalidInputException {
    refuseFile(data);
    if (!Files.isDirectory(data)) {
      throw new InvalidInputException(
          Problem.of(Location.argument("--data " + data), "no such folder"));
    }
    return new DataFolder(data);
  }

  /** The resources of names, or of suites; all for none. */
  private static List<Resource> select(List<String> names)
      throws IOException, InvalidInputException {
    ResourceLock lock = ResourceLock.embedded();
    if (names.isEmpty()) {
      return List.copyOf(lock.resources().values());
    }
    Problems problems = new Problems();
    List<Resource> selected = new ArrayList<>();
    for (String name : names) {
      List<Resource> meant =
          lock.resources().values().stream()
              .filter(r -> r.name().equals(name) || r.name().startsWith(name + "/"))
              .toList();
      if (meant.isEmpty()) {
        problems.add(
            Problem.unknown(
                Location.argument(name), "data set or weights", name, lock.resources().keySet()));
      }
      selected.addAll(meant);
    }
    problems.throwIfAny();
    return selected.stream().distinct().toList();
  }

  private static String size(RemoteFile file) {
    OptionalLong bytes = file.bytes();
    if (bytes.isPresent()) {
      return bytes.getAsLong() + " bytes";
    }
    return file.about().isEmpty() ? "size not published" : "about " + file.about();
  }

  private static String digest(RemoteFile file, @Nullable Path data) throws IOException {
    if (file.sha256().isPresent()) {
      return "published";
    }
    boolean recorded = data != null && new DataFolder(data).expected(file).isPresent();
    return recorded ? "recorded here" : "not published; recorded when first seen";
  }

  private static String words(DataFolder.State state) {
    return state.name().toLowerCase(Locale.ROOT).replace('_', ' ');
  }
}
