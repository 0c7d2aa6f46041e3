package org.sdptbench.harness.data.picto;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import javax.imageio.ImageIO;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.RgbImage;

/** Writes pages of scenes with their boxes, to be looked at. */
final class ContactSheet {
  private ContactSheet() {}

  record Cell(RgbImage image, List<Box> boxes) {}

  static void write(Path file, int columns, int rows, int zoom, IntFunction<Cell> cells)
      throws IOException {
    List<Cell> all = new ArrayList<>();
    for (int i = 0; i < columns * rows; i++) {
      all.add(cells.apply(i));
    }
    int side = all.get(0).image().width() * zoom;
    BufferedImage page =
        new BufferedImage(columns * (side + 2), rows * (side + 2), BufferedImage.TYPE_INT_RGB);
    for (int i = 0; i < all.size(); i++) {
      draw(page, i % columns * (side + 2), i / columns * (side + 2), zoom, all.get(i));
    }
    Files.createDirectories(file.toAbsolutePath().getParent());
    ImageIO.write(page, "png", file.toFile());
  }

  private static void draw(BufferedImage page, int left, int top, int zoom, Cell cell) {
    int side = cell.image().width();
    byte[] rgb = cell.image().rgb();
    for (int y = 0; y < side * zoom; y++) {
      for (int x = 0; x < side * zoom; x++) {
        int p = (y / zoom * side + x / zoom) * 3;
        page.setRGB(
            left + x,
            top + y,
            ((rgb[p] & 255) << 16) | ((rgb[p + 1] & 255) << 8) | (rgb[p + 2] & 255));
      }
    }
    for (Box b : cell.boxes()) {
      int x0 = (int) (b.x() * zoom);
      int y0 = (int) (b.y() * zoom);
      int x1 = (int) ((b.x() + b.width()) * zoom) - 1;
      int y1 = (int) ((b.y() + b.height()) * zoom) - 1;
      for (int x = x0; x <= x1; x++) {
        page.setRGB(left + x, top + y0, 0xff00ff);
        page.setRGB(left + x, top + y1, 0xff00ff);
      }
      for (int y = y0; y <= y1; y++) {
        page.setRGB(left + x0, top + y, 0xff00ff);
        page.setRGB(left + x1, top + y, 0xff00ff);
      }
    }
  }

  static Cell cell(Scene scene) {
    return new Cell(scene.image(), scene.objects().stream().map(Scene.Placed::box).toList());
  }

  static Cell cell(DetectionDataset data, int index) {
    ImageInfo image = data.images().get(index);
    try {
      return new Cell(
          data.pixels().read(image),
          data.annotations().stream()
              .filter(a -> a.imageId() == image.id())
              .map(Annotation::box)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Arguments: output folder. */
  public static void main(String[] args) throws IOException {
    Path out = Path.of(args[0]);
    Picto picto = Picto.open(Picto.DEFAULT_SIDE);
    PictoPretrain pretrain = picto.pretrain();
    write(out.resolve("picto-pretrain.png"), 8, 6, 1, i -> cell(pretrain.scene(i)));
    write(
        out.resolve("crops.png"),
        19,
        11,
        1,
        i -> new Cell(pretrain.crop(i, 64).image(), List.of()));
    for (PictoTask task : picto.tasks()) {
      DetectionDataset data = task.split(Split.TRAIN);
      write(out.resolve(task.name() + ".png"), 6, 3, 1, i -> cell(data, i));
    }
    for (PictoTask task : picto.tasks()) {
      long start = System.nanoTime();
      DetectionDataset data = task.split(Split.TRAIN);
      long drawn = System.nanoTime();
      PictoDigest.of(data);
      int n = data.images().size();
      System.out.printf(
          "%s: boxes %.2f ms, pixels %.2f ms, %.1f objects a scene%n",
          data.name(),
          (drawn - start) / 1e6 / n,
          (System.nanoTime() - drawn) / 1e6 / n,
          data.annotations().size() / (double) n);
    }
    for (int round = 0; round < 4; round++) {
      long start = System.nanoTime();
      for (int i = 0; i < 500; i++) {
        pretrain.scene(i);
      }
      System.out.println((System.nanoTime() - start) / 5e8 + " ms a scene");
    }
  }
}
