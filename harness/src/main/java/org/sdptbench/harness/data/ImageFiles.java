package org.sdptbench.harness.data;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.awt.image.Raster;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;

/**
 * Reads image files (JPEG, PNG, BMP, GIF, TIFF) as PIL's {@code Image.open(f).convert("RGB")} does,
 * which GLIP's data sets use (data/datasets/coco.py, {@code pil_loader}): bit for bit the same for
 * RGB and grey JPEGs.
 *
 * <ul>
 *   <li>The EXIF orientation is not applied, as in COCO's tools: boxes are drawn on the pixels as
 *       they are stored.
 *   <li>Embedded colour profiles and gamma are not applied. The exception is CMYK, where the
 *       conversion is that of the TwelveMonkeys reader, not PIL's.
 *   <li>Transparency is dropped, not blended; of samples with more than 8 bits the high 8 stay.
 * </ul>
 *
 * <p>Sizes are checked before pixels are allocated.
 */
public final class ImageFiles {
  /** Most pixels of an image, the limit at which PIL refuses too ("decompression bomb"). */
  public static final int MAX_PIXELS = 178_956_970;

  private static final long MAX_FILE_BYTES = 256L << 20;

  private ImageFiles() {}

  /**
   * Reads an image.
   *
   * @throws DatasetException if the file is missing, too large, truncated or not an image; the
   *     message names it
   */
  public static RgbImage read(Path file) throws DatasetException {
    return read(file, -1, -1);
  }

  /**
   * Reads an image whose size is known.
   *
   * @throws DatasetException as {@link #read(Path)}, and if the size is another one
   */
  public static RgbImage read(Path file, int width, int height) throws DatasetException {
    return open(file, width, height, reader -> rgb(reader.read(0)));
  }

  /**
   * Looks at the format and the size of an image without decoding it.
   *
   * @throws DatasetException as {@link #read(Path, int, int)}, but for damage to the pixels
   */
  public static void check(Path file, int width, int height) throws DatasetException {
    open(file, width, height, reader -> true);
  }

  /** What is asked of a reader whose image has the right size. */
  private interface Use<T> {
    T of(ImageReader reader) throws IOException;
  }

  private static <T> T open(Path file, int width, int height, Use<T> use) throws DatasetException {
    byte[] bytes = bytes(file);
    if (JpegMarkers.isJpeg(bytes)) {
      if (!JpegMarkers.isComplete(bytes)) {
        throw problem(file, "a truncated JPEG of %s bytes".formatted(bytes.length));
      }
      bytes = JpegMarkers.withoutColourProfile(bytes);
    }
    List<ImageReader> readers = readers(bytes);
    if (readers.isEmpty()) {
      throw problem(file, "%s bytes of no known image format".formatted(bytes.length));
    }
    String failure = "";
    for (ImageReader reader : readers) {
      try (ImageInputStream in = stream(bytes)) {
        reader.setInput(in, true, true);
        checkSize(file, reader.getWidth(0), reader.getHeight(0), width, height);
        return use.of(reader);
      } catch (DatasetException e) {
        throw e;
      } catch (IOException | RuntimeException e) {
        // The decoders throw all kinds of runtime exceptions on damaged files.
        failure = failure.isEmpty() ? "a damaged image (%s)".formatted(e.getMessage()) : failure;
      } finally {
        reader.dispose();
      }
    }
    throw problem(file, failure);
  }

  private static byte[] bytes(Path file) throws DatasetException {
    try {
      long size = Files.size(file);
      if (size > MAX_FILE_BYTES) {
        throw new DatasetException(
            List.of(
                new DatasetProblem(
                    file, "", size + " bytes", "at most " + MAX_FILE_BYTES + " bytes")),
            1);
      }
      return Files.readAllBytes(file);
    } catch (DatasetException e) {
      throw e;
    } catch (NoSuchFileException e) {
      throw problem(file, "no such file");
    } catch (IOException e) {
      throw problem(file, "an unreadable file (%s)".formatted(e.getMessage()));
    }
  }

  /**
   * Readers that know the format, the platform's first: its JPEG reader gives PIL's very bits. The
   * others read what it does not, e.g. CMYK.
   */
  private static List<ImageReader> readers(byte[] bytes) {
    List<ImageReader> readers = new ArrayList<>();
    try (ImageInputStream in = stream(bytes)) {
      ImageIO.getImageReaders(in).forEachRemaining(readers::add);
    } catch (IOException e) {
      return List.of(); // a stream over an array does not fail
    }
    Module platform = ImageIO.class.getModule();
    readers.sort(Comparator.comparing(r -> r.getClass().getModule() != platform));
    return readers;
  }

  private static ImageInputStream stream(byte[] bytes) {
    return new MemoryCacheImageInputStream(new ByteArrayInputStream(bytes));
  }

  private static void checkSize(Path file, int width, int height, int wantedWidth, int wantedHeight)
      throws DatasetException {
    String found = "%s x %s pixels".formatted(width, height);
    if (width < 1 || height < 1 || (long) width * height > MAX_PIXELS) {
      throw new DatasetException(
          List.of(new DatasetProblem(file, "", found, "1 to " + MAX_PIXELS + " pixels")), 1);
    }
    if (wantedWidth >= 0 && (width != wantedWidth || height != wantedHeight)) {
      String allowed = "%s x %s as in the annotation file".formatted(wantedWidth, wantedHeight);
      throw new DatasetException(List.of(new DatasetProblem(file, "", found, allowed)), 1);
    }
  }

  /** Reads samples as stored; Java's own conversion would apply gamma to grey images. */
  private static RgbImage rgb(BufferedImage image) {
    int width = image.getWidth();
    int height = image.getHeight();
    byte[] rgb = new byte[width * height * 3];
    Raster raster = image.getRaster();
    ColorModel colours = image.getColorModel();
    int bands = raster.getNumBands();
    int[] row = new int[width * bands];
    int[] shift = new int[3];
    int[] band = new int[3];
    for (int c = 0; c < 3; c++) {
      band[c] = bands < 3 ? 0 : c;
      shift[c] = Math.max(raster.getSampleModel().getSampleSize(band[c]) - 8, 0);
    }
    for (int y = 0, at = 0; y < height; y++) {
      raster.getPixels(0, y, width, 1, row);
      for (int x = 0; x < width; x++) {
        if (colours instanceof IndexColorModel palette) {
          int index = row[x];
          rgb[at++] = (byte) palette.getRed(index);
          rgb[at++] = (byte) palette.getGreen(index);
          rgb[at++] = (byte) palette.getBlue(index);
        } else {
          for (int c = 0; c < 3; c++) {
            rgb[at++] = (byte) (row[x * bands + band[c]] >> shift[c]);
          }
        }
      }
    }
    return new RgbImage(width, height, rgb);
  }

  private static DatasetException problem(Path file, String found) {
    return new DatasetException(
        List.of(new DatasetProblem(file, "", found, "a readable image file")), 1);
  }
}
