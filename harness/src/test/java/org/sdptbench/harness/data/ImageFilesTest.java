package org.sdptbench.harness.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.awt.Transparency;
import java.awt.color.ColorSpace;
import java.awt.color.ICC_Profile;
import java.awt.image.BufferedImage;
import java.awt.image.ComponentColorModel;
import java.awt.image.DataBuffer;
import java.awt.image.Raster;
import java.awt.image.WritableRaster;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.zip.CRC32;
import javax.imageio.IIOImage;
import javax.imageio.ImageIO;
import javax.imageio.ImageWriter;
import javax.imageio.stream.ImageOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.harness.data.ImageTraits.Samples;

class ImageFilesTest {
  private static final Path SHARED = Path.of(System.getProperty("sdptbench.shared", "../shared"));

  private final Path folder;

  ImageFilesTest(@TempDir Path folder) {
    this.folder = folder;
  }

  @Test
  void readsPngExactly() throws IOException {
    BufferedImage image = gradient(BufferedImage.TYPE_INT_RGB);
    RgbImage read = ImageFiles.read(write(image, "png"));
    assertThat(read.width()).isEqualTo(31);
    assertThat(read.height()).isEqualTo(17);
    for (int y = 0; y < 17; y++) {
      for (int x = 0; x < 31; x++) {
        assertThat(pixel(read, x, y)).isEqualTo(image.getRGB(x, y) & 0xFFFFFF);
      }
    }
  }

  @Test
  void readsPalettesAndDropsTransparency() throws IOException {
    BufferedImage palette = gradient(BufferedImage.TYPE_BYTE_INDEXED);
    assertThat(pixel(ImageFiles.read(write(palette, "png")), 30, 3))
        .isEqualTo(palette.getRGB(30, 3) & 0xFFFFFF);
    BufferedImage glass = new BufferedImage(2, 1, BufferedImage.TYPE_INT_ARGB);
    glass.setRGB(0, 0, 0x40102030);
    assertThat(pixel(ImageFiles.read(write(glass, "png")), 0, 0)).isEqualTo(0x102030);
  }

  @Test
  void greyIsReadAsStoredWithoutGamma() throws IOException {
    BufferedImage grey = new BufferedImage(2, 1, BufferedImage.TYPE_BYTE_GRAY);
    grey.getRaster().setSample(0, 0, 0, 100);
    assertThat(pixel(ImageFiles.read(write(grey, "png")), 0, 0)).isEqualTo(0x646464);
    BufferedImage deep = new BufferedImage(2, 1, BufferedImage.TYPE_USHORT_GRAY);
    deep.getRaster().setSample(0, 0, 0, 0x64FF);
    Path file = write(deep, "png");
    assertThatThrownBy(() -> ImageFiles.read(file))
        .hasMessageContaining("1 sample of 16 bits a pixel, of which PIL makes white");
  }

  @Test
  void colourProfilesAreNotApplied() throws IOException {
    BufferedImage image = gradient(BufferedImage.TYPE_3BYTE_BGR);
    Path plain = write(image, "jpg");
    byte[] jpeg = Files.readAllBytes(plain);
    // A linear profile would change every colour between black and white.
    byte[] profile = ICC_Profile.getInstance(ColorSpace.CS_LINEAR_RGB).getData();
    ByteArrayOutputStream tagged = new ByteArrayOutputStream();
    tagged.write(jpeg, 0, 2);
    int length = 2 + 14 + profile.length;
    tagged.write(new byte[] {(byte) 0xFF, (byte) 0xE2, (byte) (length >> 8), (byte) length});
    tagged.write("ICC_PROFILE\0\1\1".getBytes(StandardCharsets.ISO_8859_1));
    tagged.write(profile);
    tagged.write(jpeg, 2, jpeg.length - 2);
    Path withProfile = Files.write(folder.resolve("profile.jpg"), tagged.toByteArray());
    assertThat(ImageFiles.read(withProfile).rgb()).isEqualTo(ImageFiles.read(plain).rgb());
    BufferedImage java = ImageIO.read(withProfile.toFile());
    assertThat(java.getRGB(15, 8) & 0xFFFFFF)
        .as("Java alone applies it")
        .isNotEqualTo(pixel(ImageFiles.read(plain), 15, 8));
  }

