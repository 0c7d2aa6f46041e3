package org.sdptbench.harness.bench;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.harness.train.Training;

/** A change that makes a method compute more is seen, on whatever machine and beside whom. */
class WorkCountsTest {
  private static final String HOME = "sdptbench.home";
  private static final String MODE = "sdptbench.workCounts";
  private static final String HOW_TO =
      """

      If this is meant, write the file anew, and say in the commit's message why:
        ./mvnw verify -pl harness -am -Dtest=WorkCountsTest -Dsurefire.failIfNoSpecifiedTests=false -D%s=write
      """
          .formatted(MODE);

  @TempDir private Path folder = Path.of("");

  private static Path home() {
    return Scales.experiments().resolveSibling("");
  }

  private static Path table() {
    return home().resolve("harness/src/test/resources/org/sdptbench/harness/bench/work-counts.csv");
  }

  @BeforeEach
  void atHome() {
    System.setProperty(HOME, home().toString());
  }

  @AfterEach
  void awayFromHome() {
    System.clearProperty(HOME);
  }

  /**
   * The step is the fifth, the first of a second pass over the images: all that can be kept of them
   * is, and the seed says which images it sees.
   */
  private void count(String method, WorkCounts counts) throws Exception {
    try (MethodCell cell = new MethodCell("glip-mini", method)) {
      OperatorTrace step = new OperatorTrace(List.of());
      if (!method.equals("Zero-shot")) {
        try (Training training = cell.warmTraining()) {
          step = OperatorTrace.of(training::step, folder);
        }
      }
      OperatorTrace inference = OperatorTrace.of(() -> cell.ready().detect(0), folder);
      counts.put(method, step, inference);
    }
  }

  /** Other platforms have another PyTorch, whose operators may call each other otherwise. */
  @Test
  @Tag("slow")
  @EnabledOnOs(value = OS.LINUX, architectures = "amd64")
  void eachMethodComputesAsMuchAsItDid() throws Exception {
    Set<String> methods = new LinkedHashSet<>();
    for (Plan.Entry entry :
        new Specs().plan(List.of("efficiency")).experiments().get(0).entries()) {
      methods.add(entry.label());
    }
    WorkCounts found = WorkCounts.none();
    for (String method : methods) {
      count(method, found);
    }
    if (System.getProperty(MODE, "").equals("write")) {
      Files.writeString(table(), found.toCsv());
    }
    List<String> differences = found.differences(WorkCounts.parse(Files.readString(table())));
    assertThat(differences)
        .withFailMessage(
            () -> "Methods compute another amount:\n" + String.join("\n", differences) + HOW_TO)
        .isEmpty();
  }

  @Test
  void aDifferenceSaysWhatWasExpectedAndWhatWasFound() throws Exception {
    String header = "method," + String.join(",", WorkCounts.COLUMNS) + "\n";
    WorkCounts expected = WorkCounts.parse(header + "LoRA,10,5,4,3,2\nVPT,1,1,1,1,1\n");
    WorkCounts found = WorkCounts.parse(header + "LoRA,12,5,4,3,1\n\"new, one\",0,0,0,0,7\n");
    assertThat(found.differences(expected))
        .containsSubsequence(
            "                                            expected      found  difference",
            "  LoRA               step operators               10         12          +2",
            "  LoRA               inference operators           2          1          -1",
            "  VPT                step operators                1          0          -1",
            "  new, one           inference operators           0          7          +7")
        .hasSize(9);
    assertThat(found.differences(found)).isEmpty();
    assertThat(WorkCounts.parse(found.toCsv())).isEqualTo(found);
  }
}
