package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.sdptbench.harness.testing.CommandRun;

/** What is checked and listed before anything is measured. */
class BenchCommandTest {
  private final CommandRun commands = CommandRun.ofProduct();

  private int bench(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "bench";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return commands.run((Object[]) all);
  }

  @Test
  void listsBenchmarksAndTheirParameters() {
    assertThat(bench("--list", "Fusion.layer")).isEqualTo(ExitCode.OK);
    assertThat(commands.out().lines())
        .containsExactly("glip/Fusion.layer", "  image=8x64x16x16,1x256x50x68", "  k=0,10,200");
  }

  @Test
  void aPatternThatNamesNothingIsAMistake() {
    assertThat(bench("fusoin")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("fusoin: no benchmark has this in its name; nearest are glip/Fusion.formulas")
        .contains("nothing has run");
  }

  @Test
  void soAreParametersAndNumbersOutOfRange() {
    assertThat(bench("fusion", "-p", "imgae=3")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("-p imgae: unknown parameter 'imgae', did you mean 'image'?");
    assertThat(bench("fusion", "--forks", "0", "--iterations", "0")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("--forks: found 0", "--iterations: found 0");
    assertThat(bench("fusion", "--json", ".")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("--json .: a folder; allowed: a file");
  }
}
