package org.sdptbench.harness.data.lvis;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.sdptbench.harness.data.DatasetException;
import org.sdptbench.harness.data.DatasetProblem;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageFolder;
import org.sdptbench.harness.data.LvisFederation;
import org.sdptbench.harness.data.coco.CocoFile;

/**
 * A split of LVIS.
 *
 * @param dataset images and boxes
 * @param federation what each image says about which category
 */
public record LvisDataset(DetectionDataset dataset, LvisFederation federation) {

  /**
   * Opens an annotation file of LVIS v1.
   *
   * @param name name for messages and records
   * @param annotationFile e.g. {@code lvis_v1_val.json}
   * @param imageFolder the folder that holds COCO's {@code train2017} and {@code val2017}: LVIS
   *     draws on both and names its images by URL, of which the last folder and the file name count
   * @throws DatasetException if files are missing or the annotations are wrong; lists all of it
   * @throws IOException if the annotation file cannot be read
   */
  public static LvisDataset open(String name, Path annotationFile, Path imageFolder)
      throws IOException {
    ImageFolder folder = new ImageFolder(imageFolder);
    CocoFile file = CocoFile.read(annotationFile, folder);
    LvisFederation federation =
        file.federation()
            .orElseThrow(
                () ->
                    new DatasetException(
                        List.of(
                            new DatasetProblem(
                                annotationFile,
                                "",
                                "a COCO file without LVIS's additions",
                                "a frequency for each category and neg_category_ids for each"
                                    + " image")),
                        1));
    return new LvisDataset(
        new DetectionDataset(name, file.categories(), file.images(), file.annotations(), folder),
        federation);
  }
}
