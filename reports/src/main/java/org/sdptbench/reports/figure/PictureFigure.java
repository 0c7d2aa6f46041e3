package org.sdptbench.reports.figure;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import javax.imageio.ImageIO;

/**
 * A figure made of images, drawn when it is asked for.
 *
 * @param name file name without extension
 * @param title what it shows, in a few words
 * @param caption how to read it, and of which runs it is
 * @param width width in pixels, {@link #PIXELS_PER_MILLIMETRE} of which make a millimetre on paper
 * @param height height in pixels
 * @param drawing draws it, with those sizes
 */
public record PictureFigure(
    String name,
    String title,
    String caption,
    int width,
    int height,
    Supplier<BufferedImage> drawing) {

  /** Pixels per millimetre on paper: a full figure is as wide as the text of a page. */
  public static final double PIXELS_PER_MILLIMETRE = 8;

  /** Draws it. */
  public BufferedImage draw() {
    return drawing.get();
  }

  /** Draws it and encodes it; the same figure gives the same bytes. */
  public byte[] png() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try {
      if (!ImageIO.write(draw(), "png", bytes)) {
        throw new IllegalStateException("every Java platform writes PNG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array does not fail
    }
    return bytes.toByteArray();
  }
}
