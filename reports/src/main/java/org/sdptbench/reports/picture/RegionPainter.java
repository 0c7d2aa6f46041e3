package org.sdptbench.reports.picture;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Image;
import java.awt.Rectangle;
import java.awt.RenderingHints;
import java.awt.Shape;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import org.sdptbench.reports.chart.Typeface;
import org.sdptbench.reports.record.Picture.Region;

/**
 * Draws boxes with their labels and scores on images: a label has one colour, a box a bright rim so
 * that it shows on any ground, and a name stands where it covers no other name if there is room.
 */
public final class RegionPainter {
  private static final int MOST_LETTERS = 32;

  private final LabelColors colors;
  private final Font font;

  /**
   * A painter.
   *
   * @param labels all labels that will be drawn, for their colours
   * @param fontSize size of the text in pixels
   */
  public RegionPainter(Collection<String> labels, float fontSize) {
    this.colors = new LabelColors(labels);
    this.font = Typeface.REGULAR.font(fontSize);
  }

  /**
   * An image with boxes on it, the surest on top, in the size of the image.
   *
   * @param image stays as it is
   */
  public static BufferedImage annotated(BufferedImage image, List<Region> regions) {
    BufferedImage result =
        new BufferedImage(image.getWidth(), image.getHeight(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = result.createGraphics();
    // Readable at the size at which an image of that size is looked at.
    float size = Math.min(40, Math.max(11, Math.min(image.getWidth(), image.getHeight()) / 32f));
    RegionPainter painter = new RegionPainter(regions.stream().map(Region::label).toList(), size);
    painter.draw(
        graphics,
        image,
        new Rectangle(image.getWidth(), image.getHeight()),
        image.getWidth(),
        regions);
    graphics.dispose();
    return result;
  }

  /**
   * Draws an image and boxes on it.
   *
   * @param area where, in pixels of the graphics; nothing is drawn outside
   * @param width width of the image that the boxes are in pixels of
   */
  void draw(Graphics2D graphics, Image image, Rectangle area, int width, List<Region> regions) {
    smooth(graphics);
    graphics.drawImage(image, area.x, area.y, area.width, area.height, null);
    draw(graphics, area, width, regions);
  }

  /** Draws boxes only; see the other. */
  void draw(Graphics2D graphics, Rectangle area, int width, List<Region> regions) {
    smooth(graphics);
    Shape clip = graphics.getClip();
    graphics.clip(area);
    double scale = (double) area.width / width;
    List<Region> surestFirst =
        regions.stream().sorted(Comparator.comparingDouble(r -> -score(r))).toList();
    List<Rectangle2D> boxes =
        surestFirst.stream()
            .map(
                r ->
                    (Rectangle2D)
                        new Rectangle2D.Double(
                            area.x + r.x() * scale,
                            area.y + r.y() * scale,
                            r.width() * scale,
                            r.height() * scale))
            .toList();
    float line = Math.max(1.5f, font.getSize2D() / 7);
    for (int i = boxes.size() - 1; i >= 0; i--) {
      graphics.setStroke(new BasicStroke(line + 2));
      graphics.setColor(new Color(255, 255, 255, 190));
      graphics.draw(boxes.get(i));
      graphics.setStroke(new BasicStroke(line));
      graphics.setColor(colors.of(surestFirst.get(i).label()));
      graphics.draw(boxes.get(i));
    }
    List<Rectangle> tags = tags(graphics, area, surestFirst, boxes);
    for (int i = boxes.size() - 1; i >= 0; i--) {
      drawTag(graphics, tags.get(i), surestFirst.get(i));
    }
    graphics.setClip(clip);
  }

  private static double score(Region region) {
    Double score = region.score();
    return score == null ? 1 : score;
  }

  /** Where the names go: above, below or inside their box, the surest chooses first. */
  private List<Rectangle> tags(
      Graphics2D graphics, Rectangle area, List<Region> regions, List<Rectangle2D> boxes) {
    FontMetrics metrics = graphics.getFontMetrics(font);
    List<Rectangle> placed = new ArrayList<>();
    for (int i = 0; i < regions.size(); i++) {
      Rectangle2D box = boxes.get(i);
      int width = metrics.stringWidth(text(regions.get(i))) + 6;
      int height = metrics.getAscent() + metrics.getDescent() + 2;
      List<Rectangle> choices = new ArrayList<>();
      for (double y :
          List.of(box.getMinY() - height, box.getMaxY(), box.getMinY(), box.getMaxY() - height)) {
        for (double x : List.of(box.getMinX(), box.getMaxX() - width)) {
          choices.add(
              inside(area, new Rectangle((int) Math.rint(x), (int) Math.rint(y), width, height)));
        }
      }
      placed.add(
          choices.stream()
              .filter(choice -> placed.stream().noneMatch(choice::intersects))
              .findFirst()
              .orElse(choices.get(0)));
    }
    return placed;
  }

  private static Rectangle inside(Rectangle area, Rectangle tag) {
    tag.x = Math.max(area.x, Math.min(tag.x, area.x + area.width - tag.width));
    tag.y = Math.max(area.y, Math.min(tag.y, area.y + area.height - tag.height));
    return tag;
  }

  private void drawTag(Graphics2D graphics, Rectangle tag, Region region) {
    Color color = colors.of(region.label());
    graphics.setColor(color);
    graphics.fill(tag);
    graphics.setColor(LabelColors.textOn(color));
    graphics.setFont(font);
    FontMetrics metrics = graphics.getFontMetrics();
    graphics.drawString(text(region), tag.x + 3, tag.y + 1 + metrics.getAscent());
  }

  private static String text(Region region) {
    String label = shortened(region.label(), MOST_LETTERS);
    Double score = region.score();
    return score == null ? label : label + String.format(Locale.ROOT, " %.2f", score);
  }

  /** A text on one line, cut where it is too long. */
  static String shortened(String text, int most) {
    String line = text.replaceAll("\\p{Cntrl}", " ");
    return line.codePointCount(0, line.length()) <= most
        ? line
        : line.substring(0, line.offsetByCodePoints(0, most - 1)) + "…";
  }

  /** Smooth lines, letters and images. */
  static void smooth(Graphics2D graphics) {
    graphics.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
    graphics.setRenderingHint(
        RenderingHints.KEY_INTERPOLATION, RenderingHints.VALUE_INTERPOLATION_BICUBIC);
    graphics.setRenderingHint(RenderingHints.KEY_STROKE_CONTROL, RenderingHints.VALUE_STROKE_PURE);
  }
}
