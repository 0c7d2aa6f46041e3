package org.sdptbench.harness.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Images as PIL reads them; {@code make.py} beside them made both. */
class PilColoursTest {
  private static final Pattern IMAGE = Pattern.compile("[^.]+\\.(jpg|png|tif|bmp|gif|webp)");

  /** The platform's conversion of JPEG inside TIFF differs by rounding. */
  private static final String ROUNDED = "ycbcr-jpeg.tif";

  static Stream<String> images() throws IOException {
    return names("");
  }

  static Stream<String> refused() throws IOException {
    return names("refused");
  }

  @ParameterizedTest
  @MethodSource("images")
  void coloursAreThoseOfPil(String name) throws IOException {
    assertThat(farthest(folder().resolve(name), folder().resolve(name + ".png")))
        .as("largest difference of a sample")
        .isLessThanOrEqualTo(ROUNDED.equals(name) ? 2 : 0);
  }

  @ParameterizedTest
  @MethodSource("refused")
  void whatHasNoColoursIsAnErrorThatNamesTheFile(String name) {
    Path file = folder().resolve("refused").resolve(name);
    assertThatThrownBy(() -> ImageFiles.read(file))
        .isInstanceOf(DatasetException.class)
        .hasMessageContaining(name + ": found ")
        .hasMessageNotContaining("damaged");
  }

  @Test
  void aPhotographInInksHasItsColours() throws IOException {
    Path photo =
        Path.of(System.getProperty("sdptbench.shared", "../shared"), "cases/cmyk/cmyk.jpg");
    assumeTrue(Files.exists(photo), "no file at " + photo);
    byte[] rgb = ImageFiles.read(photo).rgb();
    assertThat(new int[] {rgb[0] & 255, rgb[1] & 255, rgb[2] & 255}).containsExactly(173, 212, 224);
  }

  private static int farthest(Path file, Path expected) throws IOException {
    RgbImage read = ImageFiles.read(file);
    BufferedImage right = ImageIO.read(expected.toFile());
    assertThat(read.width()).isEqualTo(right.getWidth());
    assertThat(read.height()).isEqualTo(right.getHeight());
    int farthest = 0;
    for (int y = 0, at = 0; y < read.height(); y++) {
      for (int x = 0; x < read.width(); x++) {
        for (int c = 0; c < 3; c++, at++) {
          int sample = (right.getRGB(x, y) >> (16 - 8 * c)) & 255;
          farthest = Math.max(farthest, Math.abs(sample - (read.rgb()[at] & 255)));
        }
      }
    }
    return farthest;
  }

  private static Stream<String> names(String in) throws IOException {
    try (Stream<Path> files = Files.list(folder().resolve(in))) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> IMAGE.matcher(name).matches())
          .sorted()
          .toList()
          .stream();
    }
  }

  private static Path folder() {
    URL script = Objects.requireNonNull(PilColoursTest.class.getResource("images/make.py"));
    try {
      return Objects.requireNonNull(Path.of(script.toURI()).getParent());
    } catch (URISyntaxException e) {
      throw new AssertionError(e);
    }
  }
}
