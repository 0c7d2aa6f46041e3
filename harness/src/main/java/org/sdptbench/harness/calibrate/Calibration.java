package org.sdptbench.harness.calibrate;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.sdptbench.harness.spec.Speed;
import org.sdptbench.reports.file.WholeFile;

/**
 * How fast a machine is, as a scale reads it from the file that it names.
 *
 * @param device where it was measured, for people
 * @param measured in the order of the measurement
 */
public record Calibration(String device, List<Speed> measured) {
  /** Defensive copy. */
  public Calibration {
    measured = List.copyOf(measured);
  }

  /** Writes the file, whole or not at all. */
  public void write(Path file) throws IOException {
    WholeFile.write(file, out -> out.write(yaml().getBytes(StandardCharsets.UTF_8)));
  }

  /** The text of the file. */
  String yaml() {
    StringBuilder text =
        new StringBuilder(
            "# How fast this machine is; written by ./sdptbench calibrate. Seconds of one worker.\n");
    text.append("device: '").append(device.replace("'", "''")).append("'\nmeasured:\n");
    for (Speed speed : measured) {
      StringJoiner settings = new StringJoiner(", ", "{", "}");
      for (Map.Entry<String, Object> setting : new TreeMap<>(speed.settings()).entrySet()) {
        settings.add("%s: %s".formatted(setting.getKey(), scalar(setting.getValue())));
      }
      text.append(
          String.format(
              Locale.ROOT,
              "  - {model: %s, method: %s, settings: %s, secondsPerImage: %.4g,"
                  + " secondsPerTestImage: %.4g}%n",
              speed.model(),
              speed.method(),
              settings,
              speed.secondsPerImage(),
              speed.secondsPerTestImage()));
    }
    return text.toString();
  }

  private static String scalar(Object value) {
    return value instanceof String text
        ? "'" + text.replace("'", "''") + "'"
        : String.valueOf(value);
  }
}
