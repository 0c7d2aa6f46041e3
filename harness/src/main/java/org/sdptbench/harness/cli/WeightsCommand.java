package org.sdptbench.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.sdptbench.glip.weights.DType;
import org.sdptbench.glip.weights.RawTensor;
import org.sdptbench.glip.weights.SafeTensors;
import org.sdptbench.glip.weights.TensorFile;
import org.sdptbench.glip.weights.WeightFormat;
import org.sdptbench.glip.weights.WeightFormatException;
import org.sdptbench.harness.catalog.Presets;
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

/** {@code sdptbench weights}. */
@Command(
    name = "weights",
    description = "Files with weights, .pth and .safetensors: what is in them, and conversion.",
    synopsisSubcommandLabel = "COMMAND",
    preprocessor = OptionsBeforeCommand.class)
final class WeightsCommand implements Runnable {
  private static final String ENDING = ".safetensors";
  private static final int MOST_GROUPS = 20;

  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public void run() {
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }

  /** Says what is in a file. */
  @Command(
      name = "inspect",
      mixinStandardHelpOptions = true,
      description = {
        "Says what a file holds, and which models it fits.",
        "Checksums are checked where the file has them; nothing in it is ever run."
      })
  Integer inspect(
      @Parameters(paramLabel = "FILE", description = "A .pth or .safetensors file.") Path file,
      @Option(names = "--all", description = "Every tensor: its name, type and shape.") boolean all)
      throws IOException {
    WeightFormat format = WeightFormat.of(file);
    TensorFile tensors = read(format, file);
    PrintWriter out = spec.commandLine().getOut();
    Group total = Group.of(tensors.tensors().values());
    out.printf(
        "%s: %s, %s tensors, %s numbers, %s%n",
        file, format.title(), total.tensors, grouped(total.numbers), Sizes.of(total.bytes));
    tensors.metadata().forEach((key, value) -> out.printf("  %s: %s%n", key, value));
    if (all) {
      tensors.tensors().forEach((name, tensor) -> out.printf("  %s  %s%n", name, tensor));
    } else {
      writeGroups(tensors, out);
    }
    writePresets(Presets.of(tensors), out);
    out.flush();
    return ExitCode.OK;
  }

