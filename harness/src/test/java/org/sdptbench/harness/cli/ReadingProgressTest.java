package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class ReadingProgressTest {
  private static final Path FILE = Path.of("weights/a.pth");
  private static final long SIZE = 4_000_000_000L;

  private final AtomicLong now = new AtomicLong();
  private final StringWriter text = new StringWriter();
  private final ReadingProgress progress =
      new ReadingProgress(new PrintWriter(text), "reading it", now::get);

  private void at(Path file, double seconds, long percent) {
    now.set((long) (seconds * 1e9));
    progress.at(file, SIZE / 100 * percent, SIZE);
  }

  @Test
  void whatTakesLongIsTold() {
    at(FILE, 0, 0);
    at(FILE, 1.9, 9);
    assertThat(text.toString()).isEmpty();
    at(FILE, 2, 10);
    at(FILE, 11, 55);
    at(FILE, 12, 60);
    at(FILE, 22, 100);
    assertThat(text.toString().lines())
        .containsExactly(
            "weights/a.pth: reading it, 10 % of 4.0 GB, about 18 s left",
            "weights/a.pth: reading it, 60 % of 4.0 GB, about 8 s left");
  }

  @Test
  void everyFileHasItsOwnTime() {
    at(FILE, 0, 0);
    at(Path.of("b"), 5, 0);
    at(Path.of("b"), 6, 50);
    assertThat(text.toString()).isEmpty();
    at(Path.of("b"), 7, 80);
    assertThat(text.toString()).contains("b: reading it, 80 % of 4.0 GB, about 1 s left");
  }
}
