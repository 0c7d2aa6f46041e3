package org.sdptbench.harness.data;

import java.awt.image.BufferedImage;
import java.awt.image.ColorModel;
import java.awt.image.IndexColorModel;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Locale;
import java.util.Optional;
import javax.imageio.ImageReader;
import javax.imageio.ImageTypeSpecifier;
import javax.imageio.plugins.tiff.BaselineTIFFTagSet;
import javax.imageio.plugins.tiff.TIFFDirectory;
import javax.imageio.plugins.tiff.TIFFField;
import org.sdptbench.harness.data.ImageTraits.Samples;

/** The formats that are read, and how each one's pixels become PIL's. */
enum ImageFormat {
  /** Components as they are stored, converted here. */
  JPEG {
    @Override
    RgbImage rgb(ImageReader reader, byte[] file) throws IOException {
      JpegMarkers markers = new JpegMarkers(file);
      JpegColours colours = markers.colours();
      if (colours == null) {
        throw new NoColoursException(markers.frameInWords());
      }
      return colours.rgb(reader.readRaster(0, null));
    }

    @Override
    Samples samples(ImageReader reader, byte[] file) throws IOException {
      rgb(reader, file);
      JpegColours colours = new JpegMarkers(file).colours();
      if (colours == JpegColours.GREY) {
        return Samples.GREY;
      }
      boolean inks = colours == JpegColours.CMYK || colours == JpegColours.YCCK;
      return inks ? Samples.CMYK : Samples.COLOUR;
    }
  },
  /** As the reader gives them. */
  PNG,
  /** As the reader gives them. */
  BMP,
  /** The first frame, if it is the whole picture. */
  GIF {
    @Override
    RgbImage rgb(ImageReader reader, byte[] file) throws IOException {
      ByteBuffer header = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
      int width = Short.toUnsignedInt(header.getShort(6));
      int height = Short.toUnsignedInt(header.getShort(8));
      if (reader.getWidth(0) != width || reader.getHeight(0) != height) {
        throw new NoColoursException(
            "its first frame has %s x %s of %s x %s pixels"
                .formatted(reader.getWidth(0), reader.getHeight(0), width, height));
      }
      return super.rgb(reader, file);
    }
  },
  /** What the samples mean is a field of the file. */
  TIFF {
    @Override
    RgbImage rgb(ImageReader reader, byte[] file) throws IOException {
      TIFFDirectory fields = TIFFDirectory.createFromMetadata(reader.getImageMetadata(0));
      TIFFField turned = fields.getTIFFField(BaselineTIFFTagSet.TAG_ORIENTATION);
      if (turned != null && turned.getAsInt(0) != 1) {
        throw new NoColoursException(
            "a TIFF of Orientation %s, which PIL turns; read are pixels stored as they are seen"
                .formatted(turned.getValueAsString(0)));
      }
      TIFFField meaning = fields.getTIFFField(BaselineTIFFTagSet.TAG_PHOTOMETRIC_INTERPRETATION);
      int code = meaning == null ? -1 : meaning.getAsInt(0);
      return switch (code) {
        case BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_CMYK ->
            StoredColours.INK.rgb(reader.read(0));
        case BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_PALETTE_COLOR ->
            StoredColours.LIGHT.rgb(
                withPalette(reader.read(0), fields.getTIFFField(BaselineTIFFTagSet.TAG_COLOR_MAP)));
        case BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_WHITE_IS_ZERO, // the reader inverts it
            BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_BLACK_IS_ZERO,
            BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_RGB,
            BaselineTIFFTagSet.PHOTOMETRIC_INTERPRETATION_Y_CB_CR ->
            StoredColours.LIGHT.rgb(reader.read(0));
        default ->
            throw new NoColoursException(
                "a TIFF of PhotometricInterpretation %s; read are grey, RGB, palettes, CMYK and"
                        .formatted(meaning == null ? "nothing" : meaning.getValueAsString(0))
                    + " YCbCr");
      };
    }

    @Override
    boolean isTiled(ImageReader reader) throws IOException {
      return TIFFDirectory.createFromMetadata(reader.getImageMetadata(0))
          .containsTIFFField(BaselineTIFFTagSet.TAG_TILE_WIDTH);
    }

    /** The reader rounds 16 bits to 8; PIL takes the high ones. */
    private BufferedImage withPalette(BufferedImage image, TIFFField map) {
      int colours = map.getCount() / 3;
      byte[][] palette = new byte[3][colours];
      for (int i = 0; i < 3 * colours; i++) {
        palette[i / colours][i % colours] = (byte) (map.getAsInt(i) >> 8);
      }
      int bits = image.getSampleModel().getSampleSize(0);
      IndexColorModel model =
          new IndexColorModel(bits, colours, palette[0], palette[1], palette[2]);
      return new BufferedImage(model, image.getRaster(), false, null);
    }
  };

  /**
   * The pixels of a file.
   *
   * @param reader a reader of this format, whose input is the file
   * @param file its bytes
   * @throws IOException if they are damaged, or no colours of PIL's
   */
  RgbImage rgb(ImageReader reader, byte[] file) throws IOException {
    return StoredColours.LIGHT.rgb(reader.read(0));
  }

  /**
   * Whether it is stored in tiles, which may be larger than the image; strips are not.
   *
   * @throws IOException if the fields of the file are damaged
   */
  boolean isTiled(ImageReader reader) throws IOException {
    return false;
  }

  /**
   * Decodes the pixels of a file, and says what they consist of.
   *
   * @throws IOException as {@link #rgb}
   */
  Samples samples(ImageReader reader, byte[] file) throws IOException {
    rgb(reader, file);
    ImageTypeSpecifier type = reader.getRawImageType(0);
    if (type == null) {
      return Samples.COLOUR;
    }
    ColorModel model = type.getColorModel();
    if (model instanceof IndexColorModel) {
      return Samples.PALETTE;
    } else if (type.getSampleModel().getSampleSize(0) > 8) {
      return Samples.DEEP;
    } else if (model.getNumComponents() == 4 && !model.hasAlpha()) {
      return Samples.CMYK;
    }
    return model.getNumColorComponents() == 1 ? Samples.GREY : Samples.COLOUR;
  }

  /** The format that a reader reads; empty if it is none of these. */
  static Optional<ImageFormat> of(ImageReader reader) throws IOException {
    String name = reader.getFormatName().toUpperCase(Locale.ROOT);
    for (ImageFormat format : values()) {
      if (format.name().startsWith(name) || name.startsWith(format.name())) {
        return Optional.of(format);
      }
    }
    return Optional.empty();
  }
}
