package org.sdptbench.harness.bench;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.LvisFederation;

/**
 * Objects and detections in numbers like those of COCO's 5,000 validation images: 36,000 objects of
 * 80 classes, 500,000 detections. A tenth of the detections lie near an object.
 *
 * @param data the objects
 * @param detections what was "found"
 * @param perfect the objects themselves as detections
 */
record InventedDetections(
    DetectionDataset data, List<Detection> detections, List<Detection> perfect) {
  private static final int CLASSES = 80;
  private static final double OBJECTS = 7.2;
  private static final int DETECTIONS = 100;
  private static final int FOUND = 10;
  private static final int SIDE = 640;

  /** Invents the content of a number of images. */
  static InventedDetections of(int images) {
    SplittableRandom random = new SplittableRandom(1);
    List<Category> categories = new ArrayList<>();
    for (int i = 1; i <= CLASSES; i++) {
      categories.add(new Category(i, "class " + i));
    }
    List<ImageInfo> infos = new ArrayList<>();
    List<Annotation> objects = new ArrayList<>();
    List<Detection> detections = new ArrayList<>();
    List<Detection> perfect = new ArrayList<>();
    for (int image = 1; image <= images; image++) {
      infos.add(new ImageInfo(image, "image " + image, SIDE, SIDE));
      int first = objects.size();
      while (objects.size() < image * OBJECTS) {
        Box box = box(random);
        int category = 1 + random.nextInt(CLASSES);
        objects.add(new Annotation(objects.size() + 1L, image, category, box, box.area(), false));
        perfect.add(new Detection(image, category, box, 1));
      }
      for (int i = 0; i < DETECTIONS; i++) {
        if (i < FOUND && first < objects.size()) {
          Annotation near = objects.get(first + random.nextInt(objects.size() - first));
          Box box = near.box();
          double shift = random.nextDouble(box.width() / 4);
          Box beside = new Box(box.x() + shift, box.y(), box.width(), box.height());
          detections.add(
              new Detection(image, near.categoryId(), beside, 0.5 + random.nextDouble() / 2));
        } else {
          detections.add(
              new Detection(image, 1 + random.nextInt(CLASSES), box(random), random.nextDouble()));
        }
      }
    }
    DetectionDataset data =
        new DetectionDataset(
            "invented",
            categories,
            infos,
            objects,
            info -> {
              throw new IllegalStateException("these images have no pixels");
            });
    return new InventedDetections(data, List.copyOf(detections), List.copyOf(perfect));
  }

  private static Box box(SplittableRandom random) {
    double width = 8 + random.nextDouble(200);
    double height = 8 + random.nextDouble(200);
    return new Box(
        random.nextDouble(SIDE - width), random.nextDouble(SIDE - height), width, height);
  }

  /** As if every image were annotated with all classes, of every frequency some. */
  LvisFederation federation() {
    Map<Integer, LvisFederation.Frequency> frequencies = new HashMap<>();
    LvisFederation.Frequency[] all = LvisFederation.Frequency.values();
    data.categories().forEach(c -> frequencies.put(c.id(), all[c.id() % all.length]));
    return LvisFederation.exhaustive(data, frequencies);
  }
}
