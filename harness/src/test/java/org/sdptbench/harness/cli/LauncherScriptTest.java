package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.Main;

/** The script that starts the product, with a Java that only says how it was called. */
@DisabledOnOs(OS.WINDOWS)
class LauncherScriptTest {
  private final Path home;
  private final Path java;
  private String told = "";

  LauncherScriptTest(@TempDir Path folder) {
    this.home = folder.resolve("home");
    this.java = folder.resolve("jdk");
  }

  /** A copy of the product that looks built. */
  @BeforeEach
  void build() throws IOException {
    Files.createFile(Files.createDirectories(home.resolve("harness/target/lib")).resolve("b.jar"));
    Files.createFile(home.resolve("harness/target/lib/A.jar"));
    Files.createFile(
        Files.createDirectories(home.resolve("harness/target/stored")).resolve("c.jar"));
    Files.createFile(home.resolve("harness/target/harness-1.jar"));
    Files.copy(
        Path.of(System.getProperty("sdptbench.root", "..")).resolve("sdptbench"),
        home.resolve("sdptbench"));
    program("");
  }

  /** A Java that says how it was called, and does something more when it is to keep classes. */
  private void program(String keeping) throws IOException {
    Path program = Files.createDirectories(java.resolve("bin")).resolve("java");
    Files.writeString(
        program,
        """
        #!/bin/sh
        for word in "$@"; do
          case "$word" in
            -XX:ArchiveClassesAtExit=*) file="${word#*=}"; echo >>"$0.kept"; %s ;;
          esac
        done
        printf '%%s\\n' "$@"
        """
            .formatted(keeping));
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
  }

  /** How often Java was to keep classes. */
  private int kept() throws IOException {
    return Files.readAllLines(java.resolve("bin/java.kept")).size();
  }

  private List<Path> classes() throws IOException {
    try (Stream<Path> files = Files.list(home.resolve("harness/target"))) {
      return files.filter(file -> file.toString().endsWith(".jsa")).toList();
    }
  }

  private int start(Map<String, String> environment, String... arguments) throws Exception {
    String[] line = new String[arguments.length + 2];
    line[0] = "bash";
    line[1] = home.resolve("sdptbench").toString();
    System.arraycopy(arguments, 0, line, 2, arguments.length);
    ProcessBuilder builder = new ProcessBuilder(line).redirectErrorStream(true);
    builder.environment().remove("SDPTBENCH_METHODS");
    builder.environment().put("JAVA_HOME", java.toString());
    builder.environment().putAll(environment);
    Process process = builder.start();
    told = new String(process.getInputStream().readAllBytes());
    return process.waitFor();
  }

  private String classPath() {
    Path target = home.toAbsolutePath().resolve("harness/target");
    return "\n-cp\n%s:%s:%s:%s"
        .formatted(
            target.resolve("harness-1.jar"),
            target.resolve("stored/c.jar"),
            target.resolve("lib/A.jar"),
            target.resolve("lib/b.jar"));
  }

  @Test
  void theProductAloneIsOnTheClassPath() throws Exception {
    assertThat(start(Map.of(), "plan", "a b")).as(told).isZero();
    assertThat(told).endsWith(classPath() + "\n" + Main.class.getName() + "\nplan\na b\n");
    assertThat(start(Map.of("SDPTBENCH_METHODS", ""), "plan")).isZero();
    assertThat(told).endsWith(classPath() + "\n" + Main.class.getName() + "\nplan\n");
  }

  @Test
  void jarsOfOnesOwnFollow() throws Exception {
    Path one = Files.createFile(home.resolve("one method.jar"));
    Path two = Files.createFile(home.resolve("two.jar"));
    assertThat(start(Map.of("SDPTBENCH_METHODS", one + "::" + two + ":"), "methods"))
        .as(told)
        .isZero();
    assertThat(told)
        .endsWith("%s:%s:%s\n%s\nmethods\n".formatted(classPath(), one, two, Main.class.getName()));
  }

  @Test
  void aJarThatIsNotThereIsNamed() throws Exception {
    assertThat(start(Map.of("SDPTBENCH_METHODS", "none.jar"), "methods")).isEqualTo(2);
    assertThat(told).isEqualTo("sdptbench: SDPTBENCH_METHODS: none.jar: no such file\n");
  }

  @Test
  void classesAreKeptOnceAndUsed() throws Exception {
    program("printf abc >\"$file\"");
    assertThat(start(Map.of(), "methods")).as(told).isZero();
    assertThat(told).startsWith("sdptbench: preparing quick starts");
    assertThat(classes()).hasSize(1);
    String file = classes().get(0).toAbsolutePath().toString();
    assertThat(told)
        .contains("\n-XX:SharedArchiveFile=" + file, "\n-Xshare:auto\n", "=" + file + "\n");
    assertThat(start(Map.of(), "methods")).as(told).isZero();
    assertThat(told).doesNotContain("preparing").contains("SharedArchiveFile");
    assertThat(kept()).isEqualTo(1);
  }

  @Test
  void whereClassesCannotBeKeptTheProgramStartsAndDoesNotTryAgain() throws Exception {
    program("printf half >\"$file\"; exit 1");
    assertThat(start(Map.of(), "methods")).as(told).isZero();
    assertThat(told).endsWith("\nmethods\n").doesNotContain("SharedArchiveFile");
    assertThat(start(Map.of(), "methods")).as(told).isZero();
    assertThat(told).doesNotContain("preparing").doesNotContain("SharedArchiveFile");
    assertThat(kept()).isEqualTo(1);
  }

  @Test
  void classesThatWereCutShortAreKeptAnew() throws Exception {
    program("printf abc >\"$file\"");
    start(Map.of(), "methods");
    Files.writeString(classes().get(0), "a");
    assertThat(start(Map.of(), "methods")).as(told).isZero();
    assertThat(classes().get(0)).hasContent("abc");
    assertThat(kept()).isEqualTo(2);
  }

  @Test
  void classesOfAnEarlierBuildOrOfAnotherJavaAreNotUsed() throws Exception {
    program("printf abc >\"$file\"");
    start(Map.of(), "methods");
    Files.setLastModifiedTime(classes().get(0), FileTime.fromMillis(0));
    assertThat(start(Map.of(), "methods")).as(told).isZero();
    assertThat(kept()).isEqualTo(2);
    assertThat(classes()).hasSize(1);
    Files.writeString(java.resolve("release"), "another");
    assertThat(start(Map.of(), "methods")).as(told).isZero();
    assertThat(kept()).isEqualTo(3);
    assertThat(classes()).hasSize(2);
  }
}
