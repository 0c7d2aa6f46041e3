package org.sdptbench.harness.testing;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.jar.JarOutputStream;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** The example of a method from elsewhere, compiled and packed as its own project would do it. */
public final class ExampleJar {
  private static final Path MAIN =
      Path.of(System.getProperty("sdptbench.root", ".."))
          .resolve("harness/src/test/example-method/src/main");

  private ExampleJar() {}

  /**
   * Builds the jar.
   *
   * @param folder an empty folder for it and its classes
   * @param edit what is changed in each file before
   */
  public static Path build(Path folder, UnaryOperator<String> edit) throws IOException {
    Path sources = copy(MAIN.resolve("java"), folder.resolve("java"), edit);
    Path classes = copy(MAIN.resolve("resources"), folder.resolve("classes"), edit);
    compile(sources, classes);
    Path jar = folder.resolve("ssf.jar");
    try (OutputStream out = Files.newOutputStream(jar);
        JarOutputStream zip = new JarOutputStream(out)) {
      for (Path file : files(classes)) {
        zip.putNextEntry(new ZipEntry(classes.relativize(file).toString().replace('\\', '/')));
        Files.copy(file, zip);
        zip.closeEntry();
      }
    }
    return jar;
  }

  private static void compile(Path sources, Path classes) throws IOException {
    JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
    StringWriter messages = new StringWriter();
    try (StandardJavaFileManager manager = compiler.getStandardFileManager(null, null, null)) {
      List<String> options =
          List.of(
              "-d",
              classes.toString(),
              "-cp",
              System.getProperty("java.class.path"),
              "--release",
              "17",
              "-proc:none");
      boolean compiled =
          compiler
              .getTask(
                  messages,
                  manager,
                  null,
                  options,
                  null,
                  manager.getJavaFileObjectsFromPaths(files(sources)))
              .call();
      assertThat(compiled).as(messages.toString()).isTrue();
    }
  }

  private static Path copy(Path from, Path to, UnaryOperator<String> edit) throws IOException {
    for (Path file : files(from)) {
      Path target = to.resolve(from.relativize(file).toString());
      Files.createDirectories(target.getParent());
      Files.writeString(target, edit.apply(Files.readString(file)));
    }
    return to;
  }

  private static List<Path> files(Path folder) throws IOException {
    try (Stream<Path> walk = Files.walk(folder)) {
      return walk.filter(Files::isRegularFile).sorted().toList();
    }
  }
}
