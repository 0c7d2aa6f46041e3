package org.sdptbench.harness.data;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.ArrayDeque;
import java.util.Iterator;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Does the same with many images, on all cores. Results are taken by the caller's thread in the
 * order of the images, and as many images are worked on as fit into a fixed share of the memory.
 *
 * @param <T> the result of an image
 */
public final class EachImage<T> {
  private static final int AHEAD = 256;
  private static final int MEBIBYTES = 256;

  private final Task<T> task;
  private final ToLongFunction<ImageInfo> bytes;
  private final FileProgress progress;

  /** What is done with an image. */
  @FunctionalInterface
  public interface Task<T> {
    /**
     * Does it, in any thread.
     *
     * @throws IOException if that fails; ends the work on all images
     */
    T of(ImageInfo image) throws IOException;
  }

  /** Who takes the results. */
  @FunctionalInterface
  public interface Taker<T> {
    /** Takes the result of an image. */
    void take(ImageInfo image, T result);
  }

  private record Begun<T>(ImageInfo image, Future<T> result) {}

  /**
   * Work on images.
   *
   * @param bytes the memory that an image needs, roughly
   */
  public EachImage(Task<T> task, ToLongFunction<ImageInfo> bytes, FileProgress progress) {
    this.task = task;
    this.bytes = bytes;
    this.progress = progress;
  }

  /**
   * Works on all images.
   *
   * @param what what is being done, for people
   * @throws IOException if that of one fails
   */
  public void run(String what, List<ImageInfo> images, Taker<T> taker) throws IOException {
    int threads = Math.max(1, Runtime.getRuntime().availableProcessors());
    Semaphore memory = new Semaphore(MEBIBYTES);
    ExecutorService pool = Executors.newFixedThreadPool(threads, EachImage::daemon);
    try {
      Queue<Begun<T>> begun = new ArrayDeque<>();
      Iterator<ImageInfo> rest = images.iterator();
      for (long done = 1; done <= images.size(); done++) {
        while (begun.size() < AHEAD && rest.hasNext()) {
          ImageInfo image = rest.next();
          begun.add(new Begun<>(image, pool.submit(() -> within(memory, image))));
        }
        Begun<T> next = begun.remove();
        taker.take(next.image(), next.result().get());
        progress.at(what, done, images.size());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException(what + ": interrupted");
    } catch (ExecutionException e) {
      throw failure(e);
    } finally {
      pool.shutdownNow();
    }
  }

  private T within(Semaphore memory, ImageInfo image) throws IOException, InterruptedException {
    int share = (int) Math.min(MEBIBYTES, 1 + (bytes.applyAsLong(image) >> 20));
    memory.acquire(share);
    try {
      return task.of(image);
    } finally {
      memory.release(share);
    }
  }

  private static IOException failure(ExecutionException e) {
    @Nullable Throwable cause = e.getCause();
    if (cause instanceof IOException failed) {
      return failed;
    } else if (cause instanceof RuntimeException bug) {
      throw bug;
    } else if (cause instanceof Error error) {
      throw error;
    }
    return new IOException(e);
  }

  private static Thread daemon(Runnable work) {
    Thread thread = new Thread(work, "images");
    thread.setDaemon(true);
    return thread;
  }
}
