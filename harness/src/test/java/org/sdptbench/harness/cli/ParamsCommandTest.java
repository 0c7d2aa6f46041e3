package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.sdptbench.harness.Main;
import org.sdptbench.harness.testing.CommandRun;

/** The product's command on the real architectures, against the paper's arithmetic. */
@Timeout(60)
class ParamsCommandTest {
  private final CommandRun commands = CommandRun.ofProduct();

  private int params(String... arguments) {
    String[] all = new String[arguments.length + 1];
    all[0] = "params";
    System.arraycopy(arguments, 0, all, 1, arguments.length);
    return commands.run((Object[]) all);
  }

  private List<CSVRecord> csv(String... arguments) throws IOException {
    assertThat(params(arguments)).as(commands.err()).isEqualTo(ExitCode.OK);
    CSVFormat format = CSVFormat.RFC4180.builder().setHeader().setSkipHeaderRecord(true).get();
    try (CSVParser parser = format.parse(new StringReader(commands.out()))) {
      return parser.getRecords();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "glip-l, '430,422,384', '163,840', 0.038, '198,919', 0.046, '482,998', 0.112",
    "glip-t, '231,780,222', '122,880', 0.053, '198,919', 0.086, '286,142', 0.123"
  })
  void everyMethodWithItsShareOfTheModel(
      String model,
      String total,
      String sdpt,
      String sdptShare,
      String probe,
      String probeShare,
      String bitfit,
      String bitfitShare) {
    assertThat(params("--model", model)).as(commands.err()).isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .startsWith("model       %s%nparameters  %s%n".formatted(model, total))
        .containsPattern("\nsdpt +%s +%s\n".formatted(sdpt, sdptShare))
        .containsPattern("\nlinear-probe +%s +%s\n".formatted(probe, probeShare))
        .containsPattern("\nbitfit +%s +%s\n".formatted(bitfit, bitfitShare))
        .containsPattern("\nzero-shot +0 +0\\.000\n");
  }

  @Test
  void unlessToldTheModelIsGlipMini() {
    assertThat(params("--methods", "sdpt")).isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .startsWith("model       glip-mini\nparameters  29,959,026\n")
        .containsPattern("\nsdpt +10,240 +0\\.034\n")
        .doesNotContain("lora");
  }

  @ParameterizedTest
  @CsvSource({"glip-l, 3276800, 1966080, 16949248", "glip-t, 2457600, 1474560, 12711936"})
  void settingsCount(String model, long k200, long lora, long learnable) throws IOException {
    assertThat(csv("--model", model, "--method", "sdpt", "--set", "k=10,200", "--csv"))
        .extracting(r -> r.get("trainable_parameters"))
        .containsExactly(model.equals("glip-l") ? "163840" : "122880", Long.toString(k200));
    assertThat(csv("--model", model, "--methods", "lora", "--set", "lora.rank=16", "--csv"))
        .extracting(r -> r.get("trainable_parameters"))
        .containsExactly(Long.toString(lora));
    // Ten tokens, and (2048 + 1)·(256 + 768) per layer.
    assertThat(csv("--model", model, "--method", "sdpt", "--set", "projection=learnable", "--csv"))
        .extracting(r -> r.get("trainable_parameters"))
        .containsExactly(Long.toString(learnable));
  }

  @Test
  void aModelWithoutFusionHasNoMethodsThatActThere() throws IOException {
    assertThat(params("--model", "glip-t-a")).as(commands.err()).isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .startsWith("model       glip-t-a\nparameters  151,430,526\n")
        .containsPattern("\nlinear-probe +\\d")
        .doesNotContain("\nsdpt ", "\nlora ");
    assertThat(params("--model", "glip-t-a", "--methods", "sdpt,lora"))
        .isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains(
            "sdpt: its tokens act in fusion layers, and glip-t-a has none; allowed are models")
        .contains("lora: sites \"fusion\" matches no linear layer of glip-t-a");
    assertThat(params("--model", "glip-t-a", "--methods", "lora", "--set", "lora.sites=swin"))
        .isEqualTo(ExitCode.OK);
    assertThat(csv("--model", "glip-t-c", "--csv")).isNotEmpty();
  }

  @Test
  void severalSettingsAreCombined() {
    assertThat(
            params("--methods", "sdpt,lora", "--set", "sdpt.k=5,20", "--set", "sdpt.modal=image"))
        .isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .containsPattern("\nlora +\\d")
        .containsPattern("\nsdpt k=5 modal=image +5,120 +0\\.017\n")
        .containsPattern("\nsdpt k=20 modal=image +20,480 +0\\.068\n");
  }

