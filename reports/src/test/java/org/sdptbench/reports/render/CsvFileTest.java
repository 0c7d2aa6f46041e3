package org.sdptbench.reports.render;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CsvFileTest {

  @Test
  void noControlCharacterNorMarkOfDirectionStays(@TempDir Path folder) throws Exception {
    Path file = folder.resolve("a.csv");
    CsvFile.write(
        file,
        List.of("a\u0000"),
        List.of(
            List.of("\u001b[31mred"),
            List.of("name\u202Etxt.exe"),
            List.of("\u2066x\u200B\uFEFF"),
            List.of("half \uD83D of a pair, whole \uD83D\uDC1F"),
            List.of("two\r\nlines"),
            List.of("\t=1+1"),
            List.of("\u0001=1+1"),
            List.of("-1.5e3"),
            List.of(0.1 + 0.2)));
    assertThat(Files.readString(file))
        .isEqualTo(
            "a\uFFFD\r\n"
                + "\uFFFD[31mred\r\n"
                + "name\uFFFDtxt.exe\r\n"
                + "\uFFFDx\uFFFD\uFFFD\r\n"
                + "\"half \uFFFD of a pair, whole \uD83D\uDC1F\"\r\n"
                + "\"two\nlines\"\r\n"
                + "' =1+1\r\n"
                + "\uFFFD=1+1\r\n"
                + "-1.5e3\r\n"
                + "0.30000000000000004\r\n");
  }
}
