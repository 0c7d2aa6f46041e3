package org.sdptbench.harness.testing;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;

/**
 * The data set {@code own/reef} in a folder of data: two images for each split, a fish in the first
 * and a shark in the second.
 *
 * @param data the folder
 */
public record OwnReef(Path data) {
  /** Its classes, as they stand in the file. */
  public static final String CLASSES =
      "{\"id\": 1, \"name\": \"fish\"}, {\"id\": 2, \"name\": \"shark\"}";

  /** Writes it. */
  public void write() throws IOException {
    for (String split : List.of("train", "valid", "test")) {
      Path folder = Files.createDirectories(data.resolve("own/reef").resolve(split));
      for (String image : List.of("a.png", "b.png")) {
        ImageIO.write(
            new BufferedImage(100, 80, BufferedImage.TYPE_INT_RGB),
            "png",
            folder.resolve(image).toFile());
      }
      annotate(
          split, CLASSES, object(1, 1, 1, "[10, 10, 30, 30]"), object(2, 2, 2, "[5, 5, 9, 9]"));
    }
  }

  /** An object as it stands in the file. */
  public static String object(int id, int image, int category, String box) {
    return """
        {"id": %s, "image_id": %s, "category_id": %s, "bbox": %s, "area": 900, "iscrowd": 0}"""
        .formatted(id, image, category, box);
  }

  /** Writes other annotations for a split; returns their file. */
  public Path annotate(String split, String classes, String... objects) throws IOException {
    return Files.writeString(
        data.resolve("own/reef").resolve(split).resolve("_annotations.coco.json"),
        """
        {"images": [{"id": 1, "file_name": "a.png", "width": 100, "height": 80},
                    {"id": 2, "file_name": "b.png", "width": 100, "height": 80}],
         "categories": [%s],
         "annotations": [%s]}
        """
            .formatted(classes, String.join(",", objects)));
  }
}
