package org.sdptbench.harness.data.picto;

import java.awt.geom.AffineTransform;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.io.IOException;
import java.util.Collections;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;
import org.jspecify.annotations.Nullable;

/**
 * An icon font of an ikonli package. Outlines and names come from the font's tables ({@code glyf},
 * {@code post}), parsed in Java, so that neither hinting nor the machine's font library has a say.
 */
final class IconFont {
  static final int SIDE = 96;

  private final String resource;
  private final TrueTypeFont font;
  private final NavigableMap<String, Integer> glyphs;

  private IconFont(String resource, TrueTypeFont font, NavigableMap<String, Integer> glyphs) {
    this.resource = resource;
    this.font = font;
    this.glyphs = glyphs;
  }

  /**
   * Reads a font from the class path.
   *
   * @throws IOException if it is not there or names no glyph
   */
  static IconFont open(String resource) throws IOException {
    TrueTypeFont font =
        new TTFParser().parse(new RandomAccessReadBuffer(Resources.bytes(resource)));
    String @Nullable [] names = font.getPostScript().getGlyphNames();
    if (names == null) {
      throw new IOException(resource + ": the font names no glyphs");
    }
    NavigableMap<String, Integer> glyphs = new TreeMap<>();
    for (int i = 0; i < names.length; i++) {
      glyphs.putIfAbsent(names[i], i);
    }
    return new IconFont(resource, font, glyphs);
  }

  /** Glyph names, sorted. */
  Set<String> names() {
    return Collections.unmodifiableSet(glyphs.keySet());
  }

  /**
   * An icon in white, {@code SIDE * SIDE} not premultiplied ARGB, its longer side filling the
   * picture; null if the name is unknown.
   */
  synchronized int @Nullable [] pixels(String name) throws IOException {
    Integer glyph = glyphs.get(name);
    if (glyph == null) {
      return null;
    }
    Path2D outline = OutlineFill.flatten(font.getGlyph().getGlyph(glyph).getPath());
    Rectangle2D box = outline.getBounds2D();
    if (box.isEmpty()) {
      throw new IOException(resource + ": glyph " + name + " is empty");
    }
    double scale = SIDE / Math.max(box.getWidth(), box.getHeight());
    AffineTransform toPicture = AffineTransform.getTranslateInstance(SIDE / 2.0, SIDE / 2.0);
    toPicture.scale(scale, -scale); // fonts have y upwards
    toPicture.translate(-box.getCenterX(), -box.getCenterY());
    float[] coverage = OutlineFill.coverage(toPicture.createTransformedShape(outline), SIDE);
    int[] pixels = new int[SIDE * SIDE];
    for (int i = 0; i < pixels.length; i++) {
      pixels[i] = ((int) (Math.min(1f, coverage[i]) * 255 + 0.5f) << 24) | 0xffffff;
    }
    return pixels;
  }
}
