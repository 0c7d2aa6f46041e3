package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import org.junit.jupiter.api.Test;
import org.sdptbench.harness.BenchEngine;
import org.sdptbench.harness.Main;

/** What is checked and listed before anything is measured. */
class BenchCommandTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private int bench(String... arguments) {
    SdptBench bench = new SdptBench(new BenchEngine(), Main.class);
    bench.commandLine().setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
    String[] all = new String[arguments.length + 1];
    all[0] = "bench";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return bench.execute(all);
  }

  @Test
  void listsBenchmarksAndTheirParameters() {
    assertThat(bench("--list", "Fusion.layer")).isEqualTo(ExitCode.OK);
    assertThat(out.toString().lines())
        .containsExactly("glip/Fusion.layer", "  image=8x64x16x16,1x256x50x68", "  k=0,10,200");
  }

  @Test
  void aPatternThatNamesNothingIsAMistake() {
    assertThat(bench("fusoin")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(err.toString())
        .contains("fusoin: no benchmark has this in its name; nearest are glip/Fusion.formulas")
        .contains("nothing has run");
  }

  @Test
  void soAreParametersAndNumbersOutOfRange() {
    assertThat(bench("fusion", "-p", "imgae=3")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(err.toString())
        .contains("-p imgae: unknown parameter 'imgae', did you mean 'image'?");
    assertThat(bench("fusion", "--forks", "0", "--iterations", "0")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(err.toString()).contains("--forks: found 0", "--iterations: found 0");
    assertThat(bench("fusion", "--json", ".")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(err.toString()).contains("--json .: a folder; allowed: a file");
  }
}
