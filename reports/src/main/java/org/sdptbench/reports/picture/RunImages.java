package org.sdptbench.reports.picture;

import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Iterator;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import org.sdptbench.reports.record.Picture;

/**
 * The images beside run records.
 *
 * @param runsDir the folder of the records
 */
record RunImages(Path runsDir) {
  /** Beyond any photograph of a data set; a larger one is not decoded. */
  private static final long MOST_PIXELS = 100_000_000;

  /** What there is of an image. */
  sealed interface Found {
    /**
     * The image.
     *
     * @param image in the size that the record says
     */
    record Pixels(BufferedImage image) implements Found {}

    /**
     * No image.
     *
     * @param why in a few words
     */
    record Nothing(String why) implements Found {}
  }

  /** Reads the image of a picture. */
  Found read(Picture picture) {
    Path file = runsDir.resolve(picture.file());
    try {
      if (!Files.isRegularFile(file)) {
        return new Found.Nothing("image is missing");
      }
      // A link must not lead out of the folder.
      if (!file.toRealPath().startsWith(runsDir.toRealPath())) {
        return new Found.Nothing("image lies outside the runs folder");
      }
      try (ImageInputStream in = ImageIO.createImageInputStream(file.toFile())) {
        return decode(picture, in);
      }
    } catch (IOException | RuntimeException e) { // decoders throw all kinds on damaged files
      return new Found.Nothing("image is damaged");
    }
  }

  /**
   * An image in another size. Halved as often as it can be first, so that what is thin does not
   * vanish.
   */
  static Found scaled(Found found, int width, int height) {
    if (!(found instanceof Found.Pixels pixels)) {
      return found;
    }
    BufferedImage image = pixels.image();
    while (image.getWidth() >= 2 * width && image.getHeight() >= 2 * height) {
      image = resized(image, image.getWidth() / 2, image.getHeight() / 2);
    }
    return new Found.Pixels(resized(image, width, height));
  }

  private static BufferedImage resized(BufferedImage image, int width, int height) {
    BufferedImage result = new BufferedImage(width, height, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = result.createGraphics();
    RegionPainter.smooth(graphics);
    graphics.drawImage(image, 0, 0, width, height, null);
    graphics.dispose();
    return result;
  }

  private static Found decode(Picture picture, ImageInputStream in) throws IOException {
    Iterator<ImageReader> readers = ImageIO.getImageReadersByFormatName("png");
    ImageReader reader = readers.next();
    try {
      reader.setInput(in, true, true);
      int width = reader.getWidth(0);
      int height = reader.getHeight(0);
      if (width != picture.width() || height != picture.height()) {
        return new Found.Nothing(
            "image is %s x %s, its record says %s x %s"
                .formatted(width, height, picture.width(), picture.height()));
      }
      return (long) width * height > MOST_PIXELS
          ? new Found.Nothing("image is too large: %s x %s".formatted(width, height))
          : new Found.Pixels(reader.read(0));
    } finally {
      reader.dispose();
    }
  }
}