  @Test
  void readsCmykJpegs() throws IOException {
    WritableRaster cmyk = Raster.createInterleavedRaster(0, 16, 16, 4, null);
    for (int y = 0; y < 16; y++) {
      for (int x = 0; x < 16; x++) {
        cmyk.setPixel(x, y, new int[] {255, 0, 0, 255}); // red ink, inverted as Adobe stores it
      }
    }
    Path file = folder.resolve("cmyk.jpg");
    ImageWriter writer = ImageIO.getImageWritersByFormatName("jpeg").next();
    try (ImageOutputStream out = ImageIO.createImageOutputStream(file.toFile())) {
      writer.setOutput(out);
      writer.write(new IIOImage(cmyk, null, null));
    }
    assertThat(ImageFiles.traits(file, 16, 16).samples()).isEqualTo(Samples.CMYK);
    int red = pixel(ImageFiles.read(file), 8, 8);
    assertThat(red >> 16).isGreaterThan(180);
    assertThat((red >> 8) & 255).isLessThan(80);
    assertThat(red & 255).isLessThan(80);
  }

  @Test
  void everyTruncationIsAnErrorThatNamesTheFile() throws IOException {
    for (String format : new String[] {"jpg", "png", "bmp"}) {
      byte[] bytes = Files.readAllBytes(write(gradient(BufferedImage.TYPE_3BYTE_BGR), format));
      // The last bytes of a PNG are its end mark, which carries no pixels.
      int last = format.equals("png") ? bytes.length - 24 : bytes.length - 1;
      for (int length = 0; length <= last; length += Math.max(1, last / 40)) {
        Path cut = Files.write(folder.resolve("cut." + format), Arrays.copyOf(bytes, length));
        assertThatThrownBy(() -> ImageFiles.read(cut))
            .as("%s cut to %d of %d bytes", format, length, bytes.length)
            .isInstanceOf(DatasetException.class)
            .hasMessageContaining("cut." + format);
      }
    }
  }

  @Test
  void missingFilesAndOtherContentAreErrorsThatNameTheFile() throws IOException {
    assertThatThrownBy(() -> ImageFiles.read(folder.resolve("none.jpg")))
        .hasMessageContaining("none.jpg: found no such file");
    Path text = Files.writeString(folder.resolve("text.jpg"), "not an image");
    assertThatThrownBy(() -> ImageFiles.read(text))
        .hasMessageContaining("text.jpg: found 12 bytes of no known image format");
    assertThatThrownBy(() -> ImageFiles.read(folder)).isInstanceOf(DatasetException.class);
  }

  @Test
  void hugeDeclaredSizesAreRefusedBeforeAllocation() throws IOException {
    byte[] png = Files.readAllBytes(write(gradient(BufferedImage.TYPE_INT_RGB), "png"));
    // Width and height of the header: 2^16 x 2^16 pixels.
    for (int at : new int[] {16, 20}) {
      png[at + 1] = 1;
      png[at + 2] = 0;
      png[at + 3] = 0;
    }
    CRC32 crc = new CRC32();
    crc.update(png, 12, 17);
    for (int i = 0; i < 4; i++) {
      png[29 + i] = (byte) (crc.getValue() >> (24 - 8 * i));
    }
    Path bomb = Files.write(folder.resolve("bomb.png"), png);
    assertThatThrownBy(() -> ImageFiles.read(bomb))
        .hasMessageContaining("bomb.png: found 65536 x 65536 pixels");
  }

  /** A few bytes that would become gigabytes: many pixels, many samples, one large tile. */
  @Test
  void whatADecoderWouldAllocateIsRefusedBefore() throws IOException {
    Path wide = tiff("wide.tif", 8193, 8192, 1, 0);
    assertThatThrownBy(() -> ImageFiles.read(wide))
        .hasMessageContaining("wide.tif: found 8193 x 8192 pixels; allowed: 1 to 67108864 pixels");
    Path deep = tiff("deep.tif", 1000, 1000, 1000, 0);
    assertThatThrownBy(() -> ImageFiles.read(deep))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining("deep.tif: found ");
    Path tile = tiff("tile.tif", 8, 8, 1, 30_000);
    assertThatThrownBy(() -> ImageFiles.read(tile))
        .hasMessageContaining("tile.tif: found samples of 900000000 bytes, in the image or in one")
        .hasMessageContaining("allowed: at most 268435456 bytes");
    assertThat(ImageFiles.read(tiff("small.tif", 8, 8, 1, 0)).width()).isEqualTo(8);
  }

