package org.sdptbench.harness.calibrate;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.sdptbench.glip.GlipConfig;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.tensor.Params;
import org.sdptbench.glip.text.Tokenizer;
import org.sdptbench.harness.catalog.Models;
import org.sdptbench.harness.catalog.PretrainedGlip;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.RgbImage;

/** What has the sizes of the real thing where only these matter: times do not depend on values. */
public final class StandIns {
  private static final int OBJECTS = 7;

  private StandIns() {}

  /**
   * A model with random weights, or with its own if they are embedded.
   *
   * @param name one of the models
   */
  public static PretrainedGlip model(String name) throws IOException {
    Optional<GlipConfig> preset = GlipConfig.preset(name);
    if (preset.isEmpty()) {
      return new Models(Optional.empty()).load(name);
    }
    Glip glip = new Glip(preset.get());
    return new PretrainedGlip(
        glip, Params.initialise(glip.layout(), 1), Tokenizer.bertBaseUncased());
  }

  /** One image of noise with some objects of some classes. */
  public static DetectionDataset noise(List<Category> categories, int width, int height) {
    byte[] rgb = new byte[3 * height * width];
    new SplittableRandom(1).nextBytes(rgb);
    List<Annotation> objects = new ArrayList<>();
    for (int i = 0; i < OBJECTS; i++) {
      int category = categories.get(i % categories.size()).id();
      double x = (double) width * i / (OBJECTS + 1);
      double y = (double) height * i / (OBJECTS + 1);
      double side = height / 10.0 * (1 + i % 3);
      Box box = new Box(x, y, Math.min(side, width - x), Math.min(side, height - y));
      objects.add(new Annotation(i + 1L, 1, category, box, box.area(), false));
    }
    return new DetectionDataset(
        "noise",
        categories,
        List.of(new ImageInfo(1, "noise", width, height)),
        objects,
        info -> new RgbImage(width, height, rgb));
  }
}
