package org.sdptbench.harness.slurm;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The scripts that Slurm runs on the nodes: bash, Java and Slurm's own commands, nothing else. No
 * path and no name of the user's stands in a line of options, and every word elsewhere is quoted.
 */
public final class BatchScript {
  /** Time before the limit at which a task is told: a minute for states, and some more. */
  private static final int NOTICE_SECONDS = 120;

  /** A cell that never gets on, as its test alone takes longer than the limit, ends some day. */
  private static final int MOST_RESTARTS = 100;

  /** Of every job. */
  static final String NAME = "sdptbench";

  private static final long REPORT_MIB = 2560;
  private static final Duration REPORT_TIME = Duration.ofMinutes(30);

  private final SlurmProfile profile;
  private final Path folder;

  /**
   * Scripts.
   *
   * @param folder where the commands run
   */
  public BatchScript(SlurmProfile profile, Path folder) {
    this.profile = profile;
    this.folder = folder;
  }

  /**
   * The script of an array. The signal before the time limit is USR1, which nobody else sends: a
   * task that gets it is queued again once the states are kept, and one that gets TERM, as by
   * scancel, is not. After preemption Slurm itself queues it again.
   *
   * @param command the program with its arguments; the last one is the prefix of the file with the
   *     cells of a task, to which the number of the task is added
   */
  public String array(CellArray array, List<String> command) {
    String limit = profile.atOnce().isPresent() ? "%" + profile.atOnce().getAsInt() : "";
    String options =
        head(array.memoryMib(), array.time())
            + """
            #SBATCH --array=0-%s%s
            #SBATCH --output=%%a.log
            #SBATCH --cpus-per-task=%s
            #SBATCH --requeue
            #SBATCH --signal=B:USR1@%s
            """
                .formatted(array.tasks().size() - 1, limit, profile.cpus(), NOTICE_SECONDS)
            + (profile.gpus() > 0 ? "#SBATCH --gres=gpu:%s%n".formatted(profile.gpus()) : "");
    return options
        + further()
        + begin()
        + words(command)
        + """
        "$SLURM_ARRAY_TASK_ID" &
        program=$!
        again=false
        trap 'again=true; kill -TERM "$program"' USR1
        trap 'kill -TERM "$program"' TERM INT
        wait "$program"
        status=$?
        while kill -0 "$program" 2>/dev/null; do
          wait "$program"
          status=$?
        done
        if "$again" && [ "${SLURM_RESTART_COUNT:-0}" -ge %s ]; then
          echo "not queued again: it has come here %s times" >&2
        elif "$again"; then
          scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
        fi
        exit "$status"
        """
            .formatted(MOST_RESTARTS, MOST_RESTARTS);
  }

  /**
   * The script of the report.
   *
   * @param command the program with its arguments
   */
  public String report(List<String> command) {
    return head(REPORT_MIB, REPORT_TIME)
        + """
        #SBATCH --output=report.log
        #SBATCH --cpus-per-task=1
        """
        + further()
        + begin()
        + "exec "
        + words(command)
        + "\n";
  }

  private static String head(long memoryMib, Duration time) {
    return """
        #!/usr/bin/env bash
        #SBATCH --job-name=%s
        #SBATCH --open-mode=append
        #SBATCH --ntasks=1
        #SBATCH --mem=%sM
        #SBATCH --time=%s
        """
        .formatted(NAME, memoryMib, time.toMinutes());
  }

  private String further() {
    StringBuilder lines = new StringBuilder();
    profile.partition().ifPresent(name -> lines.append("#SBATCH --partition=" + name + "\n"));
    profile.account().ifPresent(name -> lines.append("#SBATCH --account=" + name + "\n"));
    profile.sbatch().forEach(option -> lines.append("#SBATCH " + option + "\n"));
    return lines.toString();
  }

  private String begin() {
    StringBuilder lines = new StringBuilder("\n");
    profile.environment().forEach((name, value) -> lines.append(export(name, value)));
    profile.setup().forEach(line -> lines.append(line).append('\n'));
    return lines + "cd %s || exit 1%nset -u%n".formatted(new ShellWord(folder.toString()));
  }

  private static String export(String name, String value) {
    return "export %s=%s%n".formatted(name, new ShellWord(value));
  }

  private static String words(List<String> command) {
    return command.stream()
        .map(word -> new ShellWord(word).toString())
        .collect(Collectors.joining(" "));
  }
}
