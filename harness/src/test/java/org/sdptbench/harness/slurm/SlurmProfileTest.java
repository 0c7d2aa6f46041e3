package org.sdptbench.harness.slurm;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.sdptbench.harness.spec.InvalidInputException;

class SlurmProfileTest {
  private final Path file;

  SlurmProfileTest(@TempDir Path folder) {
    this.file = folder.resolve("profile.yaml");
  }

  @Test
  void whatIsMissingIsAsByDefault() throws Exception {
    Files.writeString(file, "{partition: gpu, gpus: 2, memory: 64G, time: 12h}\n");
    SlurmProfile profile = SlurmProfile.read(file);
    assertThat(profile.partition()).contains("gpu");
    assertThat(profile.gpus()).isEqualTo(2);
    assertThat(profile.memoryMib()).hasValue(65536);
    assertThat(profile.time()).contains(Duration.ofHours(12));
    assertThat(profile.cpus()).isEqualTo(SlurmProfile.DEFAULT.cpus());
    assertThat(profile.taskTime()).isEqualTo(SlurmProfile.DEFAULT.taskTime());
  }

  @Test
  void anUnknownKeyListsTheValidOnes() throws Exception {
    Files.writeString(file, "gpus: 1\npartitoin: gpu\n");
    assertThatThrownBy(() -> SlurmProfile.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file + ":2:1")
        .hasMessageContaining("partitoin")
        .hasMessageContaining("partition, account, cpus, gpus, memory, time, taskTime");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "partition: \"a\\n#SBATCH --uid=0\"",
        "partition: 'a b'",
        "sbatch: [\"--x\\nrm -rf ~\"]",
        "sbatch: [rm]",
        "environment: {'A;B': x}",
        "environment: {A: \"x\\ny\"}",
        "cpus: 0",
        "memory: 64",
        "time: forever",
        "time: 4m",
        "[]"
      })
  void whatWouldBreakOutOfItsPlaceIsRefused(String yaml) throws Exception {
    Files.writeString(file, yaml + "\n");
    assertThatThrownBy(() -> SlurmProfile.read(file))
        .isInstanceOf(InvalidInputException.class)
        .hasMessageContaining(file + ":1:");
  }
}
