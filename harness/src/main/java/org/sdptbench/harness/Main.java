package org.sdptbench.harness;

import org.sdptbench.harness.cli.SdptBench;

/** Entry point of {@code sdptbench}. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    System.exit(new SdptBench(new BenchEngine(), Main.class).execute(arguments));
  }
}
