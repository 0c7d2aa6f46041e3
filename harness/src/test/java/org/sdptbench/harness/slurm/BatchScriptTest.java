package org.sdptbench.harness.slurm;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class BatchScriptTest {
  private static final SlurmProfile PROFILE =
      new SlurmProfile(
          Optional.of("gpu"),
          Optional.of("vision"),
          4,
          1,
          OptionalLong.empty(),
          Optional.empty(),
          Duration.ofMinutes(30),
          OptionalInt.of(8),
          Optional.empty(),
          Map.of("DATA", "/data/$(x) 'y'"),
          List.of("module load java"),
          List.of("--qos=long"));

  @Test
  void theScriptOfAnArray() {
    CellArray array = new CellArray(List.of(List.of(), List.of()), 4096, Duration.ofMinutes(90));
    assertThat(
            new BatchScript(PROFILE, Path.of("/home/it's mine"))
                .array(array, List.of("java", "cells", "--out", "; rm -rf ~", "/out/task-")))
        .isEqualTo(
            """
            #!/usr/bin/env bash
            #SBATCH --job-name=sdptbench
            #SBATCH --open-mode=append
            #SBATCH --ntasks=1
            #SBATCH --mem=4096M
            #SBATCH --time=90
            #SBATCH --array=0-1%8
            #SBATCH --output=%a.log
            #SBATCH --cpus-per-task=4
            #SBATCH --requeue
            #SBATCH --signal=B:USR1@120
            #SBATCH --gres=gpu:1
            #SBATCH --partition=gpu
            #SBATCH --account=vision
            #SBATCH --qos=long

            export DATA='/data/$(x) '\\''y'\\'''
            module load java
            cd '/home/it'\\''s mine' || exit 1
            set -u
            'java' 'cells' '--out' '; rm -rf ~' '/out/task-'"$SLURM_ARRAY_TASK_ID" &
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
            if "$again" && [ "${SLURM_RESTART_COUNT:-0}" -ge 100 ]; then
              echo "not queued again: it has come here 100 times" >&2
            elif "$again"; then
              scontrol requeue "${SLURM_ARRAY_JOB_ID}_${SLURM_ARRAY_TASK_ID}"
            fi
            exit "$status"
            """);
  }

  /** Run by a real bash, words come out as they went in, and nothing else happens. */
  @Test
  void noWordIsTakenForACommand(@TempDir Path folder) throws Exception {
    SlurmProfile plain = SlurmProfile.DEFAULT;
    for (String word :
        List.of(
            "; touch hit",
            "$(touch hit)",
            "`touch hit`",
            "'; touch hit; '",
            "a\ntouch hit",
            "\\",
            "!!",
            "*",
            "-x",
            "",
            "\"$HOME\"",
            "é \u202e")) {
      Path script = folder.resolve("script");
      Files.writeString(
          script, new BatchScript(plain, folder).report(List.of("printf", "<%s>", word)));
      Process bash =
          new ProcessBuilder("bash", script.toString()).redirectErrorStream(true).start();
      String said = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertThat(said).isEqualTo("<" + word + ">");
      assertThat(folder.resolve("hit")).doesNotExist();
    }
  }

  /** The signal before the limit: the program is asked to end, and the task is queued again. */
  @Test
  void atTheTimeLimitTheProgramEndsAndTheTaskIsQueuedAgain(@TempDir Path folder) throws Exception {
    Path program = folder.resolve("program");
    Files.writeString(
        program,
        """
        trap 'sleep 1; echo saved; exit 143' TERM
        sleep 0.5 # the script has its traps by then
        echo ready
        for i in {1..200}; do sleep 0.1; done
        """);
    Path bin = Files.createDirectories(folder.resolve("bin"));
    Path scontrol = bin.resolve("scontrol");
    Files.writeString(scontrol, "#!/usr/bin/env bash\necho \"scontrol $*\"\n");
    assertThat(scontrol.toFile().setExecutable(true)).isTrue();
    CellArray array = new CellArray(List.of(List.of()), 1, Duration.ofMinutes(1));
    Path script = folder.resolve("script");
    Files.writeString(
        script,
        new BatchScript(SlurmProfile.DEFAULT, folder)
            .array(array, List.of("bash", program.toString(), "task-")));
    for (String signal : List.of("USR1", "TERM")) {
      ProcessBuilder builder = new ProcessBuilder("bash", script.toString());
      builder.environment().put("PATH", bin + ":" + System.getenv("PATH"));
      builder.environment().put("SLURM_ARRAY_JOB_ID", "12");
      builder.environment().put("SLURM_ARRAY_TASK_ID", "3");
      Process task = builder.redirectErrorStream(true).start();
      StringBuilder said = new StringBuilder();
      try (var lines = task.inputReader()) {
        said.append(lines.readLine()).append('\n');
        new ProcessBuilder("kill", "-" + signal, "" + task.pid()).start().waitFor();
        lines.lines().forEach(line -> said.append(line).append('\n'));
      }
      assertThat(task.waitFor()).isEqualTo(143);
      String again = signal.equals("USR1") ? "scontrol requeue 12_3\n" : "";
      assertThat(said.toString()).isEqualTo("ready\nsaved\n" + again);
    }
  }
}
