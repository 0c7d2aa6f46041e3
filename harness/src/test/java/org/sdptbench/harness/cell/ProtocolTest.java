package org.sdptbench.harness.cell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.harness.BenchEngine;
import org.sdptbench.harness.catalog.Datasets;
import org.sdptbench.harness.catalog.Models;
import org.sdptbench.harness.catalog.ServiceMethods;
import org.sdptbench.harness.plan.Cell;
import org.sdptbench.harness.plan.Planner;
import org.sdptbench.harness.run.CellOutput;
import org.sdptbench.harness.run.Environment;
import org.sdptbench.harness.run.Progress;
import org.sdptbench.harness.spec.Scale;
import org.sdptbench.harness.spec.ScaleReader;
import org.sdptbench.harness.spec.Spec;
import org.sdptbench.harness.spec.SpecReader;
import org.sdptbench.harness.spec.Vocabulary;
import org.sdptbench.reports.file.WholeFile;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;

/**
 * The same id means the same results. The id of a cell covers its settings, its data, its weights
 * and, of this project's own code, the number {@link Cell#PROTOCOL}; what short runs of every
 * method, and of every other way through the code, came to is noted beside their ids. Where code
 * changes what they come to, whoever changed it raises the number, or else old records would pass
 * for those of the new code.
 *
 * <p>Processors round otherwise: bits count on the type of processor that the numbers were noted
 * on, elsewhere what other processors differ by.
 */
@Tag("slow")
class ProtocolTest {
  private static final String REWRITE = "sdptbench.fingerprints";

  /** So many differences of a run are told. */
  private static final int MOST = 3;

  private static final String COMMAND =
      "./mvnw verify -pl harness -am -Dtest=ProtocolTest"
          + " -Dsurefire.failIfNoSpecifiedTests=false -D%s=write".formatted(REWRITE);

  private static final Path FILE =
      Path.of(
          System.getProperty("sdptbench.root", ".."),
          "harness/src/test/resources/org/sdptbench/harness/cell/fingerprints.json");

  private static final ObjectMapper JSON =
      new ObjectMapper().enable(SerializationFeature.INDENT_OUTPUT);

  /**
   * Of losses above 1 as a fraction, else as such. With rates at which these runs are steady, the
   * instruction sets from SSE4.1 to AVX-512 differ by at most 8e-6 of a loss and no AP.
   */
  private static final double OTHER_PROCESSOR = 5e-5;

  private static final String SCALE =
      """
      name: fingerprints
      title: for one test
      meaning: Nothing; a few steps on a few images.
      experiments: [methods]
      models: {backbone: glip-mini}
      tasks:
        new: {data: [picto-odinw13/Raccoon]}
        many: {data: [picto-odinw13/Vehicles]}
        old: {data: [picto-odinw13/Thermal]}
      recipe: {steps: 3, batchSize: 2, learningRate: 0.01, testImages: 4, validateEvery: 1,
               validationImages: 2, pictures: 0, bootstrap: 3, labelScore: 0.2}
      methods:
        full: {recipe: {learningRate: 1e-4}}
        bitfit: {recipe: {learningRate: 1e-3}}
        apollo: {recipe: {learningRate: 1e-3}}
      estimate: {secondsPerImage: 0.01, secondsPerCell: 2}
      """;

  private static final String SPEC =
      """
      name: %s
      title: t
      question: q
      seeds: [1]
      """;

