package org.sdptbench.glip.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.DataType;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * That every array is on the device of the process. PyTorch's {@code meta} device, which has shapes
 * and no values and refuses to compute with arrays of another device, stands in for a GPU; its
 * kernels in C++ are few (no convolution, no indexing), so that a whole pass cannot go there.
 * Instead: arrays are made by {@link Placement} alone (ArchitectureTest), which puts them on the
 * device, and kernels make arrays beside their arguments alone.
 */
class PlacementTest {
  private static final Pattern MAKES =
      Pattern.compile(
          "torch\\.(arange|full|zeros|ones|empty|eye|tensor|scalar_tensor|linspace|rand\\w*|normal|hann\\w*)\\(");
  private static final Pattern BESIDE =
      Pattern.compile(
          "device=(place|ops\\.prim\\.device\\(\\w+\\))|torch\\.to\\(torch\\.arange\\([^()]*\\), \\w+\\)");

  @ParameterizedTest
  @ValueSource(strings = {"core", "vision", "text", "fusion", "head"})
  void kernelsMakeArraysBesideTheirArguments(String area) throws Exception {
    try (InputStream in = Objects.requireNonNull(Script.class.getResourceAsStream(area + ".py"))) {
      List<String> lines = new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
      assertThat(lines)
          .filteredOn(line -> !line.startsWith("#"))
          .filteredOn(line -> MAKES.matcher(line).find())
          .allSatisfy(line -> assertThat(makes(line)).isEqualTo(saysWhere(line)));
    }
  }

  private static long makes(String line) {
    return MAKES.matcher(line).results().count();
  }

  private static long saysWhere(String line) {
    return BESIDE.matcher(line).results().count();
  }

  @Test
  void theCheckSeesAnArrayInTheWrongPlace() {
    assertThat(saysWhere("  a = torch.arange(window)"))
        .isLessThan(makes("  a = torch.arange(window)"));
  }

  /** The process whose device is another one. */
  static final class Main {
    private Main() {}

    public static void main(String[] arguments) {
      try (Scope scope = new Scope();
          GradMode on = GradMode.on()) {
        NDArray a = Gradients.leafOn(Ops.of(new float[] {1, 2}, 2));
        NDArray b = Ops.full(3, DataType.FLOAT32, 2);
        NDArray c = Ops.add(Ops.mul(a, b), Ops.of(new double[] {1, 2}, 2));
        Gradients.backward(Ops.sum(c)); // has made an array of ones
        Ops.add(Objects.requireNonNull(Gradients.of(a)), Ops.zerosLike(a));
        Ops.mul(Ops.castLike(Ops.of(new boolean[] {true, false}, 2), a), b);
        Ops.mul(Ops.castLike(Ops.of(new long[] {1, 2}, 2), a), b);
        System.out.println("all of them meet");
        Ops.add(a, Script.manager().ones(a.getShape()));
      }
    }
  }

  @Test
  void arraysAreMadeOnTheDeviceOfTheProcess() throws Exception {
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dsdptbench.device=meta",
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName())
            .redirectErrorStream(true)
            .start();
    String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(text)
        .contains("all of them meet")
        .contains("Expected all tensors to be on the same device");
    assertThat(process.waitFor()).isNotZero();
  }

  @Test
  void aDeviceThatIsNotThereIsAnError() {
    try (Scope scope = new Scope()) {
      NDArray a = Ops.full(1, DataType.FLOAT32, 2);
      assertThatThrownBy(() -> Script.call("place", a, "no device"))
          .isInstanceOf(EngineException.class);
    }
  }
}
