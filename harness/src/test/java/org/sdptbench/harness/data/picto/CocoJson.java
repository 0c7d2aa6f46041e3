package org.sdptbench.harness.data.picto;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import javax.imageio.ImageIO;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.RgbImage;

/**
 * Writes data sets as COCO does: PNG files in {@code images/} and boxes in {@code instances.json}.
 */
public final class CocoJson {
  private static final ObjectMapper JSON = new ObjectMapper();

  private CocoJson() {}

  /**
   * Writes a data set.
   *
   * @param folder where to; made if missing, files of the same names are replaced
   * @return the annotation file
   * @throws IOException if a file name leads out of the folder, or a file cannot be written
   */
  public static Path write(DetectionDataset data, Path folder) throws IOException {
    return write(data, folder, Map.of());
  }

  /**
   * Writes a data set with the frequency groups of its categories, as LVIS does.
   *
   * @param frequencies by category id; may be empty
   */
  public static Path write(DetectionDataset data, Path folder, Map<Integer, Frequency> frequencies)
      throws IOException {
    Path images = folder.resolve("images").toAbsolutePath().normalize();
    Files.createDirectories(images);
    for (ImageInfo image : data.images()) {
      Path file = images.resolve(image.fileName()).normalize();
      if (!file.startsWith(images) || file.equals(images)) {
        throw new IOException(
            "%s: file name %s of image %s leads out of %s"
                .formatted(data.name(), image.fileName(), image.id(), images));
      }
      Files.createDirectories(images.resolve(file).getParent());
      if (!ImageIO.write(picture(data.pixels().read(image)), "png", file.toFile())) {
        throw new IOException("no PNG writer in this Java");
      }
    }
    Path file = folder.resolve("instances.json");
    JSON.writerWithDefaultPrettyPrinter().writeValue(file.toFile(), tree(data, frequencies));
    return file;
  }

  private static ObjectNode tree(DetectionDataset data, Map<Integer, Frequency> frequencies) {
    ObjectNode root = JSON.createObjectNode();
    root.putObject("info").put("description", data.name());
    ArrayNode images = root.putArray("images");
    for (ImageInfo i : data.images()) {
      images
          .addObject()
          .put("id", i.id())
          .put("file_name", i.fileName())
          .put("width", i.width())
          .put("height", i.height());
    }
    ArrayNode annotations = root.putArray("annotations");
    for (Annotation a : data.annotations()) {
      Box b = a.box();
      ObjectNode node =
          annotations
              .addObject()
              .put("id", a.id())
              .put("image_id", a.imageId())
              .put("category_id", a.categoryId());
      node.putArray("bbox").add(b.x()).add(b.y()).add(b.width()).add(b.height());
      node.put("area", a.area()).put("iscrowd", a.crowd() ? 1 : 0);
    }
    ArrayNode categories = root.putArray("categories");
    for (Category c : data.categories()) {
      ObjectNode node = categories.addObject().put("id", c.id()).put("name", c.name());
      Frequency frequency = frequencies.get(c.id());
      if (frequency != null) {
        node.put("frequency", frequency.letter());
      }
    }
    return root;
  }

  private static BufferedImage picture(RgbImage image) {
    BufferedImage picture =
        new BufferedImage(image.width(), image.height(), BufferedImage.TYPE_INT_RGB);
    byte[] rgb = image.rgb();
    for (int y = 0; y < image.height(); y++) {
      for (int x = 0; x < image.width(); x++) {
        int p = (y * image.width() + x) * 3;
        picture.setRGB(x, y, (rgb[p] & 255) << 16 | (rgb[p + 1] & 255) << 8 | (rgb[p + 2] & 255));
      }
    }
    return picture;
  }
}
