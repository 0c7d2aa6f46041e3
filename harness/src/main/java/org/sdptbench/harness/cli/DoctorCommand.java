package org.sdptbench.harness.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.sdptbench.harness.device.Devices;
import org.sdptbench.harness.device.Gpu;
import org.sdptbench.harness.device.Natives;
import org.sdptbench.harness.device.UnpackedNatives;
import org.sdptbench.harness.run.Environment;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code sdptbench doctor}. */
@Command(
    name = "doctor",
    description = "Says what this machine computes with, and what to do where it is not used.")
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec = CommandSpec.create();

  @Override
  public Integer call() throws IOException {
    PrintWriter out = spec.commandLine().getOut();
    Optional<Natives> natives = Natives.found(System.getenv());
    List<Gpu> gpus = Gpu.seen(System.getenv());
    line(out, "Java", Runtime.version() + ", " + System.getProperty("java.home"));
    line(out, "cores", String.valueOf(Runtime.getRuntime().availableProcessors()));
    line(out, "free memory", size(Environment.availableMemoryBytes().orElse(-1)));
    Path temporary = Path.of(System.getProperty("java.io.tmpdir"));
    line(
        out,
        "free disk",
        "%s here, %s in %s".formatted(size(space(Path.of(""))), size(space(temporary)), temporary));
    line(
        out,
        "PyTorch",
        natives
            .map(n -> "%s for %s, from %s".formatted(n.version(), n.flavor(), n.source()))
            .orElse("its native libraries are not there; build anew"));
    line(out, "unpacked in", unpacked(UnpackedNatives.ofThisProcess()));
    if (gpus.isEmpty()) {
      line(out, "GPU", "none that nvidia-smi knows of and this process may use");
    }
    for (Gpu gpu : gpus) {
      line(
          out,
          "GPU " + gpu.index(),
          "%s, %s of %s free, driver %s"
              .formatted(gpu.name(), size(gpu.freeBytes()), size(gpu.totalBytes()), gpu.driver()));
    }
    line(out, "--device auto", words(natives, gpus));
    out.flush();
    return ExitCode.OK;
  }

  private static String unpacked(UnpackedNatives unpacked) throws IOException {
    List<String> damage = unpacked.damage();
    int abandoned = unpacked.abandoned().size();
    StringBuilder text = new StringBuilder(unpacked.folder().toString());
    if (!damage.isEmpty()) {
      text.append("; damaged, unpacked anew at the next start: ").append(damage.get(0));
    }
    if (abandoned > 0) {
      text.append("; %s abandoned folders, removed at the next start".formatted(abandoned));
    }
    return text.toString();
  }

  private static String words(Optional<Natives> natives, List<Gpu> gpus) throws IOException {
    try {
      Devices chosen = Devices.of("auto", natives, gpus);
      return chosen.reason().orElse(String.join(", ", chosen.names()));
    } catch (Devices.NotThereException e) {
      throw new IOException(e); // auto takes what there is
    }
  }

  private static long space(Path folder) throws IOException {
    return Files.getFileStore(folder.toAbsolutePath()).getUsableSpace();
  }

  private static String size(long bytes) {
    return bytes < 0 ? "unknown" : Sizes.of(bytes);
  }

  private static void line(PrintWriter out, String name, String value) {
    out.printf("%-14s %s%n", name, value);
  }
}
