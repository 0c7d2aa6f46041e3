package org.sdptbench.reports.chart;

import java.awt.Font;
import java.awt.FontFormatException;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Objects;

/** The cuts of Liberation Sans, read from the class path: no font of the machine is used. */
@SuppressWarnings("ImmutableEnumChecker") // a Font never changes
public enum Typeface {
  /** Upright, normal weight. */
  REGULAR("LiberationSans-Regular.ttf"),
  /** Upright, bold. */
  BOLD("LiberationSans-Bold.ttf"),
  /** Italic, normal weight. */
  ITALIC("LiberationSans-Italic.ttf");

  private final String file;
  private final Font font;

  Typeface(String file) {
    this.file = file;
    this.font = load(file);
  }

  /** Opens the TrueType file. */
  public InputStream open() {
    return open(file);
  }

  /** Returns the font for drawing, in the size given. */
  public Font font(float size) {
    return font.deriveFont(size);
  }

  private static InputStream open(String file) {
    return Objects.requireNonNull(
        Typeface.class.getResourceAsStream("/liberation/" + file), () -> file + " not found");
  }

  private static Font load(String file) {
    try (InputStream in = open(file)) {
      return Font.createFont(Font.TRUETYPE_FONT, in);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (FontFormatException e) {
      throw new IllegalStateException(file + " is damaged", e);
    }
  }
}
