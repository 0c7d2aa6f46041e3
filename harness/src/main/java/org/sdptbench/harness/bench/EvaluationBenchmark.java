package org.sdptbench.harness.bench;

import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sdptbench.harness.data.LvisFederation;
import org.sdptbench.harness.eval.CocoEvaluator;
import org.sdptbench.harness.eval.CocoMetrics;
import org.sdptbench.harness.eval.LvisEvaluator;
import org.sdptbench.harness.eval.LvisMetrics;

/**
 * How long does an evaluation take?
 *
 * <p>COCO's protocol and LVIS's with FixedAP, on the same invented detections. COCO's validation
 * set is {@code -p images=5000}.
 *
 * <p>Checked first: the objects themselves as detections have an AP of 1 under both.
 */
@State(Scope.Benchmark)
public class EvaluationBenchmark {
  /** Images, each with 7.2 objects and 100 detections. */
  @Param("500")
  int images;

  private InventedDetections invented;
  private LvisFederation federation;

  /** Invents the detections. */
  @Setup
  public void setUp() {
    invented = InventedDetections.of(images);
    federation = invented.federation();
    Double coco =
        CocoEvaluator.coco().evaluate(invented.data(), invented.perfect()).summary().get("AP");
    Double lvis =
        LvisEvaluator.fixedAp()
            .evaluate(invented.data(), federation, invented.perfect())
            .summary()
            .get("AP");
    if (coco == null || lvis == null || Math.abs(coco - 1) + Math.abs(lvis - 1) > 1e-9) {
      throw new IllegalStateException("AP of the objects is %s and %s".formatted(coco, lvis));
    }
  }

  /** COCO's twelve numbers. */
  @Benchmark
  public CocoMetrics coco() {
    return CocoEvaluator.coco().evaluate(invented.data(), invented.detections());
  }

  /** LVIS's, with 10,000 detections of each class. */
  @Benchmark
  public LvisMetrics lvis() {
    return LvisEvaluator.fixedAp().evaluate(invented.data(), federation, invented.detections());
  }
}
