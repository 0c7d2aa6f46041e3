package org.sdptbench.harness.cli;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.device.Devices;
import org.sdptbench.harness.device.Gpu;
import org.sdptbench.harness.device.Natives;
import org.sdptbench.harness.launch.LaunchOptions;
import org.sdptbench.harness.run.Checkpoints;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.harness.spec.Scale;
import picocli.CommandLine.Option;

/** Options that say how cells run and where results go. */
final class LaunchOptionsMixin {
  static final String DEVICE = "auto|cpu|cuda|cuda:\\d{1,3}";
  private static final String SIZE = "\\d{1,6}[kmgKMG]";

  /** Bytes of adapters that are kept, unless told or where runs take hours. */
  static final long KEPT_ADAPTER = 1L << 20;

  private static final Duration LONGEST = Duration.ofHours(12);
  private static final long LEAST_HEAP = 32L << 20;
  private static final long MOST_HEAP = 4096L << 30;

  @Option(
      names = "--workers",
      paramLabel = "N",
      description = "Worker processes (default: one for each core, as far as memory goes).")
  private @Nullable Integer workers;

  @Option(
      names = "--memory",
      paramLabel = "SIZE",
      description =
          "Memory that a cell may take, e.g. 64g; larger ones are refused before anything runs"
              + " (default: what this machine has).")
  private @Nullable String memory;

  @Option(
      names = "--device",
      paramLabel = "DEVICE",
      description =
          "cpu, cuda, cuda:N or auto (default: auto, the GPUs if there are any and PyTorch's"
              + " libraries can use them).")
  private @Nullable String device;

  @Option(
      names = "--devices",
      paramLabel = "N[,N...]",
      description = "These GPUs, with one worker each, e.g. 0,1,2,3.")
  private @Nullable String devices;

  @Option(
      names = "--heap",
      paramLabel = "SIZE",
      defaultValue = "1g",
      description = "Java heap of a worker (default: 1g); tensors live outside it.")
  private String heap = "1g";

  @Option(
      names = "--keep-adapters",
      paramLabel = "SIZE",
      description =
          "Keep trained adapters up to this size beside their records, e.g. 16m; 0: none"
              + " (default: 1m, or all where the scale says that runs take hours).")
  private @Nullable String keepAdapters;

  @Option(
      names = "--feature-cache",
      paramLabel = "SIZE",
      defaultValue = "1g",
      description =
          "Features of training images that a worker keeps where training leaves them unchanged,"
              + " e.g. 20g; 0: none. The first 1g is in memory, the rest in a file beside the runs"
              + " (default: 1g).")
  private String featureCache = "1g";

  @Option(
      names = "--timeout",
      paramLabel = "TIME",
      converter = Durations.class,
      description =
          "Longest time of one cell (default: 12h, or none where the scale says that runs take"
              + " hours).")
  private @Nullable Duration timeout;

  @Option(
      names = "--checkpoint-every",
      paramLabel = "TIME",
      defaultValue = "5m",
      converter = Durations.class,
      description = "Time between states that an interrupted run goes on from (default: 5m).")
  private Duration checkpointEvery = Checkpoints.EVERY;

  @Option(
      names = "--budget",
      paramLabel = "TIME",
      converter = Durations.class,
      description = "Stop in this time, e.g. 30m, with a report of what is done.")
  private @Nullable Duration budget;

