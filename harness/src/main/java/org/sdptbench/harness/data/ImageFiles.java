package org.sdptbench.harness.data;

import java.awt.image.SampleModel;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import javax.imageio.ImageIO;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.stream.ImageInputStream;
import javax.imageio.stream.MemoryCacheImageInputStream;
import org.sdptbench.glip.digest.Sha256;
import org.sdptbench.glip.file.FileKind;

/**
 * Reads image files (JPEG, PNG, BMP, GIF, TIFF) as PIL's {@code Image.open(f).convert("RGB")} does,
 * which GLIP's data sets use (data/datasets/coco.py, {@code pil_loader}): bit for bit the same, but
 * JPEG inside TIFF, where colours differ by rounding.
 *
 * <ul>
 *   <li>The EXIF orientation is not applied, as in COCO's tools: boxes are drawn on the pixels as
 *       they are stored.
 *   <li>Embedded colour profiles and gamma are not applied, to inks neither.
 *   <li>Transparency is dropped, not blended; of samples with more than 8 bits the high 8 stay.
 *   <li>What PIL has no colours for, or cuts (one sample of more than 8 bits), is an error.
 * </ul>
 *
 * <p>Sizes are checked before pixels are allocated.
 */
public final class ImageFiles {
  /**
   * Most pixels of an image, of 8192 x 8192. PIL reads up to 178,956,970; here as many would need
   * more than the heap of 1 GiB that a process has.
   */
  public static final int MAX_PIXELS = 1 << 26;

  /** Most bytes of samples, as deep and as many as they are stored. */
  private static final long MAX_SAMPLE_BYTES = 4L * MAX_PIXELS;

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
    return open(file, width, height, ImageFormat::rgb);
  }

  /**
   * Looks at the format and the size of an image without decoding it.
   *
   * @throws DatasetException as {@link #read(Path, int, int)}, but for damage to the pixels
   */
  public static void check(Path file, int width, int height) throws DatasetException {
    open(file, width, height, (format, reader, bytes) -> true);
  }

  /**
   * Looks at the format and the size of an image, and takes the digest of the file.
   *
   * @return the file's SHA-256 in lower-case hexadecimal
   * @throws DatasetException as {@link #check}
   */
  public static String digest(Path file, int width, int height) throws DatasetException {
    byte[] bytes = bytes(file);
    open(file, bytes, width, height, (format, reader, content) -> true);
    return new Sha256().add(bytes).hex();
  }

  /**
   * Decodes an image, and says what it is like.
   *
   * @throws DatasetException as {@link #read(Path, int, int)}
   */
  public static ImageTraits traits(Path file, int width, int height) throws DatasetException {
    byte[] bytes = bytes(file);
    int orientation = JpegMarkers.isJpeg(bytes) ? new JpegMarkers(bytes).orientation() : 1;
    return open(
        file,
        bytes,
        width,
        height,
        (format, reader, content) -> new ImageTraits(format.samples(reader, content), orientation));
  }

  /** What is asked of a reader whose image has the right size. */
  private interface Use<T> {
    T of(ImageFormat format, ImageReader reader, byte[] file) throws IOException;
  }

  private static <T> T open(Path file, int width, int height, Use<T> use) throws DatasetException {
    return open(file, bytes(file), width, height, use);
  }

  private static <T> T open(Path file, byte[] content, int width, int height, Use<T> use)
      throws DatasetException {
    byte[] bytes = content;
    int orientation = 1;
    if (JpegMarkers.isJpeg(bytes)) {
      JpegMarkers markers = new JpegMarkers(bytes);
      if (!markers.isComplete()) {
        throw problem(file, "a truncated JPEG of %s bytes".formatted(bytes.length));
      }
      bytes = markers.withoutColourProfile();
      orientation = markers.orientation();
    }
    String failure = "";
    for (ImageReader reader : readers(bytes)) {
      try (ImageInputStream in = stream(bytes)) {
        Optional<ImageFormat> format = ImageFormat.of(reader);
        if (format.isEmpty()) {
          continue;
        }
        reader.setInput(in, true, format.get() != ImageFormat.TIFF);
        checkSize(file, reader.getWidth(0), reader.getHeight(0), width, height, orientation);
        checkSamples(file, format.get(), reader);
        return use.of(format.get(), reader, bytes);
      } catch (DatasetException e) {
        throw e;
      } catch (NoColoursException e) {
        throw problem(file, e.found());
      } catch (IOException | RuntimeException e) {
        // The decoders throw all kinds of runtime exceptions on damaged files.
        failure = failure.isEmpty() ? "a damaged image (%s)".formatted(e.getMessage()) : failure;
      } finally {
        reader.dispose();
      }
    }
    if (failure.isEmpty()) {
      String size = "%s bytes of no known image format".formatted(bytes.length);
      failure = FileKind.of(bytes).map(kind -> size + ": " + kind).orElse(size);
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

  private static void checkSize(
      Path file, int width, int height, int wantedWidth, int wantedHeight, int orientation)
      throws DatasetException {
    String found = "%s x %s pixels".formatted(width, height);
    if (width < 1 || height < 1 || (long) width * height > MAX_PIXELS) {
      throw new DatasetException(
          List.of(new DatasetProblem(file, "", found, "1 to " + MAX_PIXELS + " pixels")), 1);
    }
    if (wantedWidth >= 0 && (width != wantedWidth || height != wantedHeight)) {
      String allowed = "%s x %s as in the annotation file".formatted(wantedWidth, wantedHeight);
      if (orientation >= 5 && width == wantedHeight && height == wantedWidth) {
        found += ", which viewers turn by its EXIF orientation %s".formatted(orientation);
        allowed +=
            ": boxes on the pixels as they are stored, or an image stored as it is seen"
                + " (jpegtran, or PIL's ImageOps.exif_transpose)";
      }
      throw new DatasetException(List.of(new DatasetProblem(file, "", found, allowed)), 1);
    }
  }

  /** What a decoder allocates for the image, and for a tile of it, which may be larger. */
  private static void checkSamples(Path file, ImageFormat format, ImageReader reader)
      throws IOException {
    ImageTypeSpecifier type = reader.getRawImageType(0);
    long each = 1;
    if (type != null) {
      SampleModel model = type.getSampleModel();
      int bits = 0;
      for (int i = 0; i < model.getNumBands(); i++) {
        bits += Math.max(8, model.getSampleSize(i));
      }
      each = Math.max(1, bits / 8);
    }
    long image = (long) reader.getWidth(0) * reader.getHeight(0);
    long tile =
        format.isTiled(reader) ? (long) reader.getTileWidth(0) * reader.getTileHeight(0) : 0;
    BigInteger bytes = BigInteger.valueOf(each).multiply(BigInteger.valueOf(Math.max(image, tile)));
    if (bytes.compareTo(BigInteger.valueOf(MAX_SAMPLE_BYTES)) > 0) {
      throw new DatasetException(
          List.of(
              new DatasetProblem(
                  file,
                  "",
                  "samples of %s bytes, in the image or in one tile".formatted(bytes),
                  "at most " + MAX_SAMPLE_BYTES + " bytes")),
          1);
    }
  }

  private static DatasetException problem(Path file, String found) {
    return new DatasetException(
        List.of(new DatasetProblem(file, "", found, "a readable image file")), 1);
  }
}
