package org.sdptbench.harness.bench;

import java.io.IOException;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.sdptbench.harness.plan.Plan;
import org.sdptbench.harness.spec.InvalidInputException;

/**
 * How long does it take to plan everything?
 *
 * <p>From the YAML files to the cells of all experiments of the scale {@code mini}, with their ids.
 * The digests of the embedded data are asked for once in the set-up, which is where they are
 * computed. This is done in the command's own process, which has both compilers.
 */
@State(Scope.Benchmark)
@Fork(jvmArgsAppend = "-XX:TieredStopAtLevel=4")
public class PlanBenchmark {
  private Specs specs;

  /** Reads the scale. */
  @Setup
  public void setUp() throws IOException, InvalidInputException {
    specs = new Specs();
    Plan one = specs.plan(List.of("efficiency"));
    Plan all = specs.plan(specs.all());
    if (one.cells().isEmpty() || !all.cells().containsAll(one.cells())) {
      throw new IllegalStateException("a plan of everything lacks cells of a part");
    }
  }

  /** Reads the specs and plans them. */
  @Benchmark
  public Plan all() throws IOException, InvalidInputException {
    return specs.plan(specs.all());
  }
}
