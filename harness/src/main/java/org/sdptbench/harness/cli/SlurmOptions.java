package org.sdptbench.harness.cli;

import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.sdptbench.harness.slurm.SlurmProfile;
import org.sdptbench.harness.spec.InvalidInputException;
import org.sdptbench.harness.spec.Location;
import org.sdptbench.harness.spec.Problem;
import org.sdptbench.harness.spec.Problems;
import picocli.CommandLine.Option;

/** Options that say whether cells run on this machine or on a cluster. */
final class SlurmOptions {
  private static final String SLURM = "slurm";

  @Option(
      names = "--launcher",
      paramLabel = "NAME",
      defaultValue = "local",
      description = "Where cells run: local, or slurm for jobs on a cluster (default: local).")
  private String launcher = "local";

  @Option(
      names = "--slurm-profile",
      paramLabel = "FILE",
      description = "With --launcher slurm: partition, account, GPUs and so on, as YAML.")
  private @Nullable Path profile;

  @Option(
      names = "--detach",
      description = "With --launcher slurm: return once the jobs are submitted.")
  private boolean detach;

  @Option(
      names = "--dry-run",
      description = "With --launcher slurm: print the scripts; write and submit nothing.")
  private boolean dryRun;

  /** Whether cells run on a cluster. */
  boolean isChosen() {
    return launcher.equals(SLURM);
  }

  /** Whether to return once the jobs are submitted. */
  boolean detach() {
    return detach;
  }

  /** Whether to print only. */
  boolean dryRun() {
    return dryRun;
  }

  /**
   * How to ask for nodes.
   *
   * @throws InvalidInputException with all mistakes of the file
   */
  SlurmProfile profile() throws IOException, InvalidInputException {
    return profile == null ? SlurmProfile.DEFAULT : SlurmProfile.read(profile);
  }

  /**
   * Checks what was given.
   *
   * @throws InvalidInputException if options do not go together
   */
  void check(LaunchOptionsMixin launch) throws InvalidInputException {
    Problems problems = new Problems();
    if (isChosen()) {
      launch.refuseOnCluster(problems);
    } else if (!launcher.equals("local")) {
      problems.add(
          Problem.of(
              Location.argument("--launcher"), "found '" + launcher + "'", "local or slurm"));
    } else if (profile != null || detach || dryRun) {
      String option = profile != null ? "--slurm-profile" : detach ? "--detach" : "--dry-run";
      problems.add(Problem.of(Location.argument(option), "goes with --launcher slurm only"));
    }
    problems.throwIfAny();
  }
}