  /** A grey TIFF of little more than its fields. */
  private Path tiff(String name, int width, int height, int samples, int tile) throws IOException {
    int[][] fields = {
      {256, width},
      {257, height},
      {258, 8},
      {259, 1},
      {262, 1},
      {tile > 0 ? 324 : 273, 200},
      {277, samples},
      {278, height},
      {tile > 0 ? 325 : 279, 64},
      {322, tile},
      {323, tile}
    };
    ByteBuffer file = ByteBuffer.allocate(1336).order(ByteOrder.LITTLE_ENDIAN);
    List<int[]> used =
        Arrays.stream(fields)
            .filter(field -> (field[1] > 0 || field[0] < 322) && (tile == 0 || field[0] != 278))
            .sorted(Comparator.comparingInt(field -> field[0]))
            .toList();
    file.putInt(0x002A4949).putInt(8).putShort((short) used.size());
    used.forEach(
        field ->
            file.putShort((short) field[0])
                .putShort((short) (field[0] < 273 || field[0] == 277 ? 3 : 4))
                .putInt(1)
                .putInt(field[1]));
    return Files.write(folder.resolve(name), file.array());
  }

  @Test
  void sizesMustAgreeWithTheAnnotationFile() throws IOException {
    Path file = write(gradient(BufferedImage.TYPE_INT_RGB), "png");
    ImageFolder images = new ImageFolder(folder);
    ImageInfo info = new ImageInfo(1, file.getFileName().toString(), 17, 31);
    assertThatThrownBy(() -> images.read(info))
        .hasMessageContaining("found 31 x 17 pixels; allowed: 17 x 31");
    ImageInfo right = new ImageInfo(1, file.getFileName().toString(), 31, 17);
    assertThat(images.read(right).width()).isEqualTo(31);
  }

  @Test
  void aSizeThatOnlyExifTurnsSaysSo() throws IOException {
    byte[] jpeg = Files.readAllBytes(write(gradient(BufferedImage.TYPE_3BYTE_BGR), "jpg"));
    ByteArrayOutputStream turned = new ByteArrayOutputStream();
    turned.write(jpeg, 0, 2);
    turned.write(new byte[] {(byte) 0xFF, (byte) 0xE1, 0, 34});
    turned.write("Exif\0\0MM\0*\0\0\0\10\0\1".getBytes(StandardCharsets.ISO_8859_1));
    turned.write(new byte[] {1, 0x12, 0, 3, 0, 0, 0, 1, 0, 6, 0, 0, 0, 0, 0, 0});
    turned.write(jpeg, 2, jpeg.length - 2);
    Path file = Files.write(folder.resolve("turned.jpg"), turned.toByteArray());
    assertThat(ImageFiles.read(file, 31, 17).width()).isEqualTo(31);
    assertThat(ImageFiles.traits(file, 31, 17)).isEqualTo(new ImageTraits(Samples.COLOUR, 6));
    assertThatThrownBy(() -> ImageFiles.read(file, 17, 31))
        .hasMessageContaining("31 x 17 pixels, which viewers turn by its EXIF orientation 6")
        .hasMessageContaining("allowed: 17 x 31 as in the annotation file: boxes on the pixels");
    assertThatThrownBy(() -> ImageFiles.read(file, 31, 16)).hasMessageNotContaining("EXIF");
  }

