package org.sdptbench.reports;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reports of machines whose people write digits, separators or letters in their own way: processes
 * of their own, as what a class formats when it is loaded keeps the locale of that moment.
 */
@SuppressWarnings("NullAway.Init") // JUnit sets the folder
class LocaleTest {

  private static final FakeRuns FAKE = new FakeRuns(6, 2, 2);

  @TempDir static Path folder;
  private static Map<String, byte[]> expected = Map.of();

  @BeforeAll
  static void write() throws Exception {
    FAKE.write(folder.resolve("runs"));
    expected = report("en-US");
    assertThat(expected).hasSizeGreaterThan(20).containsKey("report.pdf");
  }

  @ParameterizedTest
  @ValueSource(strings = {"ar-EG", "fa-IR", "th-TH-u-nu-thai", "tr-TR"})
  void theBytesOfAReportAreTheSameInEveryLocale(String locale) throws Exception {
    Map<String, byte[]> actual = report(locale);
    assertThat(actual.keySet()).isEqualTo(expected.keySet());
    expected.forEach((name, bytes) -> assertThat(actual.get(name)).as(name).isEqualTo(bytes));
  }

  private static Map<String, byte[]> report(String tag) throws Exception {
    Locale locale = Locale.forLanguageTag(tag);
    Path out = folder.resolve(tag);
    Path log = folder.resolve(tag + ".log");
    String extension = locale.hasExtensions() ? tag.substring(tag.indexOf("-u-") + 1) : "";
    Process process =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-Djava.awt.headless=true",
                "-Duser.language=" + locale.getLanguage(),
                "-Duser.country=" + locale.getCountry(),
                "-Duser.extensions=" + extension,
                "-cp",
                System.getProperty("java.class.path"),
                Writer.class.getName(),
                tag,
                folder.toString(),
                out.toString())
            .redirectErrorStream(true)
            .redirectOutput(log.toFile())
            .start();
    assertThat(process.waitFor()).as(() -> text(log)).isZero();
    Map<String, byte[]> contents = new TreeMap<>();
    try (Stream<Path> files = Files.walk(out)) {
      for (Path file : files.filter(Files::isRegularFile).toList()) {
        contents.put(out.relativize(file).toString(), Files.readAllBytes(file));
      }
    }
    return contents;
  }

  private static String text(Path log) {
    try {
      return Files.readString(log);
    } catch (IOException e) {
      return e.toString();
    }
  }

  /** What a process runs. */
  static final class Writer {
    private Writer() {}

    /** Writes the report, in the locale that its first argument names. */
    public static void main(String[] args) throws Exception {
      if (!Locale.getDefault().toLanguageTag().equals(args[0])) {
        throw new IllegalStateException("the locale is " + Locale.getDefault().toLanguageTag());
      }
      Path folder = Path.of(args[1]);
      List<Path> files = new Report(folder.resolve("runs"), FAKE.plan(), Path.of(args[2])).write();
      System.out.println(files.size() + " files");
    }
  }
}
