package org.sdptbench.reports.picture;

import java.awt.Graphics2D;
import java.awt.Rectangle;
import java.awt.image.BufferedImage;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.sdptbench.reports.content.ReportContent;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.Picture.AttentionMap;
import org.sdptbench.reports.record.Picture.Region;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.RunRecord;

/** The sheets of pictures that a spec's runs allow. */
public final class PictureSheets {
  /** Least score of a detection that is drawn; records keep fainter ones too. */
  static final double LEAST_SCORE = 0.3;

  /** Most detections that are drawn in a view, the surest ones; more would hide one another. */
  static final int MOST_DETECTIONS = 8;

  /** Most images in the sheets of a spec: the first ones of each task in turn. */
  static final int MOST_IMAGES = 6;

  private static final String TRUTH = "Ground truth";
  private static final float LETTERS = 16;

  private final Spec spec;
  private final SpecPictures pictures;
  private final RunImages images;

  private PictureSheets(Spec spec, Map<String, RunRecord> runs, Path runsDir) {
    this.spec = spec;
    this.pictures = SpecPictures.of(spec, runs);
    this.images = new RunImages(runsDir);
  }

  /** The sheets of each spec of a report, by its name; see the other. */
  public static SortedMap<String, List<PictureSheet>> of(ReportContent content, Path runsDir) {
    Map<String, RunRecord> runs = content.runsByCell();
    SortedMap<String, List<PictureSheet>> sheets = new TreeMap<>();
    content.plan().specs().forEach(spec -> sheets.put(spec.name(), of(spec, runs, runsDir)));
    return sheets;
  }

  /**
   * The sheets of a spec: {@code SPEC-detections-1} and on, then {@code SPEC-attention-1} and on;
   * none if no run kept a picture.
   *
   * @param runs records by cell; those of other specs are ignored
   * @param runsDir folder of the records, beside which the images lie; read when a sheet is drawn
   */
  public static List<PictureSheet> of(Spec spec, Map<String, RunRecord> runs, Path runsDir) {
    PictureSheets sheets = new PictureSheets(spec, runs, runsDir);
    return Stream.concat(sheets.detections().stream(), sheets.attention().stream()).toList();
  }

  private List<PictureSheet> detections() {
    List<SpecPictures.Shared> shown = pictures.pick(picture -> true, MOST_IMAGES);
    RegionPainter painter =
        new RegionPainter(
            labels(shown, p -> Stream.concat(p.truth().stream(), drawn(p).stream())), LETTERS);
    List<PictureGrid.Block> blocks = new ArrayList<>();
    for (SpecPictures.Shared shared : shown) {
      blocks.add(
          block(
              shared,
              shared.heading(),
              boxes(painter, shared.picture(), shared.picture().truth()),
              picture -> boxes(painter, picture, drawn(picture))));
    }
    return pages(
        blocks,
        "detections",
        "What was found in test images",
        "The ground truth, and what each method found with a score of at least %s, the %s surest"
                .formatted(LEAST_SCORE, MOST_DETECTIONS)
            + " at most. Images are the first test images of the tasks, not chosen ones.");
  }

  private static List<Region> drawn(Picture picture) {
    return picture.detections().stream()
        .filter(PictureSheets::isSure)
        .limit(MOST_DETECTIONS)
        .toList();
  }

  private static boolean isSure(Region region) {
    Double score = region.score();
    return score == null || score >= LEAST_SCORE;
  }

  private List<PictureSheet> attention() {
    List<SpecPictures.Shared> shown =
        pictures.pick(picture -> !picture.attention().isEmpty(), MOST_IMAGES);
    RegionPainter painter =
        new RegionPainter(labels(shown, picture -> picture.truth().stream()), LETTERS);
    List<PictureGrid.Block> blocks = new ArrayList<>();
    for (SpecPictures.Shared shared : shown) {
      for (String label : mapLabels(shared)) {
        boolean ofBackbone = label.equals(AttentionMap.EIGEN_CAM);
        Picture first = shared.picture();
        List<Region> truth =
            first.truth().stream().filter(r -> ofBackbone || r.label().equals(label)).toList();
        String heading = ofBackbone ? "EigenCAM of the image encoder" : "\"%s\"".formatted(label);
        blocks.add(
            block(
                shared,
                "%s: %s".formatted(shared.heading(), heading),
                boxes(painter, first, truth),
                picture -> heat(picture, label)));
      }
    }
    return pages(
        blocks,
        "attention",
        "Where the words of a class look",
        "Attention that the words of a class pay to the image in the fusion layers, from dark (none)"
            + " to bright (the most of that map): each map has its own scale. EigenCAM is the map"
            + " that the public code shows instead; it is made of the image encoder's features"
            + " alone, so a method that leaves the encoder frozen cannot change it.");
  }

