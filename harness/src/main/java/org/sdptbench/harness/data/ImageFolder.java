package org.sdptbench.harness.data;

import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * A folder of image files.
 *
 * @param folder the folder; file names are relative to it and stay inside it
 */
public record ImageFolder(Path folder) implements DetectionDataset.ImageSource {

  /** Makes the path absolute. */
  public ImageFolder {
    folder = folder.toAbsolutePath().normalize();
  }

  /**
   * The file of a name, if the name is a relative path that stays inside the folder. Links are
   * followed when the file is read: data sets are often linked together.
   */
  public Optional<Path> resolve(String fileName) {
    try {
      Path relative = Path.of(fileName);
      Path file = folder.resolve(relative).normalize();
      boolean inside = file.startsWith(folder) && !file.equals(folder);
      return relative.isAbsolute() || !inside ? Optional.empty() : Optional.of(file);
    } catch (InvalidPathException e) {
      return Optional.empty();
    }
  }

  /**
   * Whether a name leads to a file of this folder.
   *
   * @throws IllegalArgumentException if the name leads outside the folder
   */
  public boolean contains(String fileName) {
    return Files.isRegularFile(file(fileName));
  }

  /**
   * Reads an image and checks its size.
   *
   * @throws DatasetException if the file is missing, damaged or of another size
   * @throws IllegalArgumentException if the name leads outside the folder
   */
  @Override
  public RgbImage read(ImageInfo image) throws DatasetException {
    return ImageFiles.read(file(image.fileName()), image.width(), image.height());
  }

  /**
   * Looks at the format and the size of an image without decoding it.
   *
   * @throws DatasetException if the file is missing, no image or of another size
   * @throws IllegalArgumentException if the name leads outside the folder
   */
  public void check(ImageInfo image) throws DatasetException {
    ImageFiles.check(file(image.fileName()), image.width(), image.height());
  }

  /**
   * The file of a name.
   *
   * @throws IllegalArgumentException if the name leads outside the folder
   */
  public Path file(String fileName) {
    return resolve(fileName)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "file name: found '%s'; allowed: a relative path inside %s"
                        .formatted(fileName, folder)));
  }
}