  private static final List<String> SPECS =
      List.of(
          """
          tasks: [new]
          methods: [zero-shot, linear-probe, full, lora, bitfit, vpt, glip-prompt, upt, maple, pmf,
                    apollo, dpt, sdpt]
          """,
          """
          tasks: [new]
          methods: [sdpt]
          shots: [3]
          recipe: {augment: glip, schedule: plateau, patience: 0, keep: best, learningRate: 0.3,
                   fewShotCopies: glip, regularisation: glip}
          """,
          """
          tasks: [new]
          methods: [full]
          recipe: {activations: recompute}
          """,
          """
          tasks: [many]
          methods: [{method: lora, settings: {head: linear}}]
          recipe: {classes: base, warmupSteps: 2, weightDecay: 0.1, clipNorm: 1}
          """,
          """
          tasks: [old]
          methods: [sdpt]
          recipe: {labels: zero-shot}
          """,
          """
          tasks: [new]
          alsoTestedOn: [old]
          methods:
            - {method: sdpt, base: {method: lora, task: old}}
            - {method: vpt, continues: old}
          """);

  /**
   * What a run came to, with all digits.
   *
   * @param what which run, for people
   * @param losses of single steps
   * @param results APs by where they stand in the record
   */
  private record Fingerprint(String what, List<Double> losses, SortedMap<String, Double> results) {}

  /**
   * The file.
   *
   * @param processor type of processor that the numbers were noted on
   * @param cells by id
   */
  private record Fingerprints(String processor, SortedMap<String, Fingerprint> cells) {}

  private static final Progress SILENT =
      new Progress() {
        @Override
        public void at(double share, String what) {}

        @Override
        public void curve(RunRecord.CurvePoint point) {}
      };

  @TempDir private Path folder = Path.of("");

  private static List<Cell> cells(Vocabulary vocabulary) throws Exception {
    Scale scale = new ScaleReader(vocabulary).parse("fingerprints.yaml", SCALE);
    List<Spec> specs = new ArrayList<>();
    for (int i = 0; i < SPECS.size(); i++) {
      String text = SPEC.formatted("spec-" + i) + SPECS.get(i);
      specs.add(new SpecReader(vocabulary, scale).parse("spec-" + i + ".yaml", text));
    }
    return new Planner(vocabulary, scale).plan(specs).cells();
  }

  private Fingerprint fingerprint(GlipCellRunner runner, Cell cell) throws Exception {
    RunRecord run = runner.run(cell, new CellOutput(folder.resolve(cell.id()), 0), SILENT);
    assertThat(run.outcome()).as(cell.describe()).isEqualTo(RunRecord.Outcome.COMPLETED);
    List<Double> losses = new ArrayList<>();
    SortedMap<String, Double> results = new TreeMap<>();
    for (RunRecord.CurvePoint point : run.curve()) {
      if (point.loss() != null) {
        losses.add(point.loss());
      }
      if (point.validationAp() != null) {
        results.put("validation AP, step " + point.step(), point.validationAp());
      }
    }
    results.putAll(run.results().metrics());
    for (Results.Test test : run.results().tests()) {
      test.metrics()
          .forEach(
              (metric, value) ->
                  results.put(
                      "%s, %s, %s".formatted(test.task().name(), test.moment().word(), metric),
                      value));
    }
    for (int i = 0; i < run.results().bootstrapAp().size(); i++) {
      results.put("bootstrap AP " + i, run.results().bootstrapAp().get(i));
    }
    return new Fingerprint(cell.describe(), losses, results);
  }

  @Test
  void everyMethodOfThisProjectIsAmongThem() throws Exception {
    Vocabulary vocabulary = new BenchEngine().vocabulary(Optional.empty());
    Set<String> tried =
        cells(vocabulary).stream().map(cell -> cell.method().name()).collect(Collectors.toSet());
    for (String method : vocabulary.methods().names()) {
      if (vocabulary.methods().digest(method).isEmpty()) { // else its own code is in the id
        assertThat(tried).contains(method);
      }
    }
  }

