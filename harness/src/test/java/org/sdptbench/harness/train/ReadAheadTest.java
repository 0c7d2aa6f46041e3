package org.sdptbench.harness.train;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.sdptbench.glip.vision.ImageSize;
import org.sdptbench.glip.vision.PreparedImage;

@Timeout(60)
class ReadAheadTest {
  private static final ImageSize SIZE = new ImageSize(10, 20);

  /** What an image counts: as it is stored and as it is resized. */
  private static final long BYTES = 2 * 600;

  private final List<Long> read = Collections.synchronizedList(new ArrayList<>());
  private final Set<Thread> threads = Collections.synchronizedSet(new HashSet<>());
  private final Semaphore done = new Semaphore(0);

  /** Of each id an image with the id in its pixels; the third is damaged. */
  private List<TaskImage> images(int count) {
    return LongStream.rangeClosed(1, count)
        .mapToObj(
            id -> new TaskImage(id, SIZE, SIZE, () -> pixels(id), List.of(), List.of((int) id)))
        .toList();
  }

  private PreparedImage pixels(long id) {
    read.add(id);
    threads.add(Thread.currentThread());
    try {
      if (id == 3) {
        throw new UncheckedIOException(new IOException("the third is damaged"));
      }
      byte[] rgb = new byte[600];
      rgb[7] = (byte) id;
      return new PreparedImage(SIZE, SIZE, rgb);
    } finally {
      done.release();
    }
  }

  private static ReadAhead ahead(List<TaskImage> images, int most, long bytes) {
    return new ReadAhead(images.iterator(), image -> true, most, bytes);
  }

  private static byte id(TaskImage image) {
    return image.image().rgb()[7];
  }

  @Test
  void imagesComeInOrderAndAreReadOnceWithOneMoreThread() throws InterruptedException {
    List<TaskImage> images = images(40).stream().filter(image -> image.id() != 3).toList();
    try (ReadAhead ahead = ahead(images, 5, Long.MAX_VALUE)) {
      for (TaskImage image : images) {
        assertThat(ahead.hasNext()).isTrue();
        TaskImage next = ahead.next();
        assertThat(next.id()).isEqualTo(image.id());
        assertThat(next.labels()).isEqualTo(image.labels());
        if (image.id() == 1) {
          done.acquire(5); // those that follow are read while this one has not been asked for
        }
        assertThat(id(next)).isEqualTo((byte) image.id());
      }
      assertThat(ahead.hasNext()).isFalse();
      assertThatThrownBy(ahead::next).isInstanceOf(NoSuchElementException.class);
    }
    assertThat(read)
        .containsExactlyInAnyOrderElementsOf(images.stream().map(TaskImage::id).toList());
    assertThat(threads).hasSize(2).contains(Thread.currentThread());
  }

