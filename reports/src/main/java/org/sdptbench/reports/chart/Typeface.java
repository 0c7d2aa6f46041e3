package org.sdptbench.reports.chart;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The cuts of Liberation Sans, read from the class path: no font of the machine is used. */
public enum Typeface {
  /** Upright, normal weight. */
  REGULAR("LiberationSans-Regular.ttf"),
  /** Upright, bold. */
  BOLD("LiberationSans-Bold.ttf"),
  /** Italic, normal weight. */
  ITALIC("LiberationSans-Italic.ttf");

  private final String file;

  Typeface(String file) {
    this.file = file;
  }

  /** Opens the TrueType file. */
  public InputStream open() {
    return Objects.requireNonNull(
        Typeface.class.getResourceAsStream("/liberation/" + file), () -> file + " not found");
  }

  /** Returns the font for drawing, in the size given. */
  public Font font(float size) {
    try (InputStream in = open()) {
      return Font.createFont(Font.TRUETYPE_FONT, in).deriveFont(size);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FontFormatException e) {
      throw new IllegalStateException(file + " is damaged", e);
    }
  }
}
