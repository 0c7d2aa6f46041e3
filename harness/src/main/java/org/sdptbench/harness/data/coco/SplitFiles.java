package org.sdptbench.harness.data.coco;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.sdptbench.harness.data.DatasetException;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageFolder;
import org.sdptbench.harness.data.SplitDigests;

/**
 * Where a split lies.
 *
 * @param name name for messages and records, e.g. {@code coco/val2017}
 * @param annotations a file in COCO's form
 * @param images folder of its images
 */
public record SplitFiles(String name, Path annotations, Path images) {

  /**
   * Opens the split.
   *
   * @throws DatasetException if files are missing or the annotations are wrong; lists all of it
   * @throws IOException if the annotation file cannot be read
   */
  public DetectionDataset open() throws IOException {
    return dataset(read());
  }

  /**
   * Opens the split with the classes of another, matched by name.
   *
   * @throws DatasetException as {@link #open()}, and if its classes have other names
   * @throws IOException if the annotation file cannot be read
   */
  public DetectionDataset open(TaskClasses classes) throws IOException {
    return dataset(classes.of(annotations, read()));
  }

  /** Reads the annotations; exceptions as above. */
  CocoFile read() throws IOException {
    return CocoFile.read(annotations, new ImageFolder(images));
  }

  /** The split of annotations that were read. */
  DetectionDataset dataset(CocoFile file) {
    return file.in(new ImageFolder(images), name);
  }

  /**
   * The digest of the annotations and images, which are looked at on the way.
   *
   * @param file the annotations
   * @throws DatasetException with all that is wrong with images
   * @throws IOException if a file cannot be read
   */
  String digest(CocoFile file, SplitDigests digests) throws IOException {
    return digests.sha256(name, List.of(annotations), new ImageFolder(images), file.images());
  }
}