  /** Makes safetensors of a file. */
  @Command(
      name = "convert",
      mixinStandardHelpOptions = true,
      description = {
        "Writes the model of a checkpoint as safetensors, without what a trainer left beside it.",
        "DIR/weights/NAME.safetensors is used where NAME.pth, the official file, is not there."
      })
  Integer convert(
      @Parameters(index = "0", paramLabel = "FILE", description = "A .pth or .safetensors file.")
          Path file,
      @Parameters(
              index = "1",
              paramLabel = "OUT",
              description = "A name that ends in .safetensors.")
          Path target,
      @Option(
              names = "--half",
              description = "Half the size: floating-point numbers of 16 bits, rounded.")
          boolean half,
      @Option(names = "--overwrite", description = "Replace OUT if it is there.") boolean overwrite)
      throws IOException, InvalidInputException {
    check(file, target, overwrite);
    TensorFile source = read(WeightFormat.of(file), file);
    Map<String, RawTensor> tensors =
        half ? SafeTensors.cast(file, source.tensors(), DType.F16) : source.tensors();
    Map<String, String> metadata = new TreeMap<>(source.metadata());
    metadata.put("format", "pt"); // as transformers asks for
    metadata.put("converted_from", String.valueOf(file.getFileName()));
    PrintWriter out = spec.commandLine().getOut();
    long bytes = Group.of(tensors.values()).bytes;
    ReadingProgress progress =
        new ReadingProgress(spec.commandLine().getErr(), "writing", System::nanoTime);
    try {
      SafeTensors.write(target, tensors, metadata, written -> progress.at(target, written, bytes));
    } catch (IllegalArgumentException e) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument("--half"),
              String.valueOf(e.getMessage()),
              "numbers up to 65504; without --half they stay as they are"));
    } catch (FileSystemException e) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument(target.toString()),
              String.valueOf(e.getReason()),
              "a folder that can be written, with room for " + Sizes.of(bytes)));
    }
    out.printf("%s: %s tensors, %s%n", target, tensors.size(), Sizes.of(Files.size(target)));
    Path official = target.resolveSibling(target.getFileName().toString().replace(ENDING, ".pth"));
    if (Files.isRegularFile(official)) {
      out.printf("%s is there too, and is used instead as long as it is%n", official);
    }
    out.flush();
    return ExitCode.OK;
  }

  private static TensorFile read(WeightFormat format, Path file) throws IOException {
    try {
      return format.read(file);
    } catch (WeightFormatException e) {
      throw new IOException(
          e.getMessage()
              + "; needed is a whole .pth of torch.save or .safetensors file, so copy or download it"
              + " again",
          e);
    }
  }

  private static void check(Path file, Path target, boolean overwrite)
      throws InvalidInputException {
    Problems problems = new Problems();
    Location where = Location.argument(target.toString());
    if (!target.toString().endsWith(ENDING)) {
      problems.add(
          Problem.of(where, "another format by its name", "a name that ends in " + ENDING));
    } else if (Files.isDirectory(target)) {
      problems.add(Problem.of(where, "a folder", "a file"));
    } else if (Files.exists(target) && !overwrite) {
      problems.add(Problem.of(where, "is there already", "another name, or --overwrite"));
    }
    if (file.toAbsolutePath().normalize().equals(target.toAbsolutePath().normalize())) {
      problems.add(Problem.of(where, "the checkpoint itself", "another file"));
    }
    Checks.writable("OUT", target.toAbsolutePath().resolveSibling(""), problems);
    problems.throwIfAny();
  }

  private static void writePresets(Presets presets, PrintWriter out) {
    if (!presets.fitting().isEmpty()) {
      out.printf("fits %s%n", String.join(", ", presets.fitting()));
    } else if (!presets.misfits().isEmpty()) {
      Presets.Misfit nearest = presets.misfits().get(0);
      out.printf(
          "fits no model; the nearest is %s: %s missing, %s of another shape, %s unknown to it%n",
          nearest.preset(), nearest.missing(), nearest.misshapen(), nearest.unknown());
    }
  }

  private static void writeGroups(TensorFile tensors, PrintWriter out) {
    Map<String, List<RawTensor>> groups = new LinkedHashMap<>();
    tensors
        .tensors()
        .forEach(
            (name, tensor) ->
                groups.computeIfAbsent(prefix(name), key -> new ArrayList<>()).add(tensor));
    List<List<String>> rows = new ArrayList<>();
    groups.forEach(
        (prefix, members) -> {
          Group group = Group.of(members);
          rows.add(
              List.of(prefix, group.tensors + " tensors", grouped(group.numbers), group.types));
        });
    if (!rows.isEmpty()) {
      Columns.of(rows.subList(0, Math.min(MOST_GROUPS, rows.size())), true).forEach(out::println);
    }
    if (rows.size() > MOST_GROUPS) {
      out.printf("    and %s more; --all lists every tensor%n", rows.size() - MOST_GROUPS);
    }
  }

  /** The first two words of a name. */
  private static String prefix(String name) {
    return Arrays.stream(name.split("\\.", 3)).limit(2).collect(Collectors.joining("."));
  }

  private static String grouped(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /** What tensors are together. */
  private record Group(int tensors, long numbers, long bytes, String types) {
    static Group of(Collection<RawTensor> tensors) {
      return new Group(
          tensors.size(),
          tensors.stream().mapToLong(RawTensor::size).sum(),
          tensors.stream().mapToLong(RawTensor::byteSize).sum(),
          tensors.stream()
              .map(tensor -> tensor.dtype().name())
              .distinct()
              .sorted()
              .collect(Collectors.joining(", ")));
    }
  }
}
