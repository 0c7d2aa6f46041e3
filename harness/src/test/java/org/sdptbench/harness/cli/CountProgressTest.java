package org.sdptbench.harness.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CountProgressTest {
  private final StringWriter told = new StringWriter();
  private final AtomicLong seconds = new AtomicLong();
  private final CountProgress progress =
      new CountProgress(new PrintWriter(told), () -> seconds.get() * 1_000_000_000L);

  private void at(long second, String what, long done, long total) {
    seconds.set(second);
    progress.at(what, done, total);
  }

  @Test
  void whatTakesLongIsShownWithTheTimeLeft() {
    at(0, "train: opening images", 1, 400);
    at(1, "train: opening images", 20, 400);
    assertThat(told.toString()).as("less than two seconds").isEmpty();
    at(2, "train: opening images", 40, 400);
    at(3, "train: opening images", 60, 400);
    at(12, "train: opening images", 240, 400);
    at(20, "train: opening images", 400, 400);
    at(21, "val: opening images", 1, 10);
    at(22, "val: opening images", 10, 10);
    assertThat(told.toString())
        .isEqualToNormalizingNewlines(
            """
            train: opening images: 40 of 400, about 18 s left
            train: opening images: 240 of 400, about 8 s left
            """);
  }
}
