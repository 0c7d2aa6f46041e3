package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
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
    Files.createDirectories(home.resolve("harness/target/lib"));
    Files.createFile(home.resolve("harness/target/harness-1.jar"));
    Files.copy(
        Path.of(System.getProperty("sdptbench.root", "..")).resolve("sdptbench"),
        home.resolve("sdptbench"));
    Path program = Files.createDirectories(java.resolve("bin")).resolve("java");
    Files.writeString(program, "#!/bin/sh\nprintf '%s\\n' \"$@\"\n");
    Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwx------"));
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
    return "\n-cp\n%s:%s:%s"
        .formatted(
            target.resolve("harness-1.jar"), target.resolve("unpacked"), target.resolve("lib/*"));
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
}
