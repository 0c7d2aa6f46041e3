package org.sdptbench.reports.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** The style sheet and the script of the page, and their digests for its policy. */
final class Assets {

  private static final List<String> SCRIPTS =
      List.of(
          "elements.js", "runs.js", "run.js", "tables.js", "filter.js", "charts.js", "start.js");

  /** In the dark, how light what is black becomes, and what is white. */
  private static final int DARK_INK = 236;

  private static final int DARK_PAPER = 30;

  /** In the dark, the share of white in what is coloured. */
  private static final float DARK_TINT = 0.3f;

  private Assets() {}

  /** All scripts as one, in strict mode. */
  static String script() {
    return SCRIPTS.stream()
        .map(Assets::read)
        .collect(Collectors.joining("\n", "'use strict';\n", ""));
  }

  /** The style sheet, with a variable for every colour of the charts, e.g. {@code 0072b2}. */
  static String style(SortedSet<String> colors) {
    String variables =
        colors.stream()
            .map(c -> "--c-%s: light-dark(#%s, #%s);".formatted(c, c, inTheDark(c)))
            .collect(Collectors.joining("\n  ", "\n:root {\n  ", "\n}\n"));
    return read("report.css") + variables;
  }

  /** Greys trade paper for ink; a colour keeps its hue and becomes lighter. */
  private static String inTheDark(String color) {
    int rgb = Integer.parseInt(color, 16);
    int red = rgb >> 16;
    int green = rgb >> 8 & 0xff;
    int blue = rgb & 0xff;
    boolean grey = red == green && green == blue;
    return IntStream.of(red, green, blue)
        .map(
            v ->
                grey
                    ? DARK_INK + Math.round((DARK_PAPER - DARK_INK) * v / 255f)
                    : v + Math.round((255 - v) * DARK_TINT))
        .mapToObj(v -> HexFormat.of().toHexDigits((byte) v))
        .collect(Collectors.joining());
  }

  /** The source expression of a text in a Content-Security-Policy. */
  static String digest(String text) {
    try {
      byte[] hash =
          MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return "sha256-" + Base64.getEncoder().encodeToString(hash);
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("the Java runtime has no SHA-256", e);
    }
  }

  private static String read(String name) {
    try (InputStream in = Objects.requireNonNull(Assets.class.getResourceAsStream(name), name)) {
      // A browser reads \r\n as \n, which would change the digest.
      return new String(in.readAllBytes(), StandardCharsets.UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
