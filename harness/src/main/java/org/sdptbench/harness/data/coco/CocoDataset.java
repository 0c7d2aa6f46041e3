package org.sdptbench.harness.data.coco;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.sdptbench.harness.data.DatasetException;
import org.sdptbench.harness.data.DatasetProblem;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageFolder;

/** Opens data sets with COCO annotation files. */
public final class CocoDataset {

  private CocoDataset() {}

  /**
   * Opens a split in COCO's own layout: {@code annotations/instances_SPLIT.json} and the images in
   * {@code SPLIT/}.
   *
   * @param root folder of the data set
   * @param split e.g. {@code val2017}
   * @throws DatasetException if files are missing or the annotations are wrong; lists all of it
   * @throws IOException if the annotation file cannot be read
   */
  public static DetectionDataset open(Path root, String split) throws IOException {
    Path file = root.resolve("annotations").resolve("instances_" + split + ".json");
    if (!Files.isRegularFile(file)) {
      throw new DatasetException(
          List.of(new DatasetProblem(file, "", "no such file", "one of " + splits(root))), 1);
    }
    return open(root.getFileName() + "/" + split, file, root.resolve(split));
  }

  /**
   * Opens an annotation file and a folder of images.
   *
   * @param name name for messages and records
   * @throws DatasetException if files are missing or the annotations are wrong; lists all of it
   * @throws IOException if the annotation file cannot be read
   */
  public static DetectionDataset open(String name, Path annotationFile, Path imageFolder)
      throws IOException {
    ImageFolder folder = new ImageFolder(imageFolder);
    return CocoFile.read(annotationFile, folder).in(folder, name);
  }

  private static List<String> splits(Path root) throws IOException {
    Path annotations = root.resolve("annotations");
    if (!Files.isDirectory(annotations)) {
      return List.of();
    }
    try (Stream<Path> files = Files.list(annotations)) {
      return files
          .map(f -> f.getFileName().toString())
          .filter(f -> f.startsWith("instances_") && f.endsWith(".json"))
          .sorted()
          .toList();
    }
  }
}
