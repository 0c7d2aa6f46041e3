package org.sdptbench.glip.golden;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.vision.ImageInput;
import org.sdptbench.glip.vision.PreparedImage;

/** The pictures of whole-model sets. */
public final class GoldenPicture {
  private GoldenPicture() {}

  /** A picture of the golden folder, prepared with a set's sizes. */
  public static PreparedImage read(GoldenSet set, Path picture) throws IOException {
    BufferedImage image = ImageIO.read(picture.toFile());
    int width = image.getWidth();
    int height = image.getHeight();
    return ImageInput.prepare(
        rgb(image),
        width,
        height,
        set.config().get("min_size").intValue(),
        set.config().get("max_size").intValue());
  }

  /** The pixels of a picture, row by row, red, green, blue. */
  public static byte[] rgb(BufferedImage image) {
    int width = image.getWidth();
    byte[] rgb = new byte[3 * width * image.getHeight()];
    int at = 0;
    for (int pixel : image.getRGB(0, 0, width, image.getHeight(), null, 0, width)) {
      rgb[at++] = (byte) (pixel >> 16);
      rgb[at++] = (byte) (pixel >> 8);
      rgb[at++] = (byte) pixel;
    }
    return rgb;
  }

  /**
   * The picture in the golden folder that a set's {@code in.image} was made of: the one that
   * becomes it.
   */
  public static PreparedImage of(GoldenSet set) throws IOException {
    List<Path> pictures;
    try (Stream<Path> files = Files.list(set.path().toAbsolutePath().getParent())) {
      pictures = files.filter(file -> file.toString().endsWith(".png")).sorted().toList();
    }
    for (Path picture : pictures) {
      PreparedImage image = read(set, picture);
      if (becomes(image, set)) {
        return image;
      }
    }
    throw new AssertionError(
        "golden set %s: none of %s becomes its in.image".formatted(set, pictures));
  }

  private static boolean becomes(PreparedImage image, GoldenSet set) {
    try (Scope scope = new Scope()) {
      float[] expected = set.floats("in.image");
      float[] actual = ImageInput.batch(List.of(image)).toFloatArray();
      return actual.length == expected.length
          && Comparison.of(set.name(), "in.image", expected, actual, 0, 3e-7).passed();
    }
  }
}
