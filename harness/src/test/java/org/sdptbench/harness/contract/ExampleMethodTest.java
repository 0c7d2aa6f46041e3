package org.sdptbench.harness.contract;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.File;
import java.io.IOException;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.ServiceLoader;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.glip.peft.PeftMethod;
import org.sdptbench.glip.peft.SavedAdapter;
import org.sdptbench.harness.Main;
import org.sdptbench.harness.cli.ExitCode;
import org.sdptbench.harness.plan.Ingredient;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.testing.ExampleJar;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.reports.record.RunRecord;

/** A method in a jar of its own: what the documentation promises of it, from end to end. */
@Tag("slow")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@Timeout(600)
class ExampleMethodTest {
  private static final String SPEC =
      """
      name: mine
      title: A method of my own
      question: Does it work?
      tasks: [odinw13/Raccoon]
      methods: [zero-shot, lora, ssf, {method: ssf, label: SSF on images, settings: {outputs: image}}]
      seeds: [0]
      recipe: {steps: 2, batchSize: 2, testImages: 4}
      """;

  private final Path folder;
  private final Path jar;
  private final URLClassLoader loader;

  /** What a command said, and how it ended. */
  private record Outcome(int code, String text) {}

  ExampleMethodTest(@TempDir Path folder) throws IOException {
    this.folder = folder;
    this.jar = ExampleJar.build(folder.resolve("built"), UnaryOperator.identity());
    this.loader =
        new URLClassLoader(new URL[] {jar.toUri().toURL()}, PeftMethod.class.getClassLoader());
    Files.writeString(folder.resolve("mine.yaml"), SPEC);
  }

  @AfterAll
  void close() throws IOException {
    loader.close();
  }

