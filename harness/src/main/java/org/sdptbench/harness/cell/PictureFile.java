package org.sdptbench.harness.cell;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import javax.imageio.ImageIO;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.RgbImage;
import org.sdptbench.reports.record.RunRecord;

/**
 * The file of a test image beside run records. It is named after the image's id and its pixels, so
 * that all runs on a data set share one file, and none shows another's image: {@code
 * pictures/SUITE_DATASET/7-0a1b2c3d.png}.
 *
 * @param name path below the folder of the records, as records name it
 * @param pixels the image
 */
record PictureFile(String name, RgbImage pixels) {

  /** The file of an image of a task's test split. */
  static PictureFile of(RunRecord.Task task, ImageInfo info, RgbImage pixels) {
    String digest = new Sha256().add(pixels.rgb()).hex().substring(0, 8);
    return new PictureFile(prefix(task, info.id()) + digest + ".png", pixels);
  }

  /** How the names of all files begin that may show the image of this id. */
  static String prefix(RunRecord.Task task, long id) {
    return "pictures/%s_%s/%s-".formatted(safe(task.suite()), safe(task.dataset()), id);
  }

  private static String safe(String name) {
    String kept = name.replaceAll("[^A-Za-z0-9_-]", "-");
    return kept.isEmpty() ? "-" : kept;
  }

  /** Writes it below a folder. */
  void write(Path folder) throws IOException {
    Path path = folder.resolve(name);
    Files.createDirectories(path.resolveSibling(""));
    if (!ImageIO.write(pixels.buffered(), "png", path.toFile())) {
      throw new IllegalStateException("every Java platform writes PNG");
    }
  }
}
