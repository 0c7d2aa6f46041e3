package org.sdptbench.harness.cli;

import java.util.ServiceLoader;

/** Entry point of {@code sdptbench}. */
public final class Main {
  private Main() {}

  /** Runs a command and ends the process with its exit code. */
  public static void main(String[] arguments) {
    Engine engine = ServiceLoader.load(Engine.class).findFirst().orElse(null);
    if (engine == null) {
      System.err.println("sdptbench: no " + Engine.class.getName() + " on the class path");
      System.exit(ExitCode.BUG);
      return;
    }
    System.exit(new SdptBench(engine, Main.class).execute(arguments));
  }
}
