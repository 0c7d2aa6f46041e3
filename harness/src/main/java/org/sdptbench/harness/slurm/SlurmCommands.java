package org.sdptbench.harness.slurm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;

/** Slurm's own commands, as processes. */
public final class SlurmCommands {
  /** What Slurm has unless its configuration says otherwise. */
  private static final int USUAL_ARRAY = 1001;

  private static final Pattern ARRAY = Pattern.compile("(?m)^MaxArraySize\\s*=\\s*(\\d{1,8})\\s*$");
  private static final Pattern JOB = Pattern.compile("(\\d{1,12})(;.*)?");

  /**
   * Where the tasks of jobs are.
   *
   * @param running tasks on a node
   * @param waiting all others
   */
  public record Tasks(int running, int waiting) {
    /** Whether none is left. */
    public boolean none() {
      return running + waiting == 0;
    }
  }

  private record Answer(int status, String out, String err) {}

  /** Most tasks of an array; what is usual, where Slurm is not there to be asked. */
  public int mostTasks() {
    try {
      Matcher found = ARRAY.matcher(ask(List.of("scontrol", "show", "config"), Path.of(".")).out());
      return found.find() ? Math.max(1, Integer.parseInt(found.group(1))) : USUAL_ARRAY;
    } catch (IOException e) {
      return USUAL_ARRAY;
    }
  }

  /**
   * Submits a script.
   *
   * @param script the file; its folder is where the logs go
   * @param after jobs that must have ended before, however
   * @return the number of the job
   * @throws InvalidInputException if sbatch is missing or refuses, with its words
   */
  public String submit(Path script, List<String> after) throws IOException, InvalidInputException {
    List<String> line = new ArrayList<>(List.of("sbatch", "--parsable"));
    if (!after.isEmpty()) {
      line.add("--dependency=afterany:" + String.join(":", after));
    }
    line.add(String.valueOf(script.getFileName()));
    Answer answer;
    try {
      answer = ask(line, script.resolveSibling(""));
    } catch (IOException e) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument("--launcher slurm"),
              "sbatch cannot be run: " + e.getMessage(),
              "a machine that submits to a cluster, or --dry-run for the scripts alone"));
    }
    Matcher job = JOB.matcher(answer.out().strip());
    if (answer.status() != 0 || !job.matches()) {
      throw new InvalidInputException(
          Problem.of(
              Location.argument(script.toString()),
              "sbatch refuses it: " + (answer.err() + answer.out()).strip(),
              "a profile that fits the cluster (--slurm-profile)"));
    }
    return job.group(1);
  }

  /** Takes jobs back. */
  public void cancel(List<String> jobs) throws IOException {
    List<String> line = new ArrayList<>(List.of("scancel"));
    line.addAll(jobs);
    ask(line, Path.of("."));
  }

  /**
   * Where the tasks of jobs are now; jobs that Slurm has forgotten have none.
   *
   * @throws IOException if Slurm does not answer, with its words
   */
  public Tasks tasks(List<String> jobs) throws IOException {
    // Without --jobs, which fails as soon as one of them is forgotten.
    Answer answer =
        ask(List.of("squeue", "--noheader", "--array", "--me", "--format=%F %T"), Path.of("."));
    if (answer.status() != 0) {
      throw new IOException("squeue: " + answer.err().strip());
    }
    int running = 0;
    int waiting = 0;
    for (String task : answer.out().lines().toList()) {
      String[] words = task.strip().split("\\s+");
      if (words.length == 2 && jobs.contains(words[0])) {
        boolean runs = words[1].equals("RUNNING") || words[1].equals("COMPLETING");
        running += runs ? 1 : 0;
        waiting += runs ? 0 : 1;
      }
    }
    return new Tasks(running, waiting);
  }

  private static Answer ask(List<String> line, Path folder) throws IOException {
    Path errors = Files.createTempFile("sdptbench-slurm", ".err");
    try {
      Process process =
          new ProcessBuilder(line)
              .directory(folder.toAbsolutePath().toFile())
              .redirectError(errors.toFile())
              .start();
      process.getOutputStream().close();
      String out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = process.waitFor();
      return new Answer(status, out, Files.readString(errors));
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } finally {
      Files.deleteIfExists(errors);
    }
  }
}
