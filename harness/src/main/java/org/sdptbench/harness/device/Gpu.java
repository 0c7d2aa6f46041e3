package org.sdptbench.harness.device;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * A GPU as NVIDIA's driver tells of it.
 *
 * @param index as PyTorch counts: of those that {@code CUDA_VISIBLE_DEVICES} lets through
 * @param name e.g. {@code NVIDIA A100-SXM4-40GB}
 * @param driver version of the driver
 * @param totalBytes its memory
 * @param freeBytes of it, what nobody uses
 */
public record Gpu(int index, String name, String driver, long totalBytes, long freeBytes) {
  private static final Pattern LINE = Pattern.compile("(\\d+), (.+), ([^,]+), (\\d+), (\\d+)");
  private static final long MIB = 1L << 20;

  /**
   * Those that this process may use, asked of {@code nvidia-smi}; none without it.
   *
   * @param environment of this process
   */
  public static List<Gpu> seen(Map<String, String> environment) {
    try {
      Process smi =
          new ProcessBuilder(
                  "nvidia-smi",
                  "--query-gpu=index,name,driver_version,memory.total,memory.free",
                  "--format=csv,noheader,nounits")
              .redirectError(ProcessBuilder.Redirect.DISCARD)
              .start();
      String text = new String(smi.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      return smi.waitFor(10, TimeUnit.SECONDS) && smi.exitValue() == 0
          ? visible(parsed(text), environment.get("CUDA_VISIBLE_DEVICES"))
          : List.of();
    } catch (IOException e) {
      return List.of(); // no driver
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return List.of();
    }
  }

  /** GPUs of the lines that {@code nvidia-smi} prints; others are left out. */
  static List<Gpu> parsed(String text) {
    List<Gpu> gpus = new ArrayList<>();
    for (String line : text.lines().toList()) {
      Matcher matcher = LINE.matcher(line.strip());
      if (matcher.matches()) {
        gpus.add(
            new Gpu(
                Integer.parseInt(matcher.group(1)),
                matcher.group(2),
                matcher.group(3),
                Long.parseLong(matcher.group(4)) * MIB,
                Long.parseLong(matcher.group(5)) * MIB));
      }
    }
    return List.copyOf(gpus);
  }

  /**
   * Those that a variable lets through, in its order and counted anew. Names of another kind than
   * numbers (UUIDs, slices) are not told apart here: then as many as there are names.
   */
  static List<Gpu> visible(List<Gpu> all, @Nullable String variable) {
    if (variable == null) {
      return all;
    }
    List<Gpu> visible = new ArrayList<>();
    for (String name : variable.isBlank() ? List.<String>of() : List.of(variable.split(",", -1))) {
      String number = name.strip();
      int index = number.matches("\\d{1,4}") ? Integer.parseInt(number) : visible.size();
      if (index >= all.size()) {
        break; // as CUDA does: nothing behind a wrong name is seen
      }
      Gpu gpu = all.get(index);
      visible.add(new Gpu(visible.size(), gpu.name, gpu.driver, gpu.totalBytes, gpu.freeBytes));
    }
    return List.copyOf(visible);
  }
}