  /** Labels of all maps of an image, the classes in the order of the records, EigenCAM last. */
  private List<String> mapLabels(SpecPictures.Shared shared) {
    Set<String> labels = new LinkedHashSet<>();
    pictures
        .all(shared)
        .flatMap(picture -> picture.attention().stream())
        .forEach(map -> labels.add(map.label()));
    if (labels.remove(AttentionMap.EIGEN_CAM)) {
      labels.add(AttentionMap.EIGEN_CAM);
    }
    return List.copyOf(labels);
  }

  private Set<String> labels(
      List<SpecPictures.Shared> shown, Function<Picture, Stream<Region>> regions) {
    return shown.stream()
        .flatMap(pictures::all)
        .flatMap(regions)
        .map(Region::label)
        .collect(Collectors.toSet());
  }

  private PictureGrid.Block block(
      SpecPictures.Shared shared,
      String heading,
      PictureGrid.View truth,
      Function<Picture, PictureGrid.View> view) {
    Picture first = shared.picture();
    List<PictureGrid.Tile> tiles = new ArrayList<>();
    tiles.add(new PictureGrid.Tile(TRUTH, truth));
    pictures
        .rows(shared)
        .forEach((row, of) -> tiles.add(new PictureGrid.Tile(row, view(first, of, view))));
    return new PictureGrid.Block(
        heading, first.width(), first.height(), () -> images.read(first), tiles);
  }

  private static PictureGrid.View view(
      Picture first, SpecPictures.View of, Function<Picture, PictureGrid.View> view) {
    if (of instanceof SpecPictures.View.Of present) {
      Picture picture = present.pictures().get(first.file());
      return picture == null ? explained("image not kept") : view.apply(picture);
    } else if (of instanceof SpecPictures.View.Without without) {
      return explained(without.why());
    }
    throw new IllegalStateException("unknown view: " + of);
  }

  private static PictureGrid.View explained(String why) {
    return (graphics, area, image) -> PictureGrid.explain(graphics, area, why);
  }

  /** Boxes on the image, or where it is missing, on a field that says so. */
  private static PictureGrid.View boxes(
      RegionPainter painter, Picture picture, List<Region> regions) {
    return (graphics, area, image) -> {
      drawImage(graphics, area, image);
      painter.draw(graphics, area, picture.width(), regions);
    };
  }

  private static PictureGrid.View heat(Picture picture, String label) {
    return picture.attention().stream()
        .filter(map -> map.label().equals(label))
        .findFirst()
        .<PictureGrid.View>map(
            map ->
                (graphics, area, image) -> {
                  if (image instanceof RunImages.Found.Pixels pixels) {
                    BufferedImage overlay = HeatMap.over(pixels.image(), map);
                    graphics.drawImage(overlay, area.x, area.y, null);
                  } else {
                    drawImage(graphics, area, image);
                  }
                })
        .orElseGet(() -> explained("no map"));
  }

  private static void drawImage(Graphics2D graphics, Rectangle area, RunImages.Found image) {
    if (image instanceof RunImages.Found.Pixels pixels) {
      graphics.drawImage(pixels.image(), area.x, area.y, null);
    } else if (image instanceof RunImages.Found.Nothing nothing) {
      PictureGrid.explain(graphics, area, nothing.why());
    }
  }

  private List<PictureSheet> pages(
      List<PictureGrid.Block> blocks, String kind, String title, String caption) {
    if (blocks.isEmpty()) {
      return List.of();
    }
    String seeds = pictures.seeds().stream().map(String::valueOf).collect(Collectors.joining(", "));
    List<PictureGrid> pages = new PictureGrid(blocks).pages();
    List<PictureSheet> sheets = new ArrayList<>();
    for (int i = 0; i < pages.size(); i++) {
      PictureGrid page = pages.get(i);
      String part = pages.size() == 1 ? "" : " (%s of %s)".formatted(i + 1, pages.size());
      sheets.add(
          new PictureSheet(
              "%s-%s-%s".formatted(spec.name(), kind, i + 1),
              kind,
              title + part,
              "%s Seed %s.".formatted(caption, seeds),
              PictureGrid.WIDTH,
              page.height(),
              page::draw));
    }
    return sheets;
  }
}
