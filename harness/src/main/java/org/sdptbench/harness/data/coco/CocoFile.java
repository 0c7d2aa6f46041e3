package org.sdptbench.harness.data.coco;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.DatasetException;
import org.sdptbench.harness.data.DatasetProblem;
import org.sdptbench.harness.data.DatasetProblems;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageFolder;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.LvisFederation;

/**
 * The contents of an annotation file.
 *
 * @param categories the classes, by ascending id
 * @param images the images, by ascending id
 * @param annotations the objects, in file order; boxes as they are annotated, inside their images
 *     or not
 * @param federation what LVIS adds, if every category has its {@code frequency} and every image its
 *     {@code neg_category_ids}
 */
public record CocoFile(
    List<Category> categories,
    List<ImageInfo> images,
    List<Annotation> annotations,
    Optional<LvisFederation> federation) {

  /**
   * Reads an annotation file alone; its images are not looked for.
   *
   * @throws DatasetException if the file is missing or anything in it is wrong; the message lists
   *     all of it
   * @throws IOException if the file cannot be read
   */
  public static CocoFile read(Path annotationFile) throws IOException {
    return read(annotationFile, Optional.empty());
  }

  /**
   * Reads an annotation file and looks for its images.
   *
   * @throws DatasetException if the file or images are missing, or anything in the file is wrong;
   *     the message lists all of it
   * @throws IOException if the file cannot be read
   */
  public static CocoFile read(Path annotationFile, ImageFolder folder) throws IOException {
    return read(annotationFile, Optional.of(folder));
  }

  /**
   * Reads what is right of an annotation file; its images are not looked for.
   *
   * @param problems told all that is wrong with it
   * @throws IOException if the file cannot be read
   */
  public static CocoFile read(Path annotationFile, DatasetProblems problems) throws IOException {
    if (!Files.isRegularFile(annotationFile)) {
      problems.add(annotationFile, "", "no such file", "a COCO annotation file");
      return new CocoFile(List.of(), List.of(), List.of(), Optional.empty());
    }
    return new CocoParser(annotationFile, Optional.empty(), problems).parse();
  }

  /** The data set of this file and a folder of images. */
  public DetectionDataset in(ImageFolder folder, String name) {
    return new DetectionDataset(name, categories, images, annotations, folder);
  }

  private static CocoFile read(Path file, Optional<ImageFolder> folder) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new DatasetException(
          List.of(new DatasetProblem(file, "", "no such file", "a COCO annotation file")), 1);
    }
    DatasetProblems problems = new DatasetProblems();
    CocoParser parser = new CocoParser(file, folder, problems);
    CocoFile result = parser.parse();
    problems.throwIfAny();
    return result;
  }
}
