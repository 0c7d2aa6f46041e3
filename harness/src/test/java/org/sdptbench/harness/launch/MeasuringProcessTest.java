package org.sdptbench.harness.launch;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
class MeasuringProcessTest {
  /** Writes what it was started with. */
  static final class Told {
    private Told() {}

    public static void main(String[] arguments) throws IOException {
      List<String> lines =
          new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
      System.getenv().forEach((name, value) -> lines.add(name + "=" + value));
      Files.write(Path.of(arguments[0]), lines);
      Runtime.getRuntime().halt(3);
    }
  }

  @Test
  void hasTheFlagsAndTheEnvironmentOfAWorker(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("told");
    WorkerCommand command =
        new WorkerCommand(Told.class.getName(), "48m", List.of(file.toString()));
    assertThat(new MeasuringProcess(command).run()).isEqualTo(3);
    assertThat(Files.readAllLines(file))
        .contains("-Xmx48m", "-XX:+UseSerialGC", "OMP_NUM_THREADS=1", "MALLOC_ARENA_MAX=1");
  }
}
