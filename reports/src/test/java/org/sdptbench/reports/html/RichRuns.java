package org.sdptbench.reports.html;

import static org.sdptbench.reports.ChangedRuns.withResults;

import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.imageio.ImageIO;
import org.sdptbench.reports.FakeRuns;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.Picture.AttentionMap;
import org.sdptbench.reports.record.Picture.Region;
import org.sdptbench.reports.record.ReportPlan;
import org.sdptbench.reports.record.ReportPlan.PlannedCell;
import org.sdptbench.reports.record.Results;
import org.sdptbench.reports.record.RunRecord;
import org.sdptbench.reports.record.RunRecord.Method;
import org.sdptbench.reports.record.RunRecord.Task;
import org.sdptbench.reports.record.RunRecordJson;
import org.sdptbench.reports.record.RunRecords;

/** Made-up records with what {@link FakeRuns} has not: pictures, other tests, hostile names. */
final class RichRuns {

  static final Task COCO = new Task("picto-coco", "picto-coco", 0);
  static final String PICTURE = "pictures/picto-coco/scene-1.png";

  /** Every way out of its element that a name could try. */
  static final String HOSTILE =
      "</script><!--<script>alert(1)</script><img src=x onerror=alert(2)>\"'&amp;\u2028\u202e${1}`";

  private RichRuns() {}

  /** Two seeds of SDPT with a picture, and a method whose every name is hostile. */
  static ReportPlan write(Path runsDir) throws Exception {
    Path image = runsDir.resolve(PICTURE);
    Files.createDirectories(image.getParent());
    BufferedImage scene = new BufferedImage(120, 80, BufferedImage.TYPE_INT_RGB);
    Graphics2D graphics = scene.createGraphics();
    graphics.setColor(new Color(0x88aacc));
    graphics.fillRect(0, 0, 120, 80);
    graphics.setColor(new Color(0xcc5522));
    graphics.fillOval(20, 20, 40, 30);
    graphics.dispose();
    ImageIO.write(scene, "png", image.toFile());

    RunRecord first = pictured(FakeRuns.completed("SDPT (k = 10)", COCO, 0, 0.25), "fish");
    RunRecord second = pictured(FakeRuns.completed("SDPT (k = 10)", COCO, 1, 0.125), "fish");
    RunRecord fake = pictured(FakeRuns.completed("LoRA (r = 8)", COCO, 0, 0.5), HOSTILE);
    RunRecord hostile =
        new RunRecord(
            fake.version(),
            fake.cell(),
            HOSTILE,
            new Method("lora", HOSTILE, new TreeMap<>(Map.of(HOSTILE, HOSTILE))),
            COCO,
            null,
            new TreeMap<>(Map.of(HOSTILE, List.of(HOSTILE))),
            0,
            fake.outcome(),
            HOSTILE,
            fake.results(),
            fake.cost(),
            fake.curve(),
            fake.provenance());
    for (RunRecord run : List.of(first, second, hostile)) {
      RunRecordJson.write(run, RunRecords.file(runsDir, run.cell()));
    }
    return new ReportPlan(
        "Rich <runs>",
        "mini",
        HOSTILE,
        List.of(
            new ReportPlan.Spec(
                "rich",
                HOSTILE,
                HOSTILE,
                HOSTILE,
                Map.of(),
                List.of(
                    new PlannedCell(first.cell(), "SDPT (k = 10)", COCO, 0),
                    new PlannedCell(second.cell(), "SDPT (k = 10)", COCO, 1),
                    new PlannedCell(hostile.cell(), HOSTILE, COCO, 0)))));
  }

  private static RunRecord pictured(RunRecord run, String label) {
    Results results = run.results();
    Picture picture =
        new Picture(
            PICTURE,
            120,
            80,
            List.of(new Region(label, 20, 20, 40, 30, null)),
            List.of(
                new Region(label, 21.123456, 19, 41, 30, 0.876543),
                new Region("shark", 70, 10, 20, 20, 0.25)),
            List.of(new AttentionMap(label, 3, 2, List.of(0.0, 1.0, 0.5, 0.25, 0.0, 2.0))));
    Results withPictures =
        new Results(
            results.metrics(),
            new TreeMap<>(Map.of(label, 0.25)),
            List.of(
                new Results.Test(
                    Results.Moment.DETACHED, COCO, new TreeMap<>(Map.of("AP", 0.0625)))),
            List.of(),
            List.of(picture));
    return withResults(run, withPictures);
  }
}
