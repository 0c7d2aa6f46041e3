package org.sdptbench.reports.picture;

import java.awt.Color;
import java.awt.Font;
import java.awt.FontMetrics;
import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.sdptbench.reports.chart.Typeface;

/**
 * Tiles under their titles, in blocks under their headings: a block is one image, a tile one view
 * of it. A block with more tiles than fit beside each other goes on below.
 *
 * @param blocks the blocks from top to bottom
 */
record PictureGrid(List<Block> blocks) {
  private static final int COLUMNS = 4;
  private static final int TILE = 332;
  private static final int GAP = 10;
  private static final int TALLEST = 400;
  private static final int HEADING = 34;
  private static final int TITLE = 24;
  private static final int LETTERS_OF_HEADING = 120;

  /** Most pixels of a page in height, on which the text beside the sheet has room too. */
  private static final int PAGE = 1800;

  /** Width of every grid in pixels. */
  static final int WIDTH = COLUMNS * TILE + (COLUMNS - 1) * GAP;

  /**
   * The views of one image.
   *
   * @param heading what image
   * @param width width of the image in pixels
   * @param height its height
   * @param image reads it
   * @param tiles its views
   */
  record Block(
      String heading, int width, int height, Supplier<RunImages.Found> image, List<Tile> tiles) {
    /** Size of each view: the image's shape, as large as fits. */
    private Rectangle view() {
      double scale = Math.min((double) TILE / width, (double) TALLEST / height);
      return new Rectangle(
          Math.max(1, (int) Math.round(width * scale)),
          Math.max(1, (int) Math.round(height * scale)));
    }

    private int lines() {
      return (tiles.size() + COLUMNS - 1) / COLUMNS;
    }

    private int pixels() {
      return HEADING + lines() * (TITLE + view().height + GAP);
    }
  }

  /**
   * A view of an image.
   *
   * @param title what stands above it
   * @param view draws it
   */
  record Tile(String title, View view) {}

  /** Draws a view. */
  @FunctionalInterface
  interface View {
    /**
     * Draws.
     *
     * @param area where, in pixels of the graphics
     * @param image the image in the size of the area, or why there is none
     */
    void draw(Graphics2D graphics, Rectangle area, RunImages.Found image);
  }

  /** The blocks on as many pages as it takes, none of them torn apart. */
  List<PictureGrid> pages() {
    List<PictureGrid> pages = new ArrayList<>();
    List<Block> page = new ArrayList<>();
    int height = 0;
    for (Block block : blocks) {
      if (!page.isEmpty() && height + block.pixels() > PAGE) {
        pages.add(new PictureGrid(List.copyOf(page)));
        page.clear();
        height = 0;
      }
      page.add(block);
      height += block.pixels();
    }
    pages.add(new PictureGrid(List.copyOf(page)));
    return pages;
  }

  int height() {
    return blocks.stream().mapToInt(Block::pixels).sum();
  }

  BufferedImage draw() {
    BufferedImage image = new BufferedImage(WIDTH, height(), BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    RegionPainter.smooth(graphics);
    graphics.setColor(Color.WHITE);
    graphics.fillRect(0, 0, WIDTH, height());
    Font heading = Typeface.BOLD.font(20);
    Font title = Typeface.REGULAR.font(18);
    int y = 0;
    for (Block block : blocks) {
      graphics.setColor(Color.BLACK);
      graphics.setFont(heading);
      graphics.drawString(
          RegionPainter.shortened(block.heading, LETTERS_OF_HEADING), 0, y + HEADING - 12);
      y += HEADING;
      Rectangle view = block.view();
      RunImages.Found shown = RunImages.scaled(block.image.get(), view.width, view.height);
      for (int i = 0; i < block.tiles.size(); i++) {
        int x = i % COLUMNS * (TILE + GAP);
        int top = y + i / COLUMNS * (TITLE + view.height + GAP);
        graphics.setColor(Color.BLACK);
        graphics.setFont(title);
        graphics.drawString(fitting(graphics, block.tiles.get(i).title), x, top + TITLE - 7);
        block
            .tiles
            .get(i)
            .view
            .draw(graphics, new Rectangle(x, top + TITLE, view.width, view.height), shown);
      }
      y += block.pixels() - HEADING;
    }
    graphics.dispose();
    return image;
  }

  /** A title that is no wider than its tile. */
  private static String fitting(Graphics2D graphics, String title) {
    FontMetrics metrics = graphics.getFontMetrics();
    int letters = title.length();
    String text = RegionPainter.shortened(title, Math.max(2, letters));
    while (metrics.stringWidth(text) > TILE && letters > 2) {
      letters--;
      text = RegionPainter.shortened(title, letters);
    }
    return text;
  }

  /** A view without an image: a grey field that says why. */
  static void explain(Graphics2D graphics, Rectangle area, String why) {
    graphics.setColor(new Color(0xE4E4E4));
    graphics.fill(area);
    graphics.setColor(new Color(0x404040));
    graphics.setFont(Typeface.ITALIC.font(16));
    FontMetrics metrics = graphics.getFontMetrics();
    String text = RegionPainter.shortened(why, 40);
    graphics.drawString(
        text,
        area.x + Math.max(4, (area.width - metrics.stringWidth(text)) / 2),
        area.y + area.height / 2);
  }
}
