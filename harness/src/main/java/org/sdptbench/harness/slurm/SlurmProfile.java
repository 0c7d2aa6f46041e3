package org.sdptbench.harness.slurm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.stream.StreamSupport;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Problems;
import org.sdptbench.harness.spec.SchemaCheck;
import org.sdptbench.harness.spec.YamlSource;

/**
 * How jobs ask a cluster for nodes.
 *
 * @param partition partition; empty for the cluster's own choice
 * @param account whom it is charged to; empty for the user's own
 * @param cpus cores of a task
 * @param gpus GPUs of a task; 0 for none
 * @param memoryMib memory of a task in MiB, in place of the estimate
 * @param time time limit of a task, in place of the estimate
 * @param taskTime cells are put together to tasks that take about so long
 * @param atOnce most tasks of an array that run at once; empty for no limit
 * @param java the Java of the nodes; empty for the one of this process
 * @param environment variables that are set on the node
 * @param setup lines of bash that run first on the node
 * @param sbatch further options of sbatch
 */
public record SlurmProfile(
    Optional<String> partition,
    Optional<String> account,
    int cpus,
    int gpus,
    OptionalLong memoryMib,
    Optional<Duration> time,
    Duration taskTime,
    OptionalInt atOnce,
    Optional<String> java,
    Map<String, String> environment,
    List<String> setup,
    List<String> sbatch) {
  /** Two cores, no GPU, tasks of half an hour, all else as the estimates and the cluster say. */
  public static final SlurmProfile DEFAULT =
      new SlurmProfile(
          Optional.empty(),
          Optional.empty(),
          2,
          0,
          OptionalLong.empty(),
          Optional.empty(),
          Duration.ofMinutes(30),
          OptionalInt.empty(),
          Optional.empty(),
          Map.of(),
          List.of(),
          List.of());

  /** Defensive copies. */
  public SlurmProfile {
    environment = Collections.unmodifiableMap(new TreeMap<>(environment));
    setup = List.copyOf(setup);
    sbatch = List.copyOf(sbatch);
  }

  /**
   * Reads a profile; a key that is missing is as in {@link #DEFAULT}.
   *
   * @throws InvalidInputException with all mistakes, each with file, line and what is allowed
   * @throws IOException if the file exists and cannot be read
   */
  public static SlurmProfile read(Path file) throws IOException, InvalidInputException {
    Problems problems = new Problems();
    Optional<YamlSource> source = YamlSource.read(file, problems);
    source.ifPresent(yaml -> new SchemaCheck("slurm-profile.schema.json").check(yaml, problems));
    problems.throwIfAny();
    JsonNode root = source.orElseThrow().root();
    Map<String, String> environment = new TreeMap<>();
    root.path("environment")
        .properties()
        .forEach(entry -> environment.put(entry.getKey(), entry.getValue().textValue()));
    return new SlurmProfile(
        text(root, "partition"),
        text(root, "account"),
        root.path("cpus").asInt(DEFAULT.cpus),
        root.path("gpus").asInt(DEFAULT.gpus),
        memory(text(root, "memory")),
        text(root, "time").map(SlurmProfile::duration),
        text(root, "taskTime").map(SlurmProfile::duration).orElse(DEFAULT.taskTime),
        root.has("atOnce") ? OptionalInt.of(root.path("atOnce").asInt()) : OptionalInt.empty(),
        text(root, "java"),
        environment,
        lines(root, "setup"),
        lines(root, "sbatch"));
  }

  private static Optional<String> text(JsonNode root, String key) {
    return Optional.ofNullable(root.path(key).textValue());
  }

  private static List<String> lines(JsonNode root, String key) {
    return StreamSupport.stream(root.path(key).spliterator(), false)
        .map(JsonNode::textValue)
        .toList();
  }

  private static Duration duration(String text) {
    return Duration.parse("PT" + text.toUpperCase(Locale.ROOT));
  }

  private static OptionalLong memory(Optional<String> text) {
    if (text.isEmpty()) {
      return OptionalLong.empty();
    }
    String size = text.get();
    long number = Long.parseLong(size.substring(0, size.length() - 1));
    return OptionalLong.of(size.endsWith("G") ? number << 10 : number);
  }
}
