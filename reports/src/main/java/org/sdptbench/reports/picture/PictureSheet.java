package org.sdptbench.reports.picture;

import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.function.Supplier;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriteParam;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import javax.imageio.stream.MemoryCacheImageOutputStream;

/**
 * A sheet of pictures: a figure of the report that is made of images, drawn when it is asked for.
 *
 * @param name file name without extension
 * @param kind what sort of sheet: one of a kind is like the others but for its images
 * @param title what it shows, in a few words
 * @param caption how to read it, and of which runs it is
 * @param width width in pixels, {@link #PIXELS_PER_MILLIMETRE} of which make a millimetre on paper
 * @param height height in pixels
 * @param drawing draws it, with those sizes
 */
public record PictureSheet(
    String name,
    String kind,
    String title,
    String caption,
    int width,
    int height,
    Supplier<BufferedImage> drawing) {

  /** Pixels per millimetre on paper: a full sheet is as wide as the text of a page. */
  public static final double PIXELS_PER_MILLIMETRE = 8;

  /** Letters stay clean, and a page takes a tenth of its PNG. */
  private static final float JPEG_QUALITY = 0.85f;

  /** Width on paper in millimetres. */
  public double widthInMillimetres() {
    return width / PIXELS_PER_MILLIMETRE;
  }

  /** Height on paper in millimetres. */
  public double heightInMillimetres() {
    return height / PIXELS_PER_MILLIMETRE;
  }

  /** Draws it. */
  public BufferedImage draw() {
    return drawing.get();
  }

  /** Draws it and encodes it; the same sheet gives the same bytes. */
  public byte[] png() {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      if (!ImageIO.write(draw(), "png", out)) {
        throw new IllegalStateException("every Java platform writes PNG");
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array does not fail
    }
    return bytes.toByteArray();
  }

  /** Draws it and encodes it for paper; the same sheet gives the same bytes. */
  public byte[] jpeg() {
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ImageOutputStream out = new MemoryCacheImageOutputStream(bytes)) {
      ImageWriteParam parameters = writer.getDefaultWriteParam();
      parameters.setCompressionMode(ImageWriteParam.MODE_EXPLICIT);
      parameters.setCompressionQuality(JPEG_QUALITY);
      writer.setOutput(out);
      writer.write(null, new IIOImage(draw(), null, null), parameters);
    } catch (IOException e) {
      throw new UncheckedIOException(e); // an array does not fail
    } finally {
      writer.dispose();
    }
    return bytes.toByteArray();
  }
}
