package org.sdptbench.harness.launch;

import java.io.File;
import java.util.ArrayList;
import java.util.List;

/**
 * How to start a worker.
 *
 * @param mainClass class whose {@code main} understands the arguments
 * @param heap limit of the Java heap as {@code -Xmx} takes it, e.g. {@code 1g}; tensors live
 *     outside it
 * @param arguments arguments
 * @param devices device of one worker after another; more workers share them in turn
 */
public record WorkerCommand(
    String mainClass, String heap, List<String> arguments, List<String> devices) {

  /**
   * For a process with one thread of work in which tensors take most of the time: a collector
   * without threads of its own, and the first compiler only. The second costs more than it saves:
   * cells of 5 to 27 seconds of processor time take 1 to 2.5 seconds less without it.
   */
  private static final List<String> SMALL_PROCESS =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-XX:+ExitOnOutOfMemoryError");

  /**
   * Names the file of classes that the launcher script had Java keep, if there is one. A file that
   * does not fit this Java is left aside, and nothing need be said of it.
   */
  private static final String CLASSES = "sdptbench.classes";

  /** Defensive copy. */
  public WorkerCommand {
    arguments = List.copyOf(arguments);
    devices = List.copyOf(devices);
  }

  /** On the CPU. */
  public WorkerCommand(String mainClass, String heap, List<String> arguments) {
    this(mainClass, heap, arguments, List.of("cpu"));
  }

  /**
   * The command line, on the Java runtime and the class path of this process.
   *
   * @param worker number of the worker from 0
   */
  public List<String> line(int worker) {
    String java = String.join(File.separator, System.getProperty("java.home"), "bin", "java");
    List<String> line = new ArrayList<>(List.of(java, "-Xmx" + heap));
    line.addAll(SMALL_PROCESS);
    String classes = System.getProperty(CLASSES);
    if (classes != null) {
      line.addAll(
          List.of(
              "-XX:SharedArchiveFile=" + classes,
              "-Xshare:auto",
              "-Xlog:cds=off",
              "-Xlog:cds+dynamic=off"));
    }
    line.addAll(
        List.of(
            "-Djava.awt.headless=true",
            "-Duser.language=en",
            "-Duser.country=US",
            "-cp",
            System.getProperty("java.class.path")));
    for (String property : List.of("ai.djl.offline", "sdptbench.home")) {
      String value = System.getProperty(property);
      if (value != null) {
        line.add("-D" + property + "=" + value);
      }
    }
    line.add("-Dsdptbench.device=" + devices.get(worker % devices.size()));
    line.add(mainClass);
    line.addAll(arguments);
    return line;
  }
}
