package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledIf;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdptbench.harness.run.RunStore;
import org.sdptbench.harness.testing.CommandRun;
import org.sdptbench.harness.testing.FakeCellRunner;
import org.sdptbench.harness.testing.FakeMain;
import org.sdptbench.harness.testing.Program;
import org.sdptbench.harness.testing.Scales;
import org.sdptbench.reports.record.RunRecord;

@Timeout(120)
class SdptBenchTest {
  private static final String TINY =
      """
      name: tiny
      title: A tiny spec
      question: Does it run?
      tasks: [odinw13]
      methods: [zero-shot, sdpt]
      seeds: 0..1
      quick: {tasks: [odinw13/Thermal], seeds: [0]}
      """;

  private final Path folder;

  private final CommandRun commands = CommandRun.ofFake();

  SdptBenchTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @BeforeEach
  void writeSpecs() throws Exception {
    Files.createDirectories(folder.resolve("experiments/scales"));
    Files.writeString(folder.resolve("experiments/scales/small.yaml"), Scales.SMALL);
    Files.writeString(folder.resolve("experiments/tiny.yaml"), TINY);
  }

  private int command(String... arguments) {
    return commands.run((Object[]) arguments);
  }

  /** A command on the specs of this test. */
  private int here(String command, String... more) {
    List<String> arguments =
        new ArrayList<>(
            List.of(
                command,
                "--scale",
                "small",
                "--experiments",
                folder.resolve("experiments").toString()));
    if (!command.equals("plan")) {
      arguments.addAll(List.of("--out", folder.toString(), "--workers", "2", "--heap", "48m"));
    } else {
      arguments.addAll(List.of("--runs", folder.resolve("runs").toString(), "--workers", "2"));
    }
    arguments.addAll(List.of(more));
    return command(arguments.toArray(String[]::new));
  }

  /** Rows and columns of the spec, means over its seeds, once; the rest runs on. */
  @Test
  void anExperimentIsShownAsSoonAsItsLastRunIsDone() throws Exception {
    assertThat(here("run", "tiny")).isEqualTo(ExitCode.OK);
    String text = commands.out();
    RunStore store = new RunStore(folder.resolve("runs"));
    double mean =
        store.all().stream()
            .filter(r -> r.method().name().equals("sdpt"))
            .filter(r -> r.task().dataset().equals("Thermal"))
            .mapToDouble(r -> 100 * Objects.requireNonNull(r.metrics().get("AP")))
            .average()
            .orElseThrow();
    assertThat(text).containsOnlyOnce("tiny: all 6 runs are done").contains("AP, mean over seeds");
    assertThat(text.lines().filter(line -> line.startsWith("    SDPT ")))
        .singleElement()
        .asString()
        .endsWith(String.format(Locale.ROOT, "%.1f", mean));
    here("run", "tiny");
    assertThat(commands.out()).doesNotContain("runs are done");
  }

