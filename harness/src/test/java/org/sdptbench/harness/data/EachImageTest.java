package org.sdptbench.harness.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class EachImageTest {
  private static final List<ImageInfo> IMAGES =
      IntStream.range(0, 1000).mapToObj(i -> new ImageInfo(i, i + ".png", 1, 1)).toList();

  @Test
  void resultsComeInOrderWhoeverIsDoneFirst() throws IOException {
    List<Long> taken = new ArrayList<>();
    List<String> told = new ArrayList<>();
    new EachImage<>(
            image -> {
              // The sooner begun, the longer it takes.
              long sum = 0;
              for (long i = image.id() * 100; i < 100_000; i++) {
                sum += i % 7;
              }
              return sum < 0 ? sum : image.id() * 2;
            },
            image -> 0,
            (what, done, total) -> told.add(what + " " + done + "/" + total))
        .run("doubling", IMAGES, (image, twice) -> taken.add(twice - image.id()));
    assertThat(taken).isEqualTo(IMAGES.stream().map(ImageInfo::id).toList());
    assertThat(told).hasSize(1000).startsWith("doubling 1/1000").endsWith("doubling 1000/1000");
  }

  @Test
  void imagesThatFillTheMemoryAreWorkedOnOneByOne() throws IOException {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    new EachImage<>(
            image -> {
              most.accumulateAndGet(now.incrementAndGet(), Math::max);
              return now.decrementAndGet();
            },
            image -> Long.MAX_VALUE,
            FileProgress.SILENT)
        .run("huge", IMAGES, (image, left) -> assertThat(left).isZero());
    assertThat(most.get()).isEqualTo(1);
  }

  @Test
  void aFailureEndsTheWorkAndIsTheCallers() {
    AtomicInteger begun = new AtomicInteger();
    EachImage<Integer> failing =
        new EachImage<>(
            image -> {
              if (image.id() == 3) {
                throw new IOException("3.png: gone");
              }
              return begun.incrementAndGet();
            },
            image -> 0,
            FileProgress.SILENT);
    List<ImageInfo> taken = new ArrayList<>();
    assertThatThrownBy(() -> failing.run("x", IMAGES, (image, n) -> taken.add(image)))
        .isInstanceOf(IOException.class)
        .hasMessage("3.png: gone");
    assertThat(taken).isEqualTo(IMAGES.subList(0, 3));
    assertThat(begun.get()).isLessThan(1000);
    EachImage<Integer> bug =
        new EachImage<>(image -> Integer.parseInt("x"), image -> 0, FileProgress.SILENT);
    assertThatThrownBy(() -> bug.run("x", IMAGES, (image, n) -> {}))
        .isInstanceOf(NumberFormatException.class);
  }
}
