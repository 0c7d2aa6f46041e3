package org.sdptbench.reports.html;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.List;
import java.util.Objects;
import java.util.SortedSet;
import java.util.stream.Collectors;

/** The style sheet and the script of the page, and their digests for its policy. */
final class Assets {

  private static final List<String> SCRIPTS =
      List.of(
          "elements.js", "runs.js", "run.js", "tables.js", "filter.js", "charts.js", "start.js");

  /** Lightness of what is black and of what is white on paper, in the dark. */
  private static final int DARK_INK = 236;

  private static final int DARK_PAPER = 30;

  private Assets() {}

  /** All scripts as one, in strict mode. */
  static String script() {
    return SCRIPTS.stream()
        .map(Assets::read)
        .collect(Collectors.joining("\n", "'use strict';\n", ""));
  }

  /** The style sheet, with a variable for every grey of the charts. */
  static String style(SortedSet<Integer> greys) {
    String variables =
        greys.stream()
            .map(
                grey -> {
                  int dark = DARK_INK + Math.round((DARK_PAPER - DARK_INK) * grey / 255f);
                  return "--grey-%d: light-dark(rgb(%d %d %d), rgb(%d %d %d));"
                      .formatted(grey, grey, grey, grey, dark, dark, dark);
                })
            .collect(Collectors.joining("\n  ", "\n:root {\n  ", "\n}\n"));
    return read("report.css") + variables;
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