  /** The product's command in a process of its own, as {@code SDPTBENCH_METHODS} starts it. */
  private Outcome sdptbench(Path methods, String... arguments) throws Exception {
    List<String> line =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Djava.awt.headless=true",
                "-Dai.djl.offline=true",
                "-cp",
                System.getProperty("java.class.path") + File.pathSeparator + methods,
                Main.class.getName()));
    line.addAll(List.of(arguments));
    Process process =
        new ProcessBuilder(line).directory(folder.toFile()).redirectErrorStream(true).start();
    String text = new String(process.getInputStream().readAllBytes());
    return new Outcome(process.waitFor(), text);
  }

  private Outcome planned(Path methods, String... more) throws Exception {
    List<String> arguments =
        new ArrayList<>(
            List.of("plan", "mine.yaml", "--experiments", Scales.experiments().toString()));
    arguments.addAll(List.of(more));
    return sdptbench(methods, arguments.toArray(String[]::new));
  }

  @Test
  void itIsListedAndCountedWithItsSettings() throws Exception {
    Outcome methods = sdptbench(jar, "methods");
    assertThat(methods.code()).as(methods.text()).isEqualTo(ExitCode.OK);
    assertThat(methods.text())
        .contains("ssf (SSF): SSF: scales and shifts what the fusion gives")
        .containsPattern("ssf\\.outputs +.*one of both, image, text \\(default: both\\)");
    Outcome params =
        sdptbench(
            jar, "params", "--model", "glip-l", "--method", "ssf", "--set", "outputs=both,image");
    assertThat(params.code()).as(params.text()).isEqualTo(ExitCode.OK);
    assertThat(params.text()) // 8 layers, 2·(256 + 768)
        .containsPattern("ssf outputs=both +16,384 +0\\.004\\R")
        .containsPattern("ssf outputs=image +4,096 +0\\.001\\R");
    Outcome without = sdptbench(folder, "params", "--method", "ssf");
    assertThat(without.code()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(without.text()).contains("unknown method 'ssf'");
  }

  @Test
  void changedCodeIsAnotherCellAndTheSameCodeBuiltAgainIsNot() throws Exception {
    Outcome first = planned(jar);
    assertThat(first.code()).as(first.text()).isEqualTo(ExitCode.OK);
    assertThat(first.text()).contains("4 cells, 0 done");
    Path again = ExampleJar.build(folder.resolve("again"), UnaryOperator.identity());
    assertThat(Files.getLastModifiedTime(again)).isNotEqualTo(Files.getLastModifiedTime(jar));
    Outcome rebuilt = planned(again);
    for (String label : List.of("Zero-shot", "LoRA", "SSF", "SSF on images")) {
      assertThat(id(rebuilt, label)).as(label).isEqualTo(id(first, label));
    }
    Path other =
        ExampleJar.build(
            folder.resolve("other"), text -> text.replace("Reach.FUSION", "Reach.ENCODERS"));
    Outcome changed = planned(other);
    for (String label : List.of("Zero-shot", "LoRA")) {
      assertThat(id(changed, label)).as(label).isEqualTo(id(first, label));
    }
    for (String label : List.of("SSF", "SSF on images")) {
      assertThat(id(changed, label)).as(label).isNotEqualTo(id(first, label));
    }
    assertThat(planned(jar, "--cell", id(first, "SSF")).text())
        .containsPattern("\"method:ssf\" : \"[0-9a-f]{64}\"");
    assertThat(planned(jar, "--cell", id(first, "LoRA")).text()).doesNotContain("method:lora");
  }

  private static String id(Outcome plan, String label) {
    return plan.text()
        .lines()
        .filter(line -> line.matches("  [0-9a-f]{12}  " + label + " {2,}.*"))
        .map(line -> line.strip().substring(0, 12))
        .findFirst()
        .orElseThrow(() -> new AssertionError(label + " is not in\n" + plan.text()));
  }

  @Test
  void aJarThatCannotBeUsedIsNamed() throws Exception {
    Path twin =
        ExampleJar.build(folder.resolve("twin"), text -> text.replace("\"ssf\"", "\"lora\""));
    Outcome twice = sdptbench(twin, "methods");
    assertThat(twice.code()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(twice.text())
        .contains("two methods on the class path are called lora: ")
        .contains("org.example.ssf.Ssf", "org.sdptbench.baselines.lora.Lora")
        .doesNotContain("\tat ");
    Path lost =
        ExampleJar.build(
            folder.resolve("lost"), text -> text.replaceAll("^org\\.example.*", "org.example.No"));
    Outcome none = sdptbench(lost, "params");
    assertThat(none.code()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(none.text())
        .contains("a method on the class path cannot be loaded: ", "org.example.No")
        .doesNotContain("\tat ");
  }

  /** Among the checks: a step lowers the loss; saved and loaded, it does the same. */
  @TestFactory
  Stream<DynamicTest> itKeepsTheContract() {
    PeftMethod ssf =
        ServiceLoader.load(PeftMethod.class, loader).stream()
            .map(ServiceLoader.Provider::get)
            .filter(method -> method.name().equals("ssf"))
            .findFirst()
            .orElseThrow();
    MethodContractTest.Variant variant = new MethodContractTest.Variant(ssf, Map.of());
    return Stream.concat(
        Stream.of(
            DynamicTest.dynamicTest(
                "starts as GLIP", () -> MethodContractTest.startsAsGlip(variant))),
        MethodContractTest.checks(variant).entrySet().stream()
            .map(
                check ->
                    DynamicTest.dynamicTest(
                        check.getKey(), () -> check.getValue().accept(variant))));
  }

  @Test
  void itRunsInAWorkerAndIsInTheReport() throws Exception {
    Path out = folder.resolve("out");
    Outcome run =
        sdptbench(
            jar,
            "run",
            "mine.yaml",
            "--experiments",
            Scales.experiments().toString(),
            "--methods",
            "zero-shot,SSF",
            "--workers",
            "1",
            "--out",
            out.toString());
    assertThat(run.code()).as(run.text()).isEqualTo(ExitCode.OK);
    assertThat(run.text()).contains("2 cells: 0 done before, 2 completed");
    RunStore store = new RunStore(out.resolve("runs"));
    RunRecord record =
        store.all().stream()
            .filter(one -> one.method().name().equals("ssf"))
            .findFirst()
            .orElseThrow();
    assertThat(record.cost().trainableParameters()).isEqualTo(2 * 2 * (64 + 384));
    assertThat(record.provenance().digests()).containsKey(Ingredient.method("ssf").key());
    SavedAdapter adapter = SavedAdapter.read(store.adapter(record.cell()));
    assertThat(adapter.method()).isEqualTo("ssf");
    assertThat(out.resolve("report.pdf")).isNotEmptyFile();
    Path tables = out.resolve("tables");
    assertThat(Files.readString(tables.resolve("mine.csv"))).contains("SSF", "1792");
    assertThat(Files.readString(tables.resolve("mine.md"))).contains("SSF", "1.79 k");
    assertThat(Files.readString(tables.resolve("mine.tex"))).contains("SSF", "1.79");
  }
}