  @Option(
      names = "--fail-fast",
      description = "Stop everything at the first run that ends without a result; try none again.")
  private boolean failFast;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = ".",
      description = "Folder for runs/, tables/, charts/ and the report (default: this folder).")
  private Path out = Path.of(".");

  @Option(
      names = "--from",
      paramLabel = "DIR",
      description =
          "Take records that are missing in runs/ from a published folder first: DIR/runs.zip.")
  private @Nullable Path from;

  /** Worker processes, as far as they were told. */
  int workersOr(int otherwise) {
    return workers == null ? otherwise : workers;
  }

  /** Adds what means nothing to a process that only submits jobs. */
  void refuseOnCluster(Problems problems) {
    String allowed = "a run with --launcher local";
    if (budget != null) {
      problems.add(Problem.of(Location.argument("--budget"), "with --launcher slurm", allowed));
    }
    if (memory != null) {
      problems.add(
          Problem.of(
              Location.argument("--memory"),
              "with --launcher slurm",
              "the key memory of --slurm-profile"));
    }
    if (devices != null) {
      problems.add(
          Problem.of(
              Location.argument("--devices"),
              "with --launcher slurm",
              "the key gpus of --slurm-profile"));
    }
    if (failFast) {
      problems.add(Problem.of(Location.argument("--fail-fast"), "with --launcher slurm", allowed));
    }
  }

  /** The same options for a process elsewhere; those that were not given are left out. */
  List<String> again() {
    List<String> options =
        new ArrayList<>(
            List.of(
                "--out",
                out().toAbsolutePath().normalize().toString(),
                "--workers",
                String.valueOf(workersOr(1)),
                "--heap",
                heap,
                "--feature-cache",
                featureCache,
                "--checkpoint-every",
                Durations.exact(checkpointEvery)));
    if (timeout != null) {
      options.addAll(List.of("--timeout", Durations.exact(timeout)));
    }
    if (keepAdapters != null) {
      options.addAll(List.of("--keep-adapters", keepAdapters));
    }
    if (device != null) {
      options.addAll(List.of("--device", device));
    }
    return options;
  }

  /** Folder of published records to go on from. */
  Optional<Path> from() {
    return Optional.ofNullable(from);
  }

  /** Folder for results. */
  Path out() {
    return out.normalize().toString().isEmpty() ? Path.of(".") : out.normalize();
  }

  /**
   * The devices of workers.
   *
   * @throws InvalidInputException if they are not there
   */
  Devices devices() throws InvalidInputException {
    String option = devices == null ? "--device" : "--devices";
    String wish =
        devices == null
            ? device == null ? "auto" : device
            : Stream.of(devices.split(",", -1))
                .map("cuda:"::concat)
                .collect(Collectors.joining(","));
    return devices(option + " " + (devices == null ? device : devices), wish);
  }

  /**
   * Devices by name.
   *
   * @param argument what the user wrote, for messages
   * @param wish cpu, cuda, cuda:N, several of these, or auto
   * @throws InvalidInputException if they are not there
   */
  static Devices devices(String argument, String wish) throws InvalidInputException {
    try {
      return Devices.of(wish, Natives.found(System.getenv()), Gpu.seen(System.getenv()));
    } catch (Devices.NotThereException e) {
      throw new InvalidInputException(
          Problem.of(Location.argument(argument), String.valueOf(e.getMessage())));
    }
  }

  /** Heap of a worker. */
  String heap() {
    return heap;
  }

  /** Limit of the heap of a worker in bytes. */
  long heapBytes() {
    return bytes(heap);
  }

  /** Memory that cells may take; empty for what this machine has. */
  OptionalLong memory() {
    return memory == null ? OptionalLong.empty() : OptionalLong.of(bytes(memory));
  }

  /** Largest adapter that is kept at a scale, in bytes. */
  long adapterBytes(Scale scale) {
    if (keepAdapters == null) {
      return scale.longRuns() ? Long.MAX_VALUE : KEPT_ADAPTER;
    }
    return keepAdapters.equals("0") ? 0 : bytes(keepAdapters);
  }

  /** Most bytes of features that a worker keeps. */
  long featureBytes() {
    return featureCache.equals("0") ? 0 : bytes(featureCache);
  }

  /** Time between states of a run. */
  Duration checkpointEvery() {
    return checkpointEvery;
  }

  private static long bytes(String size) {
    int last = size.length() - 1;
    int shift =
        switch (size.charAt(last)) {
          case 'k', 'K' -> 10;
          case 'm', 'M' -> 20;
          default -> 30;
        };
    return Long.parseLong(size.substring(0, last)) << shift;
  }

  /**
   * Checks what was given.
   *
   * @throws InvalidInputException if a number is out of its range
   */
  void check() throws InvalidInputException {
    Problems problems = new Problems();
    Checks.range("--workers", workers, 1, Checks.MOST_WORKERS, problems);
    if (memory != null && !memory.matches(SIZE)) {
      problems.add(
          Problem.of(
              Location.argument("--memory"),
              "found '" + memory + "'",
              "a size such as 512m or 64g"));
    }
    if (device != null && !device.matches(DEVICE)) {
      problems.add(
          Problem.of(
              Location.argument("--device"),
              "found '" + device + "'",
              "cpu, cuda, cuda:N or auto"));
    }
    if (devices != null && (device != null || !devices.matches("\\d{1,3}(,\\d{1,3})*"))) {
      problems.add(
          Problem.of(
              Location.argument("--devices"),
              device == null ? "found '" + devices + "'" : "beside --device",
              "numbers of GPUs, such as 0,1,2,3; one of the two options"));
    }
    if (keepAdapters != null && !keepAdapters.matches("0|" + SIZE)) {
      problems.add(
          Problem.of(
              Location.argument("--keep-adapters"),
              "found '" + keepAdapters + "'",
              "0, or a size such as 512k or 2g"));
    }
    if (!featureCache.matches("0|" + SIZE)) {
      problems.add(
          Problem.of(
              Location.argument("--feature-cache"),
              "found '" + featureCache + "'",
              "0, or a size such as 512m or 20g"));
    }
    if (!heap.matches(SIZE) || bytes(heap) < LEAST_HEAP || bytes(heap) > MOST_HEAP) {
      problems.add(
          Problem.of(
              Location.argument("--heap"),
              "found '" + heap + "'",
              "a size such as 512m or 2g, from 32m to 4096g"));
    }
    Checks.writable("--out", out, problems);
    problems.throwIfAny();
  }

  /** How to launch, once it is checked. */
  LaunchOptions options(int fitting, Scale scale) {
    Optional<Duration> longest = scale.longRuns() ? Optional.empty() : Optional.of(LONGEST);
    return new LaunchOptions(
        workers == null ? fitting : workers,
        Optional.ofNullable(timeout).or(() -> longest),
        Optional.ofNullable(budget),
        failFast);
  }

  /** Whether the number of workers is this program's to choose. */
  boolean choosesWorkers() {
    return workers == null;
  }
}
