package org.sdptbench.harness.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class DevicesTest {
  private static final Optional<Natives> CPU = Optional.of(new Natives("2.7.1", "cpu", "here"));
  private static final Optional<Natives> CUDA = Optional.of(new Natives("2.7.1", "cu128", "there"));
  private static final String TWO =
      """
      0, NVIDIA A100-SXM4-40GB, 550.54.15, 40960, 40000
      1, NVIDIA A100-SXM4-40GB, 550.54.15, 40960, 512
      """;

  @Test
  void autoTakesTheGpusIfTheLibrariesCan() throws Exception {
    List<Gpu> two = Gpu.parsed(TWO);
    assertThat(Devices.of("auto", CUDA, two).names()).containsExactly("cuda:0", "cuda:1");
    assertThat(Devices.of("auto", CUDA, two).reason())
        .hasValue("cuda:0, cuda:1 (NVIDIA A100-SXM4-40GB), one worker each");
    assertThat(Devices.of("auto", CUDA, List.of())).isEqualTo(Devices.CPU);
    assertThat(Devices.of("auto", CPU, List.of())).isEqualTo(Devices.CPU);
    Devices unused = Devices.of("auto", CPU, two);
    assertThat(unused.areGpus()).isFalse();
    assertThat(unused.reason().orElseThrow())
        .startsWith("cpu, although there is a GPU (NVIDIA A100-SXM4-40GB)")
        .contains("PYTORCH_LIBRARY_PATH");
  }

  @Test
  void aWishIsMetOrRefused() throws Exception {
    List<Gpu> two = Gpu.parsed(TWO);
    assertThat(Devices.of("cuda", CUDA, two).names()).containsExactly("cuda:0");
    assertThat(Devices.of("cuda:1,cuda:0", CUDA, two).names()).containsExactly("cuda:1", "cuda:0");
    assertThat(Devices.of("cpu", CUDA, two)).isEqualTo(Devices.CPU);
    assertThatThrownBy(() -> Devices.of("cuda:2", CUDA, two))
        .hasMessage("GPU 2 is not there; found 0 to 1");
    assertThatThrownBy(() -> Devices.of("cuda", CUDA, List.of())).hasMessageContaining("no GPU");
    assertThatThrownBy(() -> Devices.of("cuda", CPU, two))
        .hasMessageContaining("those for cpu")
        .hasMessageContaining("PYTORCH_LIBRARY_PATH");
    assertThatThrownBy(() -> Devices.of("cuda", Optional.empty(), two))
        .hasMessageContaining("not there");
  }

  @Test
  void gpusAreCountedAsTheVariableLetsThemThrough() {
    List<Gpu> two = Gpu.parsed(TWO + "an error, of some kind\n");
    assertThat(two).hasSize(2);
    assertThat(two.get(1).freeBytes()).isEqualTo(512L << 20);
    assertThat(Gpu.visible(two, null)).isEqualTo(two);
    assertThat(Gpu.visible(two, "")).isEmpty();
    assertThat(Gpu.visible(two, "1"))
        .singleElement()
        .satisfies(gpu -> assertThat(gpu.index()).isZero())
        .satisfies(gpu -> assertThat(gpu.freeBytes()).isEqualTo(512L << 20));
    assertThat(Gpu.visible(two, "1,5,0")).hasSize(1);
    assertThat(Gpu.visible(two, "GPU-8932f937,GPU-1")).hasSize(2);
  }

  @Test
  void librariesAreThoseOfTheBuildOrOfAnInstalledPyTorch() {
    assertThat(Natives.found(Map.of()).orElseThrow().source()).startsWith("this build");
    Natives installed =
        Natives.found(
                Map.of(
                    "PYTORCH_LIBRARY_PATH", "/opt/torch/lib",
                    "PYTORCH_VERSION", "2.7.1",
                    "PYTORCH_FLAVOR", "cu128"))
            .orElseThrow();
    assertThat(installed)
        .isEqualTo(new Natives("2.7.1", "cu128", "PYTORCH_LIBRARY_PATH=/opt/torch/lib"));
    assertThat(installed.areForCuda()).isTrue();
  }
}
