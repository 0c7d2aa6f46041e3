package org.sdptbench.harness.spec;

import java.util.Map;

/**
 * What a method costs on a machine, as {@code sdptbench calibrate} measured it.
 *
 * @param model name of the model
 * @param method name of the method
 * @param settings the method's settings as they were
 * @param secondsPerImage seconds of one worker for one image of a training step; 0 where it trains
 *     nothing
 * @param secondsPerTestImage seconds of one worker for a test image under one caption
 */
public record Speed(
    String model,
    String method,
    Map<String, Object> settings,
    double secondsPerImage,
    double secondsPerTestImage) {
  /** Defensive copy. */
  public Speed {
    settings = Map.copyOf(settings);
  }
}