  @Test
  void traitsSayWhatPixelsConsistOf() throws IOException {
    for (Object[] kind :
        new Object[][] {
          {BufferedImage.TYPE_3BYTE_BGR, Samples.COLOUR},
          {BufferedImage.TYPE_4BYTE_ABGR, Samples.COLOUR},
          {BufferedImage.TYPE_BYTE_GRAY, Samples.GREY},
          {BufferedImage.TYPE_BYTE_INDEXED, Samples.PALETTE},
        }) {
      Path file = write(gradient((int) kind[0]), "png");
      assertThat(ImageFiles.traits(file, 31, 17)).isEqualTo(new ImageTraits((Samples) kind[1], 1));
    }
    Path grey = write(gradient(BufferedImage.TYPE_BYTE_GRAY), "jpg");
    assertThat(ImageFiles.traits(grey, 31, 17).samples()).isEqualTo(Samples.GREY);
    Path gif = write(gradient(BufferedImage.TYPE_BYTE_INDEXED), "gif");
    assertThat(ImageFiles.traits(gif, 31, 17).samples()).isEqualTo(Samples.PALETTE);
    WritableRaster deep = Raster.createInterleavedRaster(DataBuffer.TYPE_USHORT, 4, 4, 3, null);
    BufferedImage image =
        new BufferedImage(
            new ComponentColorModel(
                ColorSpace.getInstance(ColorSpace.CS_sRGB),
                false,
                false,
                Transparency.OPAQUE,
                DataBuffer.TYPE_USHORT),
            deep,
            false,
            null);
    assertThat(ImageFiles.traits(write(image, "png"), 4, 4).samples()).isEqualTo(Samples.DEEP);
    assertThatThrownBy(() -> ImageFiles.traits(grey, 30, 17)).hasMessageContaining("30 x 17");
    Path cut = Files.write(grey, Arrays.copyOf(Files.readAllBytes(grey), 200));
    assertThatThrownBy(() -> ImageFiles.traits(cut, 31, 17)).hasMessageContaining("truncated JPEG");
  }

  @Test
  void whatIsNoImageIsCalledByItsName() throws IOException {
    Path pointer =
        Files.writeString(
            folder.resolve("a.jpg"),
            "version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 3\n");
    assertThatThrownBy(() -> ImageFiles.read(pointer)).hasMessageContaining("a pointer of Git LFS");
    Path page = Files.writeString(folder.resolve("b.jpg"), "\n<!DOCTYPE html><html></html>");
    assertThatThrownBy(() -> ImageFiles.read(page)).hasMessageContaining("a page of HTML");
    Path empty = Files.write(folder.resolve("c.jpg"), new byte[0]);
    assertThatThrownBy(() -> ImageFiles.read(empty)).hasMessageContaining("an empty file");
    Path webp = Files.writeString(folder.resolve("d.jpg"), "RIFF\1\1\1\1WEBPVP8 ");
    assertThatThrownBy(() -> ImageFiles.read(webp)).hasMessageContaining("dwebp FILE -o");
  }

  @Test
  void namesStayInsideTheFolder() {
    ImageFolder images = new ImageFolder(folder);
    for (String name :
        new String[] {"../x.jpg", "/etc/passwd", "a/../../x.jpg", "", ".", "a\0b", "x/.."}) {
      assertThat(images.resolve(name)).as(name).isEmpty();
    }
    assertThat(images.resolve("a/../b.jpg")).contains(folder.resolve("b.jpg"));
    assertThat(new ImageFolder(Path.of("")).resolve("../x.jpg")).isEmpty();
    assertThat(new ImageFolder(Path.of("")).resolve("x.jpg")).isPresent();
  }

  @Test
  void agreesWithLibjpegTurboOnARealPhotograph() throws IOException {
    Path golden = SHARED.resolve("golden/model-glip-t.json");
    assumeTrue(Files.exists(golden), "no golden file at " + golden);
    JsonNode image = new ObjectMapper().readTree(golden.toFile()).findParent("image_rgb_crc32");
    Path photo = SHARED.resolve("data/coco-tiny/train2017/000000008193.jpg");
    CRC32 crc = new CRC32();
    crc.update(ImageFiles.read(photo).rgb());
    assertThat(crc.getValue()).isEqualTo(image.path("image_rgb_crc32").longValue());
  }

  private Path write(BufferedImage image, String format) throws IOException {
    Path file = Files.createTempFile(folder, "image", "." + format);
    assertThat(ImageIO.write(image, format, file.toFile())).isTrue();
    return file;
  }

  private static BufferedImage gradient(int type) {
    BufferedImage image = new BufferedImage(31, 17, type);
    for (int y = 0; y < 17; y++) {
      for (int x = 0; x < 31; x++) {
        image.setRGB(x, y, ((x * 8) << 16) | ((y * 15) << 8) | ((x + y) * 5));
      }
    }
    return image;
  }

  private static int pixel(RgbImage image, int x, int y) {
    int at = (y * image.width() + x) * 3;
    byte[] rgb = image.rgb();
    return ((rgb[at] & 255) << 16) | ((rgb[at + 1] & 255) << 8) | (rgb[at + 2] & 255);
  }
}
