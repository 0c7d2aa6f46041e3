package org.sdptbench.reports.picture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.sdptbench.reports.ChangedRuns.withResults;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.cos.COSName;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.graphics.image.PDImageXObject;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.sdptbench.reports.FakeRuns;
import org.sdptbench.reports.Report;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.Picture.AttentionMap;
import org.sdptbench.reports.record.Picture.Region;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.ReportPlan.Spec;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.record.RunRecordJson;
import org.sdptbench.reports.record.RunRecords;

@SuppressWarnings("NullAway.Init") // JUnit sets the folder
class PictureSheetsTest {
  private static final Task TASK = new Task("odinw", "Aquarium", 0);
  private static final String FILE = "pictures/odinw_Aquarium/7-00ff00ff.png";
  private static final List<String> ROWS =
      List.of("Zero-shot", "BitFit", "SDPT (k = 10)", "LoRA (r = 8)");

  @TempDir private Path folder;
  private final Map<String, RunRecord> runs = new TreeMap<>();

  /** A scene of 120 x 90 pixels; BitFit left no record. */
  @BeforeEach
  void write() throws IOException {
    BufferedImage image = new BufferedImage(120, 90, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = image.createGraphics();
    graphics.setColor(new Color(0x3070B0));
    graphics.fillRect(0, 0, 120, 90);
    graphics.setColor(new Color(0xC0C0C0));
    graphics.fillOval(20, 25, 40, 30);
    graphics.fillOval(75, 55, 35, 25);
    graphics.dispose();
    Files.createDirectories(folder.resolve(FILE).getParent());
    ImageIO.write(image, "png", folder.resolve(FILE).toFile());
    keep(
        "Zero-shot",
        List.of(region("fish", 18, 22, 44, 36, 0.35), region("shark", 5, 5, 9, 9, 0.1)));
    keep(
        "SDPT (k = 10)",
        List.of(region("fish", 20, 25, 40, 30, 0.91), region("shark", 74, 54, 36, 27, 0.55)));
  }

  private static Region region(
      String label, double x, double y, double width, double height, double score) {
    return new Region(label, x, y, width, height, score);
  }

  private static AttentionMap map(String label, int peak) {
    return new AttentionMap(
        label,
        8,
        6,
        IntStream.range(0, 48).mapToObj(i -> 0.02 / (1 + Math.abs(i - peak))).toList());
  }

  private void keep(String row, List<Region> detections) {
    keep(row, picture(120, detections));
  }

  private static Picture picture(int width, List<Region> detections) {
    return new Picture(
        FILE,
        width,
        90,
        List.of(
            new Region("fish", 20, 25, 40, 30, null), new Region("shark", 75, 55, 35, 25, null)),
        detections,
        List.of(map("fish", 18), map("shark", 38), map(AttentionMap.EIGEN_CAM, 18)));
  }

  private void keep(String row, Picture... pictures) {
    RunRecord run = FakeRuns.completed(row, TASK, 0, 0.5);
    runs.put(
        run.cell(),
        withResults(
            run,
            new Results(run.metrics(), new TreeMap<>(), List.of(), List.of(), List.of(pictures))));
  }

  private static Spec spec() {
    List<PlannedCell> cells = new ArrayList<>();
    for (String row : ROWS) {
      cells.add(new PlannedCell(FakeRuns.id(row, TASK, 0), row, TASK, 0));
    }
    return new Spec("comparison", "t", "q", null, Map.of(), cells);
  }

  private List<PictureSheet> sheets() {
    return PictureSheets.of(spec(), runs, folder);
  }

  private static BufferedImage decoded(PictureSheet sheet) throws IOException {
    BufferedImage image = ImageIO.read(new ByteArrayInputStream(sheet.png()));
    String saved = System.getProperty("sdptbench.figures");
    if (saved != null) { // for looking at them
      Files.write(
          Files.createDirectories(Path.of(saved)).resolve(sheet.name() + ".png"), sheet.png());
    }
    return image;
  }

  private static long pixels(BufferedImage image, int rgb) {
    return IntStream.range(0, image.getWidth() * image.getHeight())
        .filter(i -> (image.getRGB(i % image.getWidth(), i / image.getWidth()) & 0xffffff) == rgb)
        .count();
  }

  @Test
  void aGridOfDetectionsAndAGridOfMaps() throws IOException {
    List<PictureSheet> sheets = sheets();
    assertThat(sheets)
        .extracting(PictureSheet::name)
        .containsExactly("comparison-detections-1", "comparison-attention-1");
    assertThat(sheets.get(0).caption()).contains("at least 0.3").endsWith("Seed 0.");
    assertThat(sheets.get(1).caption()).contains("EigenCAM");
    for (PictureSheet sheet : sheets) {
      BufferedImage image = decoded(sheet);
      assertThat(image.getWidth()).isEqualTo(sheet.width());
      assertThat(image.getHeight()).isEqualTo(sheet.height());
    }
    // Five views: the truth and four rows, on two lines; in the other grid three times as much.
    assertThat(sheets.get(1).height()).isEqualTo(3 * sheets.get(0).height());
  }

  /** fish is orange and shark sky blue, by the alphabet; the faint shark is not drawn. */
  @Test
  void onlySureDetectionsAreDrawn() throws IOException {
    long before = pixels(decoded(sheets().get(0)), 0x56B4E9);
    assertThat(before).isPositive();
    keep("Zero-shot", List.of(region("fish", 18, 22, 44, 36, 0.35)));
    assertThat(pixels(decoded(sheets().get(0)), 0x56B4E9)).isEqualTo(before);
    keep("Zero-shot", List.of(region("shark", 5, 5, 40, 40, 0.31)));
    assertThat(pixels(decoded(sheets().get(0)), 0x56B4E9)).isGreaterThan(before);
  }

  @Test
  void theSameRunsGiveTheSameBytes() {
    List<PictureSheet> again = sheets();
    for (int i = 0; i < 2; i++) {
      assertThat(again.get(i).png()).isEqualTo(sheets().get(i).png());
    }
  }

  /** The grey of the fields that say why there is no image. */
  private static final int GREY = 0xE4E4E4;

  @Test
  void rowsWithoutPicturesSayWhy() throws IOException {
    BufferedImage image = decoded(sheets().get(0));
    int view = 332 * 249;
    assertThat(pixels(image, GREY)).as("BitFit and LoRA").isBetween(2L * view - 8000, 2L * view);
  }

  @Test
  void anImageThatIsMissingOrAnotherIsSaidToBeSo() throws IOException {
    int view = 332 * 249;
    Path file = folder.resolve(FILE);
    byte[] good = Files.readAllBytes(file);
    Files.write(file, java.util.Arrays.copyOf(good, 60));
    assertThat(pixels(decoded(sheets().get(0)), GREY)).isGreaterThan(4L * view);
    Files.delete(file);
    assertThat(pixels(decoded(sheets().get(0)), GREY)).isGreaterThan(4L * view);
    assertThat(pixels(decoded(sheets().get(1)), GREY)).isGreaterThan(3 * 4L * view);
    assertThat(new RunImages(folder).read(picture(120, List.of())))
        .isEqualTo(new RunImages.Found.Nothing("image is missing"));
    Files.write(file, good);
    assertThat(new RunImages(folder).read(picture(121, List.of())))
        .isEqualTo(new RunImages.Found.Nothing("image is 120 x 90, its record says 121 x 90"));
    Files.delete(file);
    Path outside = Files.write(Files.createTempFile("outside", ".png"), good);
    Files.createSymbolicLink(file, outside);
    assertThat(new RunImages(folder).read(picture(120, List.of())))
        .isEqualTo(new RunImages.Found.Nothing("image lies outside the runs folder"));
    Files.delete(outside);
  }

  @Test
  void withoutPicturesThereAreNoSheets() {
    runs.clear();
    assertThat(sheets()).isEmpty();
  }

  @Test
  void thePdfHoldsTheFirstSheetOfEachKindAndNamesTheOthers() throws IOException {
    List<Picture> many = new ArrayList<>();
    for (int i = 0; i < 5; i++) {
      many.add(new Picture("pictures/a/" + i + ".png", 9, 9, List.of(), List.of(), List.of()));
    }
    many.add(picture(120, List.of()));
    keep("Zero-shot", many.toArray(Picture[]::new));
    keep("SDPT (k = 10)", many.toArray(Picture[]::new));
    List<Page> pages = pdf(spec());
    assertThat(folder.resolve("out/figures")).isDirectoryContaining("glob:**.png");
    assertThat(pages.stream().flatMap(page -> page.images().stream()))
        .containsExactly("jpg 1358", "jpg 1358");
    assertThat(pages.stream().map(Page::text).collect(Collectors.joining(" ")))
        .contains("What was found in test images (1 of 3). The ground truth", "EigenCAM is the map")
        .contains("2 more of these figures, as PNG, begin with figures/comparison-.");
  }

  @Test
  void aTallSheetStandsOnAPageWithItsCaption() throws IOException {
    List<PlannedCell> cells = new ArrayList<>(spec().cells());
    for (int i = 0; i < 21; i++) {
      String row = "Method " + i;
      cells.add(new PlannedCell(FakeRuns.id(row, TASK, 0), row, TASK, 0));
    }
    keep("Zero-shot", new Picture(FILE, 90, 90, List.of(), List.of(), List.of()));
    keep("SDPT (k = 10)", new Picture(FILE, 90, 90, List.of(), List.of(), List.of()));
    assertThat(pdf(new Spec("comparison", "t", "q", null, Map.of(), cells)))
        .filteredOn(page -> !page.images().isEmpty())
        .singleElement()
        .satisfies(page -> assertThat(page.text()).contains("What was found in test images"));
  }

  private record Page(List<String> images, String text) {}

  private List<Page> pdf(Spec spec) throws IOException {
    for (RunRecord run : runs.values()) {
      RunRecordJson.write(run, RunRecords.file(folder, run.cell()));
    }
    Path out = folder.resolve("out");
    new Report(folder, new ReportPlan("title", "mini", "small.", List.of(spec)), out).write();
    List<Page> pages = new ArrayList<>();
    try (PDDocument pdf = Loader.loadPDF(out.resolve("report.pdf").toFile())) {
      for (PDPage page : pdf.getPages()) {
        List<String> images = new ArrayList<>();
        for (COSName name : page.getResources().getXObjectNames()) {
          if (page.getResources().getXObject(name) instanceof PDImageXObject image) {
            images.add(image.getSuffix() + " " + image.getWidth());
          }
        }
        PDFTextStripper text = new PDFTextStripper();
        text.setStartPage(pages.size() + 1);
        text.setEndPage(pages.size() + 1);
        pages.add(new Page(images, text.getText(pdf).replaceAll("\\s+", " ")));
      }
    }
    return pages;
  }

  @Test
  void manyImagesComeOnSeveralPagesAndNoMoreThanSix() {
    List<Picture> many = new ArrayList<>();
    for (int i = 0; i < 9; i++) {
      many.add(new Picture("pictures/a/" + i + ".png", 9, 9, List.of(), List.of(), List.of()));
    }
    Collections.reverse(many);
    keep("Zero-shot", many.toArray(Picture[]::new));
    keep("SDPT (k = 10)", many.toArray(Picture[]::new));
    List<PictureSheet> sheets = sheets();
    // Two lines of views of 332 pixels each: two images on a page.
    assertThat(sheets).hasSize(3).allMatch(sheet -> sheet.height() <= 1800);
    assertThat(sheets.get(2).title()).endsWith("(3 of 3)");
  }

  @Test
  void theHeatIsTheInterpolatedMap() {
    BufferedImage black = new BufferedImage(4, 1, BufferedImage.TYPE_INT_RGB);
    BufferedImage over = HeatMap.over(black, new AttentionMap("x", 2, 1, List.of(0.0, 0.5)));
    // The middles of the cells lie at 1 and 3; pixels at 0.5, 1.5, 2.5 and 3.5.
    int[] expected = {0x440154, HeatMap.color(0.25), HeatMap.color(0.75), 0xFDE725};
    for (int x = 0; x < 4; x++) {
      for (int shift = 0; shift <= 16; shift += 8) {
        assertThat(over.getRGB(x, 0) >> shift & 0xff)
            .isEqualTo((int) Math.round(0.6 * (expected[x] >> shift & 0xff)));
      }
    }
    BufferedImage none = HeatMap.over(black, new AttentionMap("x", 1, 1, List.of(0.0)));
    assertThat(none.getRGB(0, 0)).isEqualTo(over.getRGB(0, 0));
  }
}