  @Test
  void asManyAreReadAsThereMayBe() throws InterruptedException {
    try (ReadAhead ahead = ahead(images(40), 5, Long.MAX_VALUE)) {
      ahead.next();
      done.acquire(5);
      assertThat(done.tryAcquire(100, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(read).containsExactly(2L, 3L, 4L, 5L, 6L);
      ahead.next();
      done.acquire();
      assertThat(done.tryAcquire(100, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(read).endsWith(7L).hasSize(6);
    }
  }

  @Test
  void asManyAreReadAsFitAndALargerOneIsLeftToWhoAsks() throws InterruptedException {
    try (ReadAhead ahead = ahead(images(40), 5, 2 * BYTES)) {
      ahead.next();
      done.acquire(2);
      assertThat(done.tryAcquire(100, TimeUnit.MILLISECONDS)).isFalse();
      assertThat(read).containsExactly(2L, 3L);
    }
    read.clear();
    try (ReadAhead ahead = ahead(images(2), 5, BYTES - 1)) {
      ahead.next();
      assertThat(id(ahead.next())).isEqualTo((byte) 2);
      assertThat(read).containsExactly(2L);
    }
    try (ReadAhead ahead = ahead(images(2), 0, Long.MAX_VALUE)) {
      ahead.next();
      ahead.next().image();
    }
    assertThat(threads).hasSize(2).contains(Thread.currentThread()); // one for the first five
  }

  @Test
  void whatNobodyWantsIsNotReadAndCanBe() throws InterruptedException {
    try (ReadAhead ahead =
        new ReadAhead(images(6).iterator(), image -> image.id() % 2 == 0, 9, Long.MAX_VALUE)) {
      ahead.next();
      done.acquire(3);
      assertThat(read).containsExactly(2L, 4L, 6L);
      ahead.next();
      ahead.next();
      ahead.next();
      assertThat(id(ahead.next())).isEqualTo((byte) 5);
      assertThat(id(ahead.next())).isEqualTo((byte) 6);
    }
    assertThat(read).containsExactly(2L, 4L, 6L, 5L);
  }

  @Test
  void aDamagedImageFailsWhereItIsAskedForAndNowhereElse() throws InterruptedException {
    try (ReadAhead ahead = ahead(images(6), 9, Long.MAX_VALUE)) {
      ahead.next().image();
      TaskImage second = ahead.next();
      done.acquire(6); // the third has failed by now
      assertThat(id(second)).isEqualTo((byte) 2);
      TaskImage third = ahead.next();
      TaskImage fourth = ahead.next();
      assertThatThrownBy(third::image)
          .isInstanceOf(UncheckedIOException.class)
          .hasRootCauseMessage("the third is damaged")
          .satisfies(
              thrown ->
                  assertThat(thrown.getStackTrace())
                      .anyMatch(
                          place -> place.getMethodName().startsWith("aDamagedImageFailsWhere")));
      assertThat(id(fourth)).isEqualTo((byte) 4);
      assertThat(id(ahead.next())).isEqualTo((byte) 5);
    }
    read.clear();
    try (ReadAhead ahead = ahead(images(6), 9, Long.MAX_VALUE)) {
      for (int i = 1; i <= 6; i++) {
        TaskImage image = ahead.next();
        if (i != 3) {
          assertThat(id(image)).isEqualTo((byte) i);
        }
      }
    }
  }

  @Test
  void closingEndsTheThreadAndLeavesTheImagesReadable() throws InterruptedException {
    CountDownLatch begun = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    TaskImage slow =
        new TaskImage(
            8,
            SIZE,
            SIZE,
            () -> {
              threads.add(Thread.currentThread());
              begun.countDown();
              try {
                never.await();
              } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
              }
              return pixels(8);
            },
            List.of(),
            List.of());
    List<TaskImage> images = images(5);
    ReadAhead ahead =
        ahead(List.of(images.get(0), slow, images.get(3), images.get(4)), 9, Long.MAX_VALUE);
    ahead.next();
    ahead.next();
    TaskImage waiting = ahead.next();
    begun.await();
    ahead.close();
    for (Thread thread : Set.copyOf(threads)) {
      thread.join(TimeUnit.SECONDS.toMillis(10));
      assertThat(thread.isAlive()).isFalse();
      assertThat(thread.isDaemon()).isTrue();
    }
    assertThat(threads).hasSize(1);
    assertThat(id(waiting)).isEqualTo((byte) 4);
    assertThat(read).containsExactly(8L, 4L);
  }

  /** Who is interrupted reads by himself, as if there were no other thread, and stays so. */
  @Test
  void anInterruptIsKept() throws InterruptedException {
    CountDownLatch never = new CountDownLatch(1);
    Thread here = Thread.currentThread();
    CountDownLatch begun = new CountDownLatch(1);
    TaskImage slow =
        new TaskImage(
            2,
            SIZE,
            SIZE,
            () -> {
              if (Thread.currentThread() != here) {
                begun.countDown();
                try {
                  never.await();
                } catch (InterruptedException e) {
                  Thread.currentThread().interrupt();
                }
              }
              return pixels(2);
            },
            List.of(),
            List.of());
    try (ReadAhead ahead = ahead(List.of(images(1).get(0), slow), 9, Long.MAX_VALUE)) {
      ahead.next();
      TaskImage second = ahead.next();
      begun.await();
      here.interrupt();
      assertThat(id(second)).isEqualTo((byte) 2);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aSingleImageNeedsNoThread() {
    try (ReadAhead ahead = ahead(images(1), 9, Long.MAX_VALUE)) {
      assertThat(id(ahead.next())).isEqualTo((byte) 1);
    }
    assertThat(threads).containsExactly(Thread.currentThread());
  }

  /** Pixels are not held by who has been given them. */
  @Test
  void pixelsGoToWhoAsksFirst() {
    try (ReadAhead ahead = ahead(images(2), 9, Long.MAX_VALUE)) {
      ahead.next();
      TaskImage second = ahead.next();
      PreparedImage first = second.image();
      assertThat(second.image()).isNotSameAs(first);
      assertThat(second.image().rgb()).isEqualTo(first.rgb());
    }
    assertThat(read).containsExactly(2L, 2L, 2L);
  }
}
