package org.sdptbench.harness.slurm;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;

/** Slurm's own commands, as processes. */
public final class SlurmCommands {
  /** What Slurm has unless its configuration says otherwise. */
  private static final int USUAL_ARRAY = 1001;

  /** Numbers of jobs come again some day; so only those of this program's name count. */
  private static final String NAMED = "--name=" + BatchScript.NAME;

  private static final Pattern ARRAY = Pattern.compile("(?m)^MaxArraySize\\s*=\\s*(\\d{1,8})\\s*$");
  private static final Pattern JOB = Pattern.compile("(\\d{1,12})(;.*)?");

  /**
   * Where the tasks of jobs are.
   *
   * @param running tasks on a node
   * @param waiting all others
   * @param reasons why these wait, in Slurm's words, without the usual ones
   */
  public record Tasks(int running, int waiting, SortedSet<String> reasons) {
    /** Nobody has to be told of these: it is another task's turn. */
    private static final Set<String> USUAL =
        Set.of("None", "Priority", "Resources", "Dependency", "JobArrayTaskLimit", "BeginTime");

    /** Copies. */
    public Tasks {
      reasons = Collections.unmodifiableSortedSet(new TreeSet<>(reasons));
    }

    /** Whether none is left. */
    public boolean none() {
      return running + waiting == 0;
    }

    /** {@code 2 tasks run, 5 wait (QOSMaxJobsPerUserLimit)}. */
    public String inWords() {
      String why = reasons.isEmpty() ? "" : " (%s)".formatted(String.join(", ", reasons));
      return "%s tasks run, %s wait%s".formatted(running, waiting, why);
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

  /**
   * Takes jobs back.
   *
   * @throws IOException if Slurm does not do it, with its words
   */
  public void cancel(List<String> jobs) throws IOException {
    List<String> line = new ArrayList<>(List.of("scancel"));
    line.addAll(jobs);
    Answer answer = ask(line, Path.of("."));
    if (answer.status() != 0) {
      throw new IOException("scancel: " + answer.err().strip());
    }
  }

  /**
   * Where the tasks of jobs are now; jobs that Slurm has forgotten have none.
   *
   * @throws IOException if Slurm does not answer, with its words
   */
  public Tasks tasks(List<String> jobs) throws IOException {
    // Without --jobs, which fails as soon as one of them is forgotten.
    Answer answer =
        ask(
            List.of("squeue", "--noheader", "--array", "--me", NAMED, "--format=%F %T %r"),
            Path.of("."));
    if (answer.status() != 0) {
      throw new IOException("squeue: " + answer.err().strip());
    }
    Set<String> asked = Set.copyOf(jobs);
    SortedSet<String> reasons = new TreeSet<>();
    int running = 0;
    int waiting = 0;
    for (String task : answer.out().lines().toList()) {
      String[] words = task.strip().split("\\s+");
      if (words.length < 2 || !asked.contains(words[0])) {
        continue;
      }
      if (words[1].equals("RUNNING") || words[1].equals("COMPLETING")) {
        running++;
      } else {
        waiting++;
        if (words.length > 2 && !Tasks.USUAL.contains(words[2])) {
          reasons.add(words[2].replaceAll("[^\\w.:-]", "?"));
        }
      }
    }
    return new Tasks(running, waiting, reasons);
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
