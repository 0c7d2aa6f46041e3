package org.sdptbench.reports.chart;

import java.awt.Font;
import java.awt.Shape;
import java.awt.font.FontRenderContext;
import java.awt.geom.AffineTransform;

/**
 * Text as outlines in one cut and size, measured without hints of a device, so that it is as wide
 * in every format.
 *
 * @param font the font
 */
record Lettering(Font font) {

  /** For labels and axes. */
  static final Lettering PLAIN = new Lettering(Typeface.REGULAR.font(11f));

  /** For what stands in place of a value. */
  static final Lettering ASIDE = new Lettering(Typeface.ITALIC.font(10f));

  /** For titles of panels. */
  static final Lettering STRONG = new Lettering(Typeface.BOLD.font(11f));

  private static final FontRenderContext UNHINTED = new FontRenderContext(null, true, true);

  /** Width of a text in pixels. */
  double width(String text) {
    return font.createGlyphVector(UNHINTED, clean(text)).getLogicalBounds().getWidth();
  }

  /** Outline of a text that begins at x and whose lower-case letters have their middle at y. */
  Shape outline(String text, double x, double y) {
    return AffineTransform.getTranslateInstance(x, y + 0.34 * font.getSize2D())
        .createTransformedShape(font.createGlyphVector(UNHINTED, clean(text)).getOutline());
  }

  /** Cuts a text that is too wide, with an ellipsis in place of the rest. */
  String fit(String text, double room) {
    String clean = clean(text);
    if (width(clean) <= room) {
      return clean;
    }
    int end = Math.min(clean.length(), 400); // no font sets so many letters in a chart
    while (end > 0 && width(clean.substring(0, end).strip() + "…") > room) {
      end = clean.offsetByCodePoints(end, -1);
    }
    return clean.substring(0, end).strip() + "…";
  }

  /** Labels come from specs and files: what would break a line or turn it around is a space. */
  private static String clean(String text) {
    return text.replaceAll("[\\p{Cc}\\p{Cf}\\p{Zl}\\p{Zp}]", " ");
  }
}
