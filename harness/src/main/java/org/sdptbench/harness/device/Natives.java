package org.sdptbench.harness.device;

import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;

/**
 * PyTorch's native libraries as DJL finds them.
 *
 * @param version e.g. {@code 2.7.1}
 * @param flavor {@code cpu}, or the CUDA that they were built for, e.g. {@code cu128}
 * @param source where they come from, for people
 */
public record Natives(String version, String flavor, String source) {
  private static final String ON_CLASS_PATH = "/native/lib/pytorch.properties";

  /**
   * Those of an installed PyTorch that DJL's variables name, or else those of this build.
   *
   * @param environment of this process
   * @return empty if there are none
   */
  public static Optional<Natives> found(Map<String, String> environment) {
    String path = environment.get("PYTORCH_LIBRARY_PATH");
    if (path != null && !path.isBlank()) {
      return Optional.of(
          new Natives(
              environment.getOrDefault("PYTORCH_VERSION", "unknown version"),
              environment.getOrDefault("PYTORCH_FLAVOR", "cpu"),
              "PYTORCH_LIBRARY_PATH=" + path));
    }
    try (InputStream in = Natives.class.getResourceAsStream(ON_CLASS_PATH)) {
      if (in == null) {
        return Optional.empty();
      }
      Properties properties = new Properties();
      properties.load(in);
      return Optional.of(
          new Natives(
              properties.getProperty("version", "unknown version"),
              properties.getProperty("flavor", "cpu"),
              "this build, " + properties.getProperty("classifier", "unknown platform")));
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** Whether they can use an NVIDIA GPU. */
  public boolean areForCuda() {
    return flavor.startsWith("cu");
  }
}
