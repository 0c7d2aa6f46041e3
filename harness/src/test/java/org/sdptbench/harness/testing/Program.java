package org.sdptbench.harness.testing;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The program as a process of its own, on the Java and the class path of the test. */
public final class Program {
  private Program() {}

  /**
   * A process that is not started yet.
   *
   * @param main {@link FakeMain}, or the product's own
   * @param arguments as on the command line
   */
  public static ProcessBuilder of(Class<?> main, List<String> arguments) {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    line.addAll(arguments);
    return new ProcessBuilder(line);
  }
}
