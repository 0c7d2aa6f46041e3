package org.sdptbench.harness.train;

import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.FutureTask;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.vision.ImageSize;
import org.sdptbench.glip.vision.PreparedImage;

/**
 * Images in the order in which they will be asked for; while the network is busy with one, a thread
 * reads the pixels of the next few, which are bytes. Of one thread but for that.
 *
 * <p>Changes nothing but the time: an image whose pixels could not be read is read again by who
 * asks for them, and fails there as it would have without; one that nobody asks for fails nowhere.
 * Images are read ahead while there are fewer than 16, and while they fit a sixteenth of Java's
 * memory with what decoding takes; a larger one is left to who asks. Where Java has a single core
 * (as with {@code -XX:ActiveProcessorCount=1}), and for a single image, there is no thread.
 */
final class ReadAhead implements Iterator<TaskImage>, AutoCloseable {
  /** As many as go through the network together at most. */
  private static final int MOST_IMAGES = 16;

  private final Iterator<TaskImage> images;
  private final Predicate<TaskImage> wanted;
  private final int mostImages;
  private final long mostBytes;
  private final Queue<Entry> ahead = new ArrayDeque<>();
  private final ExecutorService reader = Executors.newSingleThreadExecutor(ReadAhead::daemon);
  private long bytes;

  /**
   * An image that was drawn.
   *
   * @param image it, perhaps with pixels that are being read
   * @param bytes what it counts
   */
  private record Entry(TaskImage image, long bytes) {}

  /**
   * Images of which none is read yet.
   *
   * @param wanted whether the pixels of an image will be asked for, as far as is known
   */
  ReadAhead(Iterator<TaskImage> images, Predicate<TaskImage> wanted) {
    this(
        images,
        wanted,
        Runtime.getRuntime().availableProcessors() > 1 ? MOST_IMAGES : 0,
        Runtime.getRuntime().maxMemory() / 16);
  }

  /**
   * The same within other bounds.
   *
   * @param mostImages most images between the one that was given last and the last that is read; 0
   *     to read none ahead
   * @param mostBytes bytes from which on no more are read; larger ones never are
   */
  ReadAhead(
      Iterator<TaskImage> images, Predicate<TaskImage> wanted, int mostImages, long mostBytes) {
    this.images = images;
    this.wanted = wanted;
    this.mostImages = mostImages;
    this.mostBytes = mostBytes;
  }

  @Override
  public boolean hasNext() {
    return !ahead.isEmpty() || images.hasNext();
  }

  /**
   * The next image. Its pixels should be asked for once: they are not kept.
   *
   * @throws NoSuchElementException if there is none
   */
  @Override
  public TaskImage next() {
    @Nullable Entry first = ahead.poll();
    TaskImage next = first == null ? images.next() : first.image();
    bytes -= first == null ? 0 : first.bytes();
    while (ahead.size() < mostImages && bytes < mostBytes && images.hasNext()) {
      Entry entry = begun(images.next());
      bytes += entry.bytes();
      ahead.add(entry);
    }
    return next;
  }

  private Entry begun(TaskImage image) {
    long size = bytes(image.original()) + bytes(image.size());
    if (size > mostBytes || !wanted.test(image)) {
      return new Entry(image, 0);
    }
    FutureTask<PreparedImage> task = new FutureTask<>(image::image);
    reader.execute(task);
    return new Entry(image.withPixels(new Reading(image, task)), size);
  }

  private static long bytes(ImageSize size) {
    return 3L * size.width() * size.height();
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "read-ahead");
    thread.setDaemon(true);
    return thread;
  }

  /** Ends the thread, after the image that it is reading. Images that were given can be read. */
  @Override
  public void close() {
    reader.shutdownNow();
  }

  /** Pixels that are being read; they go to who asks first. */
  private static final class Reading implements Supplier<PreparedImage> {
    private final TaskImage image;
    private @Nullable FutureTask<PreparedImage> task;

    Reading(TaskImage image, FutureTask<PreparedImage> task) {
      this.image = image;
      this.task = task;
    }

    @Override
    public PreparedImage get() {
      FutureTask<PreparedImage> begun = task;
      task = null;
      if (begun != null) {
        begun.run(); // here and now, if the reader has not come to it
        try {
          return begun.get();
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
        } catch (ExecutionException e) {
          // which is thrown again below, from the place of who asks
        }
      }
      return image.image();
    }
  }
}
