package org.sdptbench.harness.train;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.vision.ImageInput;
import org.sdptbench.glip.vision.ImageSize;
import org.sdptbench.glip.vision.PreparedImage;
import org.sdptbench.glip.vision.XyxyBox;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.RgbImage;

/**
 * The images of a data set with their objects, by ascending id. Pixels are read when they are asked
 * for; the first that were, as many as fit an eighth of Java's memory, stay there. So the memory
 * does not grow with the data set, and a small one is read once. Safe for use by several threads,
 * which may read the same image at once.
 */
public final class TaskImages {
  private final DetectionDataset dataset;
  private final int longerSide;
  private final Map<Long, List<Annotation>> objects = new HashMap<>();
  private final Map<Integer, Integer> labels = new HashMap<>();
  private final Map<Key, PreparedImage> kept = new HashMap<>();
  private long bytesLeft;

  private record Key(int index, ImageSize size) {}

  /**
   * Images that are kept while they fit.
   *
   * @param longerSide most pixels of the longer side after resizing
   */
  public TaskImages(DetectionDataset dataset, int longerSide) {
    this(dataset, longerSide, Runtime.getRuntime().maxMemory() / 8);
  }

  /** Images of which at most so many bytes are kept. */
  TaskImages(DetectionDataset dataset, int longerSide, long bytes) {
    this.dataset = dataset;
    this.longerSide = longerSide;
    this.bytesLeft = bytes;
    for (Category category : dataset.categories()) {
      labels.put(category.id(), labels.size());
    }
    for (Annotation annotation : dataset.annotations()) {
      if (!annotation.crowd()) {
        objects.computeIfAbsent(annotation.imageId(), id -> new ArrayList<>()).add(annotation);
      }
    }
  }

  /** How many there are. */
  public int count() {
    return dataset.images().size();
  }

  /**
   * All of them.
   *
   * @param shorterSide pixels of the shorter side after resizing
   */
  public List<TaskImage> all(int shorterSide) {
    return IntStream.range(0, count()).mapToObj(i -> get(i, shorterSide)).toList();
  }

  /**
   * One of them.
   *
   * @param index its place by ascending id
   * @param shorterSide pixels of the shorter side after resizing
   */
  public TaskImage get(int index, int shorterSide) {
    ImageInfo info = dataset.images().get(index);
    ImageSize original = new ImageSize(info.width(), info.height());
    ImageSize size = original.resized(shorterSide, longerSide);
    List<Annotation> own = objects.getOrDefault(info.id(), List.of());
    return new TaskImage(
        info.id(),
        original,
        size,
        () -> pixels(index, shorterSide, size),
        own.stream().map(annotation -> box(annotation.box(), original, size)).toList(),
        own.stream().map(annotation -> labels.get(annotation.categoryId())).toList());
  }

  private PreparedImage pixels(int index, int shorterSide, ImageSize size) {
    Key key = new Key(index, size);
    @Nullable PreparedImage present = kept(key);
    if (present != null) {
      return present;
    }
    PreparedImage read = read(dataset.images().get(index), shorterSide);
    keep(key, read);
    return read;
  }

  private synchronized @Nullable PreparedImage kept(Key key) {
    return kept.get(key);
  }

  private synchronized void keep(Key key, PreparedImage read) {
    if (read.rgb().length <= bytesLeft && kept.putIfAbsent(key, read) == null) {
      bytesLeft -= read.rgb().length;
    }
  }

  private PreparedImage read(ImageInfo info, int shorterSide) {
    try {
      RgbImage image = dataset.pixels().read(info);
      return ImageInput.prepare(
          image.rgb(), image.width(), image.height(), shorterSide, longerSide);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static XyxyBox box(Box box, ImageSize original, ImageSize size) {
    return XyxyBox.ofXywh(
            (float) box.x(), (float) box.y(), (float) box.width(), (float) box.height())
        .resized(original, size);
  }
}