  @Test
  void whatHasTheSameIdHasTheSameResults() throws Exception {
    GlipCellRunner runner =
        new GlipCellRunner(
            new ServiceMethods(),
            new Datasets(Optional.empty()),
            new Models(Optional.empty()),
            Environment.Code.UNKNOWN);
    SortedMap<String, Fingerprint> now = new TreeMap<>();
    for (Cell cell : cells(new BenchEngine().vocabulary(Optional.empty()))) {
      now.put(cell.id(), fingerprint(runner, cell));
    }
    Fingerprints noted =
        Files.exists(FILE)
            ? JSON.readValue(FILE.toFile(), Fingerprints.class)
            : new Fingerprints("none", new TreeMap<>());
    boolean bits = noted.processor().equals(processor());
    List<String> differences = new ArrayList<>();
    now.forEach(
        (id, fingerprint) -> {
          Fingerprint before = noted.cells().get(id);
          if (before != null) {
            differences.addAll(differences(before, fingerprint, bits ? 0 : OTHER_PROCESSOR));
          }
        });
    if (!differences.isEmpty()) {
      fail(
          """
          Runs give other results than the ones that are noted for them (%s), and have the same ids, \
          so that old records would pass for those of this code. Find the change that was not meant; \
          or, if results are to change, raise Cell.PROTOCOL from %s and note the new ones: %s
          %s""",
          bits
              ? "on this type of processor, so bit by bit"
              : "on a processor of another type, so within %s".formatted(OTHER_PROCESSOR),
          Cell.PROTOCOL,
          COMMAND,
          String.join("\n", differences));
    }
    if ("write".equals(System.getProperty(REWRITE))) {
      String text = JSON.writeValueAsString(new Fingerprints(processor(), now)) + "\n";
      WholeFile.write(FILE, text);
    } else {
      assertThat(noted.cells().keySet())
          .as(
              "ids of runs of which results are noted, in %s. They change with settings, data,"
                  + " weights and Cell.PROTOCOL, now %s. If that was meant, note what the new ones"
                  + " give: %s",
              FILE, Cell.PROTOCOL, COMMAND)
          .isEqualTo(now.keySet());
    }
  }

  private static List<String> differences(Fingerprint before, Fingerprint now, double tolerance) {
    Map<String, Double> was = all(before);
    Map<String, Double> is = all(now);
    if (!was.keySet().equals(is.keySet())) {
      return List.of("%s: %s, was %s".formatted(now.what(), is.keySet(), was.keySet()));
    }
    List<String> differences = new ArrayList<>();
    was.forEach(
        (name, old) -> {
          double value = is.getOrDefault(name, Double.NaN);
          if (differ(old, value, tolerance) && differences.size() < MOST) {
            differences.add("%s: %s is %s, was %s".formatted(now.what(), name, value, old));
          }
        });
    return differences;
  }

  private static Map<String, Double> all(Fingerprint one) {
    Map<String, Double> all = new LinkedHashMap<>();
    for (int i = 0; i < one.losses().size(); i++) {
      all.put("loss " + (i + 1), one.losses().get(i));
    }
    all.putAll(one.results());
    return all;
  }

  private static boolean differ(double was, double is, double tolerance) {
    return tolerance == 0
        ? Double.compare(was, is) != 0
        : Math.abs(was - is) > tolerance * Math.max(1, Math.abs(was));
  }

  /** Name and digest of all that libraries choose their code by; no name alone tells as much. */
  private static String processor() throws IOException {
    Path file = Path.of("/proc/cpuinfo");
    if (!Files.isReadable(file)) {
      return System.getProperty("os.name") + ", unknown";
    }
    List<String> first =
        Files.readAllLines(file).stream()
            .takeWhile(line -> !line.isBlank())
            .filter(
                line ->
                    line.matches(
                        "(vendor_id|cpu family|model|model name|stepping|flags|cache size)\\s*:.*"))
            .toList();
    String name =
        first.stream()
            .filter(line -> line.startsWith("model name"))
            .map(line -> line.replaceFirst("^[^:]*:\\s*", ""))
            .collect(Collectors.joining());
    return name + ", " + Sha256.of(String.join("\n", first)).substring(0, 12);
  }
}
