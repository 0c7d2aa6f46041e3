package org.sdptbench.harness.bench;

import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.spec.InvalidInputException;

/**
 * What does each method add to the time of an image?
 *
 * <p>One image by itself, from pixels to detections, with the caption, which is encoded anew: as
 * the inference time in run records, which is a median of ten images, is measured. Zero-shot is
 * GLIP without any method. The methods are as they start; training changes their values, not their
 * work, except that better scores leave other numbers of boxes to suppress.
 *
 * <p>{@code -p model=glip-t} as for training steps.
 */
@State(Scope.Benchmark)
public class InferenceBenchmark {
  /** The backbone. */
  @Param("glip-mini")
  String model;

  /** What the experiment {@code efficiency} calls the method. */
  @Param({
    "Zero-shot",
    "Linear probe",
    "Full fine-tuning",
    "LoRA",
    "BitFit",
    "GLIP prompt",
    "VPT",
    "UPT",
    "MaPLe",
    "DPT",
    "PMF",
    "Apollo",
    "SDPT (k = 10)",
    "SDPT (k = 200)"
  })
  String method;

  private MethodCell cell;
  private int next;

  /** Loads the model and the images. */
  @Setup
  public void setUp() throws IOException, InvalidInputException {
    cell = new MethodCell(model, method);
  }

  /** Frees model and method. */
  @TearDown
  public void close() {
    cell.close();
  }

  /** The next image. */
  @Benchmark
  public List<Detection> image() {
    next = (next + 1) % cell.images();
    return cell.ready().detect(next);
  }
}