  @Test
  void csvHasAllSettingsAndUnroundedShares() throws IOException {
    CSVRecord row = csv("--model", "glip-l", "--method", "sdpt", "--csv").get(0);
    assertThat(row.get("model")).isEqualTo("glip-l");
    assertThat(row.get("total_parameters")).isEqualTo("430422384");
    assertThat(row.get("settings"))
        .startsWith("head=frozen; init=uniform; k=10; ")
        .contains("mask=paper");
    assertThat(Double.parseDouble(row.get("percent_of_model")))
        .isEqualTo(100.0 * 163_840 / 430_422_384);
  }

  @Test
  void tensorsAreNamedAndAddUp() throws IOException {
    List<CSVRecord> rows = csv("--model", "glip-l", "--methods", "sdpt", "--tensors", "--csv");
    assertThat(rows)
        .hasSize(8)
        .allSatisfy(row -> assertThat(row.get("shape")).isEqualTo("1x10x2048"));
    assertThat(rows.get(7).get("tensor"))
        .isEqualTo("rpn.head.dyhead_tower.21.b_attn.attn.cpt_input");
    assertThat(rows.stream().mapToLong(row -> Long.parseLong(row.get("parameters"))).sum())
        .isEqualTo(163_840);
    assertThat(params("--model", "glip-t", "--methods", "linear-probe", "--tensors"))
        .isEqualTo(ExitCode.OK);
    assertThat(commands.out())
        .contains("  rpn.head.dot_product_projection_text.weight  [256, 768]  196,608\n")
        .contains("  rpn.head.log_scale  [1]  1\n");
  }

  @Test
  void mistakesAreNamedWithTheRightNames() {
    assertThat(params("--model", "glip-x")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("--model: unknown model 'glip-x', did you mean 'glip-")
        .contains("Allowed: glip-mini, glip-t, glip-l, glip-t-a, glip-t-b, glip-t-c");
    assertThat(params("--methods", "sdtp,lroa")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("unknown method 'sdtp', did you mean 'sdpt'?")
        .contains("unknown method 'lroa', did you mean 'lora'?")
        .contains("2 problems, nothing has run.");
    assertThat(
            params(
                "--method",
                "sdpt",
                "--set",
                "maks=paper",
                "--set",
                "mask=papper",
                "--set",
                "k=-1",
                "--set",
                "lora.rank=4",
                "--set",
                "k"))
        .isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("--set maks=paper: unknown setting 'sdpt.maks', did you mean 'sdpt.mask'?")
        .contains("--set mask=papper: unknown value of sdpt.mask 'papper', did you mean 'paper'?")
        .contains("--set k=-1: 'sdpt.k': found '-1'; allowed: a whole number from 0")
        .contains("--set lora.rank=4: unknown setting 'lora.rank'; allowed: sdpt.")
        .contains("--set k: not of the form KEY=VALUE")
        .contains("5 problems, nothing has run.");
    assertThat(params("--method", "sdpt", "--set", "layers=0", "--set", "sdpt.layers=1"))
        .isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err()).contains("'sdpt.layers' is set twice");
    assertThat(params("--method", "sdpt", "--set", "layers=7")).isEqualTo(ExitCode.USER_ERROR);
    assertThat(commands.err())
        .contains("--model glip-mini: sdpt layers=7: layers is \"7\"; allowed are all");
    assertThat(commands.out()).isEmpty();
  }

  /** As a user starts it; the Java runtime tells which classes it loads. */
  @Test
  void theNativeLibraryStaysAsleep(@TempDir Path folder) throws Exception {
    Path classes = folder.resolve("classes.log");
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xlog:class+load:file=" + classes,
                "-cp",
                System.getProperty("java.class.path"),
                Main.class.getName(),
                "params",
                "--model",
                "glip-l")
            .redirectErrorStream(true)
            .start();
    String printed = new String(process.getInputStream().readAllBytes());
    assertThat(process.waitFor()).as(printed).isZero();
    assertThat(printed).startsWith("model       glip-l\nparameters  430,422,384\n");
    assertThat(Files.readString(classes))
        .contains("org.sdptbench.glip.model.Glip ", "ai.djl.ndarray.types.Shape ")
        .doesNotContain(
            "ai.djl.engine.Engine ", "ai.djl.pytorch", "org.sdptbench.harness.data.picto");
  }
}
