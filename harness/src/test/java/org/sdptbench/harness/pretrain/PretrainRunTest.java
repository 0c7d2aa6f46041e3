package org.sdptbench.harness.pretrain;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pre-training that is killed leaves in its folder. */
class PretrainRunTest {
  @TempDir private Path folder = Path.of("");

  @Test
  void aStepThatIsValidatedAgainAfterAKillStandsOnceInTheTable() throws IOException {
    Path table = folder.resolve("validation.csv");
    PretrainRun.note(table, 10, "10,0.1,0.2");
    PretrainRun.note(table, 20, "20,0.3,0.4");
    PretrainRun.note(table, 30, "30,0.5,0.6");
    PretrainRun.note(table, 20, "20,0.3,0.4"); // from the state of step 15
    assertThat(table).hasContent("step,AP,AP50\n10,0.1,0.2\n20,0.3,0.4\n");
  }

  @Test
  void halfWrittenStatesAreRemovedAndWholeOnesAreNot() throws IOException {
    Path half = Files.writeString(folder.resolve(".scenes.safetensors.a5920301.tmp"), "x");
    Path whole = Files.writeString(folder.resolve("scenes.safetensors"), "x");
    PretrainRun.clean(folder);
    assertThat(half).doesNotExist();
    assertThat(whole).exists();
  }
}