  /** Three rates, then the two beside the best, for each entry; the scale takes what was chosen. */
  @Test
  void ratesAreChosenByValidationWithAsManyTrialsForEveryMethod() throws Exception {
    Path scale = folder.resolve("experiments/scales/small.yaml");
    Files.writeString(scale, Scales.SMALL + "rates: small-rates.yaml\n");
    Files.writeString(
        folder.resolve("experiments/tuning.yaml"),
        """
        name: tuning
        title: t
        question: q
        tasks: [odinw13]
        methods: [full, sdpt, {method: sdpt, label: masked, settings: {mask: release}}]
        recipe: {validateEvery: 5, testImages: 1}
        matrix: {product: {recipe.learningRate: [1e-3, 1e-2, 1e-1]}}
        """);
    assertThat(here("plan", "tiny")).isEqualTo(ExitCode.OK);
    assertThat(here("tune")).as(commands.err()).isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .contains(
            "sdpt {mask=release}: 0.03 (AP by rate: 0.001 22.7, 0.003 30.3, 0.01 47.7, 0.03 100.0");
    assertThat(new RunStore(folder.resolve("runs")).all()).hasSize(3 * 5 * 2);
    Path rates = folder.resolve("experiments/scales/small-rates.yaml");
    assertThat(Files.readString(rates))
        .contains("    recipe: {learningRate: 0.03, tokenRate: 0}")
        .contains(
            "- {settings: {mask: release}, recipe: {learningRate: 0.03, tokenRate: 0, headRate: 0}}");
    assertThat(here("plan", "tiny", "--methods", "sdpt")).isEqualTo(ExitCode.OK);
    String cell = commands.out().lines().filter(l -> l.contains("SDPT")).findFirst().orElseThrow();
    here("plan", "tiny", "--cell", cell.strip().split(" ")[0]);
    assertThat(commands.out()).contains("0.03");
    Files.writeString(rates, "methods: {sdpt: {recipe: {learningrate: 1}}, lorra: {recipe: {}}}\n");
    assertThat(here("plan", "tiny")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("small-rates.yaml:1:27: unknown setting of recipe 'learningrate'")
        .contains("unknown method 'lorra'");
  }

  /** The rate of prediction layers, beside each method's own, which has to be tuned before. */
  @Test
  void aRateBesideTheLearningRateIsTunedToo() throws Exception {
    Path scale = folder.resolve("experiments/scales/small.yaml");
    Files.writeString(scale, Scales.SMALL + "rates: small-rates.yaml\n");
    Path head = folder.resolve("experiments/head.yaml");
    Files.writeString(
        head,
        """
        name: head
        title: t
        question: q
        tasks: [odinw13]
        methods: [{method: sdpt, label: masked, settings: {mask: release}}]
        recipe: {validateEvery: 5, testImages: 1}
        matrix: {product: {recipe.headRate: [3e-3, 1e-2, 3e-2]}}
        """);
    assertThat(here("tune", "head")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("small-rates.yaml: headRate is tuned at each method's own learning rate, and")
        .contains("./sdptbench tune --scale small first, or --rates FILE");
    Path rates = folder.resolve("experiments/scales/small-rates.yaml");
    String before =
        """
        methods:
          full:
            # AP by rate: 0.1 3.0
            # seen by eye
            recipe: {learningRate: 0.1}
          sdpt:
            # AP by rate: 0.3 4.0
            recipe: {learningRate: 0.3, tokenRate: 0}
            variants:
              # AP by rate: 0.2 5.0
              - {settings: {mask: release}, recipe: {learningRate: 0.2, headRate: 0}}
        """;
    Files.writeString(rates, before);
    assertThat(here("tune", "head")).as(commands.err()).isEqualTo(ExitCode.OK);
    assertThat(commands.out()).contains("sdpt {mask=release}: ", "(AP by headRate: 0.003 ");
    assertThat(new RunStore(folder.resolve("runs")).all())
        .hasSize(3 * 2)
        .allSatisfy(run -> assertThat(run.recipe()).containsEntry("learningRate", 0.2));
    String after = Files.readString(rates);
    String[] said =
        commands
            .out()
            .lines()
            .filter(line -> line.startsWith("sdpt {mask=release}: "))
            .findFirst()
            .orElseThrow()
            .split("[()]", -1);
    String chosen = said[0].substring(said[0].indexOf(':') + 1).strip();
    assertThat(after)
        .endsWith(
            before
                .replace("headRate: 0}", "headRate: %s}".formatted(chosen))
                .replace("0.2 5.0\n", "0.2 5.0\n      # %s\n".formatted(said[1])));
    assertThat(here("tune", "head")).as("again, from records").isEqualTo(ExitCode.OK);
    assertThat(rates).hasContent(after);
    Files.writeString(
        head, Files.readString(head).replace("3e-2]}}", "3e-2], recipe.tokenRate: [1, 10]}}"));
    assertThat(here("tune", "head")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("[recipe.headRate, recipe.tokenRate]; allowed: one of");
  }

  /** What a user names is not overwritten if it is another thing. */
  @Test
  void whatIsNoFileOfRatesStays() throws Exception {
    Path notes = Files.writeString(folder.resolve("notes.yaml"), "a: note\n");
    Files.writeString(
        folder.resolve("experiments/tuning.yaml"),
        "name: tuning\ntitle: t\nquestion: q\ntasks: [odinw13]\nmethods: [sdpt]\n"
            + "recipe: {validateEvery: 5}\n"
            + "matrix: {product: {recipe.learningRate: [1e-2, 1e-1]}}\n");
    assertThat(here("tune", "--rates", notes.toString())).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("notes.yaml:1:1: unknown key 'a'");
    assertThat(notes).hasContent("a: note\n");
  }

  @Test
  void aGridThatIsNotEvenIsAMistake() throws Exception {
    Files.writeString(
        folder.resolve("experiments/tuning.yaml"),
        "name: tuning\ntitle: t\nquestion: q\ntasks: [odinw13]\nmethods: [sdpt]\n");
    assertThat(here("tune")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("matrix.product.recipe.learningRate: found rates []");
  }

  @Test
  void helpSaysWhatThereIs() {
    assertThat(command("--help")).isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .contains(
            "reproduce",
            "run",
            "plan",
            "report",
            "publish",
            "runs",
            "compare",
            "methods",
            "params",
            "datasets",
            "weights",
            "pretrain",
            "Exit codes:")
        .doesNotContain("worker ");
    for (String name :
        List.of(
            "reproduce",
            "run",
            "plan",
            "report",
            "publish",
            "runs",
            "compare",
            "methods",
            "params",
            "weights",
            "pretrain")) {
      assertThat(command(name, "--help")).isEqualTo(ExitCode.OK);
      assertThat(commands.out()).contains("Usage: sdptbench " + name);
    }
    assertThat(command("--version")).isEqualTo(ExitCode.OK);
    assertThat(commands.out()).startsWith("sdptbench ");
  }

  @Test
  void aRehearsalRunsACellInThisProcess() {
    String experiments = folder.resolve("experiments").toString();
    assertThat(
            command(
                "rehearse", "tiny", "--quick", "--scale", "small", "--experiments", experiments))
        .as(commands.err())
        .isEqualTo(ExitCode.OK);
    assertThat(command("--help")).isEqualTo(ExitCode.OK);
    assertThat(commands.out()).doesNotContain("rehearse");
  }

  @Test
  void aMissingPlanSaysWhatWritesIt() {
    String plan = folder.resolve("plan.json").toString();
    for (List<String> line :
        List.of(List.of("report"), List.of("claims"), List.of("compare", "a", "b"))) {
      List<String> all = new ArrayList<>(line);
      all.addAll(List.of("--plan", plan));
      assertThat(command(all.toArray(String[]::new))).isEqualTo(ExitCode.USER_ERROR);
      assertThat(commands.err())
          .contains("--plan " + plan + ": ", "no such file", "that run and reproduce write");
    }
  }

  @Test
  void mistakesOnTheCommandLineShowUsageAndExitTwo() {
    assertThat(command()).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("a command is missing", "Usage:");
    assertThat(command("reprodcue")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("reproduce");
    assertThat(command("reproduce", "--budget", "soon")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("found 'soon'; allowed: a time such as 90s, 30m or 1h30m");
  }

  @Test
  void badNumbersOfWorkersAndHeapAreToldTogether() {
    assertThat(
            command(
                "reproduce",
                "--workers",
                "0",
                "--heap",
                "big",
                "--keep-adapters",
                "1t",
                "--out",
                folder.toString()))
        .isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .isEqualTo(
            """
            --workers: found 0; allowed: a whole number from 1 to 1024
            --keep-adapters: found '1t'; allowed: 0, or a size such as 512k or 2g
            --heap: found 'big'; allowed: a size such as 512m or 2g, from 32m to 4096g
            3 problems, nothing has run.
            """);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "reproduce --budget 9999999999999h | found '9999999999999h'; allowed: a time such as",
        "reproduce --budget 0s | found '0s'; allowed: a time such as 90s, 30m or 1h30m, from 1s to",
        "reproduce --timeout 0 | found '0'; allowed: a time such as",
        "reproduce --timeout 10000h | from 1s to 9999h",
        "reproduce --heap 0m | --heap: found '0m'; allowed: a size such as 512m or 2g, from 32m",
        "reproduce --heap 999999g | from 32m to 4096g",
        "reproduce --workers 1025 | --workers: found 1025; allowed: a whole number from 1 to 1024",
        "reproduce --keep-adapters -1 | --keep-adapters: found '-1'; allowed: 0, or a size such as",
        "reproduce --verify x --sample 0 | --sample: found 0; allowed: a whole number from 1 to",
        "reproduce --verify x --tolerance -1 | --tolerance: found -1.0; allowed: a fraction from 0",
        "reproduce --tolerance 0.1 | --tolerance: goes with --verify only",
        "reproduce --out FILE | --out FILE: a file; allowed: a folder",
        "reproduce --out FILE/x/y | --out FILE/x/y: FILE is a file; allowed: a folder",
        "reproduce --out '' | Invalid value for option '--out': found ''; allowed: a path",
        "run tiny --seeds 010 | --seeds: found '010'; allowed: whole numbers from 0",
        "plan --workers 0 | --workers: found 0; allowed: a whole number from 1 to 1024",
        "plan --workers -1 | --workers: found -1",
        "plan --runs FILE | --runs FILE: a file; allowed: a folder",
        "plan --data '' | Invalid value for option '--data': found ''; allowed: a path",
        "report --out FILE | --out FILE: a file; allowed: a folder",
        "report --runs FILE | --runs FILE: a file; allowed: a folder",
        "publish --out FILE | --out FILE: a file; allowed: a folder",
        "publish --out '' | Invalid value for option '--out': found ''; allowed: a path",
        "claims --runs FILE | --runs FILE: a file; allowed: a folder",
        "compare a b --runs FILE | --runs FILE: a file; allowed: a folder",
        "pretrain x.yaml --out FILE | --out FILE: a file; allowed: a folder",
        "detect x.png --prompt a --shorter-side 0 | --shorter-side: found 0; allowed: a whole",
        "detect x.png --prompt a --data FILE | --data FILE: no such folder",
        "detect '' --prompt a | found ''; allowed: a path",
      })
  void everyNumberAndFolderHasItsRange(String line, String message) throws Exception {
    Path file = Files.writeString(folder.resolve("plan.json"), "a file");
    List<String> arguments = new ArrayList<>();
    for (String word : line.strip().split(" ")) {
      arguments.add(word.replace("FILE", file.toString()).replace("''", ""));
    }
    if (List.of("report", "publish", "claims", "compare").contains(arguments.get(0))) {
      arguments.addAll(List.of("--plan", file.toString()));
    } else if (List.of("reproduce", "run", "plan").contains(arguments.get(0))) {
      arguments.addAll(List.of("--scale", "small", "--experiments"));
      arguments.add(folder.resolve("experiments").toString());
    }
    assertThat(command(arguments.toArray(String[]::new))).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains(message.strip().replace("FILE", file.toString()))
        .doesNotContain("\tat ");
  }

  @Test
  void aBudgetInWhichNothingEndsSaysSo() {
    String hangs = String.valueOf(FakeCellRunner.HANGS);
    assertThat(
            here("run", "tiny", "--quick", "--budget", "1s", "--methods", "sdpt", "--seeds", hangs))
        .isEqualTo(ExitCode.CELLS_FAILED);
    assertThat(commands.out()).contains("No run ended, so there is nothing to report");
  }

  @Test
  void aSettingThatNothingUsesAndAPlanWithoutCellsAreMistakes() throws Exception {
    Files.writeString(
        folder.resolve("experiments/both.yaml"),
        TINY.replace("tiny", "both").replace("sdpt]", "sdpt, lora, full]"));
    for (String unused :
        List.of(
            "lora.rank=4", "sdpt.k=3;zero-shot", "recipe.steps=5;zero-shot", "shots=1;zero-shot")) {
      String[] parts = unused.split(";");
      String methods = parts.length > 1 ? parts[1] : "sdpt";
      assertThat(here("plan", "both", "--methods", methods, "--set", parts[0]))
          .as(unused)
          .isEqualTo(ExitCode.USER_ERROR);
      assertThat(commands.err())
          .contains(
              "--set " + parts[0].replaceFirst("=.*", "") + ": nothing that runs here uses it")
          .contains("settings of " + methods);
    }
    assertThat(here("plan", "both", "--set", "lora.rank=4")).isEqualTo(ExitCode.OK);
    assertThat(here("plan", "both", "--methods", "zero-shot", "--set", "recipe.testImages=5"))
        .isEqualTo(ExitCode.OK);
    assertThat(here("plan", "both", "tiny", "--set", "method=lora")).isEqualTo(ExitCode.OK);
    assertThat(commands.out()).contains("both: A both").doesNotContain("tiny: A tiny");
    assertThat(here("plan", "both", "--methods", "sdpt", "--set", "method=lora"))
        .isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("spec both: no cell is left by methods = sdpt; method = lora");
  }

  @Test
  void aNumberThatYamlReadsOtherwiseIsAMistakeHereToo() {
    for (String value : List.of("010", "0x10", "1_000", "0b1", "1:30", "yes")) {
      assertThat(here("plan", "tiny", "--set", "sdpt.k=" + value)).isEqualTo(ExitCode.USER_ERROR);
      assertThat(commands.err()).contains("--set sdpt.k=" + value + ": " + value + " has several");
    }
  }

  @Test
  @EnabledIf("fullDevice")
  void outputThatIsLostIsNotOk() throws Exception {
    Process process =
        Program.of(FakeMain.class, List.of("methods"))
            .redirectOutput(Path.of("/dev/full").toFile())
            .start();
    String told = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    assertThat(process.waitFor()).as(told).isEqualTo(ExitCode.OUTPUT_LOST);
    assertThat(told).contains("the output could not be written");
  }

  static boolean fullDevice() {
    return Files.exists(Path.of("/dev/full"));
  }

  @Test
  void aBugShowsItsStackTraceAndExitsSeventy() {
    assertThat(command("pretrain", "x.yaml")).isEqualTo(ExitCode.BUG);
    assertThat(commands.err())
        .contains("IllegalStateException: a bug, for the test of bugs", "\tat org.sdptbench");
  }

  @Test
  void mistakesInSpecsAndOverridesExitTwoAndRunNothing() throws Exception {
    Files.writeString(folder.resolve("experiments/bad.yaml"), TINY.replace("sdpt]", "sdtp]"));
    assertThat(here("run", "bad", "tiny")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("bad.yaml:1:7: name 'tiny' differs from the file's name; allowed: bad")
        .contains("bad.yaml:5:22: unknown method 'sdtp', did you mean 'sdpt'?")
        .endsWith("nothing has run.\n")
        .doesNotContain("\tat ");
    assertThat(here("run", "tini", "other")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("unknown spec 'tini', did you mean 'tiny'? Allowed: bad, tiny")
        .contains("unknown spec 'other'; allowed: bad, tiny");
    assertThat(
            here(
                "run",
                "tiny",
                "--set",
                "sdpt.q=1",
                "--set",
                "sdpt.k=-1",
                "--set",
                "full",
                "--methods",
                "lora",
                "--seeds",
                "2..1"))
        .isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("--seeds: found '2..1'; allowed: whole numbers")
        .contains("--methods: unknown method 'lora'; allowed: zero-shot, sdpt, Zero-shot, SDPT")
        .contains("--set sdpt.q=1: unknown axis 'sdpt.q', did you mean 'sdpt.k'?")
        .contains("--set sdpt.k=-1: 'sdpt.k': found '-1'; allowed: a whole number from 0 to 1000")
        .contains("--set full: not of the form KEY=VALUE")
        .contains("5 problems, nothing has run.");
    assertThat(here("run", "tiny", "--set", "task=odinw/Aquarium")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("data set odinw/Aquarium: not on this machine: give the folder");
    assertThat(folder.resolve("runs")).doesNotExist();
  }

  @Test
  @Tag("slow")
  void reproduceRunsReportsAndSkipsWhatIsDone() throws Exception {
    assertThat(here("reproduce", "--quick")).as(commands.err()).isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .contains("quick: the small slice only")
        .containsPattern(
            "\\[1/2\\] .* on picto-odinw13/Thermal, seed 0: AP \\d+\\.\\d \\(\\d+ s\\)")
        .contains("2 cells: 0 done before, 2 completed\n")
        .contains("Report: " + folder.resolve("report.pdf"));
    assertThat(folder.resolve("report.pdf")).isNotEmptyFile();
    assertThat(Files.readAllLines(folder.resolve("tables/runs.csv"))).as("head, 2 runs").hasSize(3);
    RunRecord first = new RunStore(folder.resolve("runs")).all().get(0);
    assertThat(new RunStore(folder.resolve("runs")).adapter(first.cell())).isNotEmptyDirectory();
    assertThat(here("reproduce")).isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .contains("2 of 6 cells are done already", "6 cells: 2 done before, 4 completed");
    byte[] before = Files.readAllBytes(folder.resolve("plan.json"));
    assertThat(here("reproduce")).isEqualTo(ExitCode.OK);
    assertThat(commands.out()).contains("6 cells: 6 done before, 0 completed");
    assertThat(Files.readAllBytes(folder.resolve("plan.json"))).isEqualTo(before);
    assertThat(here("plan", "tiny")).isEqualTo(ExitCode.OK);
    assertThat(commands.out()).contains("6 cells, 6 done; the rest takes about 0 s");
  }

  @Test
  void aFailedCellIsRecordedTheRestGoesOnAndTheExitCodeSaysSo() {
    int code =
        here("run", "tiny", "--methods", "sdpt", "--seeds", FakeCellRunner.FAILS + ",0", "--quick");
    assertThat(code).isEqualTo(ExitCode.CELLS_FAILED);
    assertThat(commands.out())
        .contains("seed 101: invalid, images/7.png: not a PNG file")
        .contains("2 cells: 0 done before, 1 completed, 1 invalid (they run again next time)");
    assertThat(folder.resolve("report.pdf")).exists();
  }

  @Test
  void planShowsCellsAndPrintsAnyInFull() {
    assertThat(here("plan", "--set", "sdpt.k=3,4", "--seeds", "5")).isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .contains("sdpt.k = 3,4", "seeds = 5")
        .contains("tiny: A tiny spec (6 cells)")
        .contains("6 cells, 0 done; the rest takes about")
        .containsPattern("[0-9a-f]{12} +SDPT, k = 3 +picto-odinw13/Aquarium +shots all seed 5");
    String line =
        commands.out().lines().filter(l -> l.contains("SDPT, k = 4")).findFirst().orElseThrow();
    String id = line.strip().substring(0, 12);
    assertThat(here("plan", "--set", "sdpt.k=3,4", "--seeds", "5", "--cell", id))
        .isEqualTo(ExitCode.OK);
    assertThat(commands.out()).contains("\"k\" : 4", "\"learningRate\" : 0.2", "\"seed\" : 5");
    assertThat(here("plan", "--cell", "xyz")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("--cell xyz: no cell of this plan");
  }

  @Test
  void methodsListsSettings() {
    assertThat(command("methods")).isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .contains("sdpt (SDPT): adds unified tokens")
        .containsPattern(
            "sdpt\\.k +number of tokens; a whole number from 0 to 1000 \\(default: 10\\)")
        .containsPattern(
            "recipe\\.schedule +.*constant, step, cosine, plateau \\(default: cosine\\)");
  }

  /** Ctrl-C reaches the whole process group; here the parent alone, which is the harder case. */
  @Test
  @Tag("slow")
  void ctrlCEndsTheWorkersAndTheSameCommandGoesOn() throws Exception {
    Process parent =
        Program.of(
                FakeMain.class,
                List.of(
                    "run",
                    "tiny",
                    "--scale",
                    "small",
                    "--experiments",
                    folder.resolve("experiments").toString(),
                    "--out",
                    folder.toString(),
                    "--workers",
                    "1",
                    "--methods",
                    "sdpt",
                    "--seeds",
                    "0," + FakeCellRunner.HANGS,
                    "--quick"))
            .redirectErrorStream(true)
            .start();
    List<ProcessHandle> workers;
    StringBuilder printed = new StringBuilder();
    try (var lines = parent.inputReader()) {
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        printed.append(line).append('\n');
        if (line.startsWith("[1/2]")) {
          break;
        }
      }
      while (parent.children().findAny().isEmpty()) { // the second worker starts
        Thread.sleep(20);
        assertThat(parent.isAlive()).as(printed.toString()).isTrue();
      }
      workers = parent.children().toList();
      new ProcessBuilder("kill", "-INT", Long.toString(parent.pid())).start().waitFor();
      // A shell in the background lets its programs ignore this signal, which Java then does too.
      assertThat(parent.waitFor(1, TimeUnit.MINUTES)).as("ends on SIGINT").isTrue();
      lines.lines().forEach(line -> printed.append(line).append('\n'));
    } finally {
      parent.descendants().forEach(ProcessHandle::destroyForcibly);
      parent.destroyForcibly();
    }
    assertThat(parent.exitValue()).isEqualTo(130);
    assertThat(printed.toString())
        .contains("Stopped: 1 of 2 cells are done, nothing finished is lost.");
    assertThat(workers).noneMatch(ProcessHandle::isAlive);
    assertThat(new RunStore(folder.resolve("runs")).all())
        .extracting(RunRecord::seed)
        .containsExactly(0L);
    try (Stream<Path> left = Files.walk(folder.resolve("runs"))) {
      assertThat(left).noneMatch(f -> f.toString().endsWith(".tmp"));
    }
    assertThat(here("run", "tiny", "--methods", "sdpt", "--seeds", "0,1", "--quick"))
        .isEqualTo(ExitCode.OK);
    assertThat(commands.out()).contains("2 cells: 1 done before, 1 completed");
  }
}
