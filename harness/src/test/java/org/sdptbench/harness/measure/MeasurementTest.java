package org.sdptbench.harness.measure;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdptbench.harness.run.Environment;

@Timeout(120)
class MeasurementTest {
  private final StringWriter out = new StringWriter();
  private final StringWriter err = new StringWriter();

  private boolean run(String weight, Path json) throws Exception {
    return new Measurement(
            Benchmarks.onClassPath().matching(List.of("InverseProjection.kept")),
            Map.of("weight", List.of(weight)),
            new Measurement.Effort(1, 0, 1, Duration.ofMillis(10)),
            json)
        .run(
            Environment.provenance(new Environment.Code("abc", true), new TreeMap<>(), 1),
            new PrintWriter(out),
            new PrintWriter(err));
  }

  @Test
  void leavesATableAndJmhsResults(@TempDir Path folder) throws Exception {
    Path json = folder.resolve("new/b.json");
    assertThat(run("16x4", json)).as(err.toString()).isTrue();
    assertThat(out.toString())
        .contains("PyTorch 2.", "1 thread", "abc, with changes")
        .containsPattern("sdpt/InverseProjection.kept +k=10, weight=16x4 +[0-9.]+ +ms/op");
    assertThat(err.toString()).isEmpty();
    JsonNode result = new ObjectMapper().readTree(json.toFile()).get(0);
    assertThat(result.at("/benchmark").asText()).endsWith("InverseProjectionBenchmark.kept");
    assertThat(result.at("/params/weight").asText()).isEqualTo("16x4");
    assertThat(result.at("/primaryMetric/score").asDouble()).isPositive();
    assertThat(result.at("/primaryMetric/scoreUnit").asText()).isEqualTo("ms/op");
    JsonNode provenance = new ObjectMapper().readTree(Measurement.provenanceOf(json).toFile());
    assertThat(provenance.at("/commit").asText()).isEqualTo("abc");
  }

  @Test
  void saysWhyABenchmarkFailed(@TempDir Path folder) throws Exception {
    assertThat(run("16", folder.resolve("b.json"))).isFalse();
    assertThat(out.toString()).containsPattern("weight=16 +failed");
    assertThat(err.toString())
        .contains("InverseProjectionBenchmark.setUp")
        .doesNotContain("jmh_generated", "# Fork");
  }

  @ParameterizedTest
  @CsvSource({"0, 0.0", "0.0123456, 0.01235", "1.23456, 1.235", "12345.678, 12346", "NaN, NaN"})
  void fourDigits(double number, String text) {
    assertThat(ResultTable.rounded(number)).isEqualTo(text);
  }
}
