package org.sdptbench.harness.cell;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.vision.SaliencyMap;
import org.sdptbench.harness.data.Box;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.train.ImageSaliency;
import org.sdptbench.harness.train.Prompt;
import org.sdptbench.harness.train.TaskImage;
import org.sdptbench.reports.record.Picture;
import org.sdptbench.reports.record.Picture.AttentionMap;
import org.sdptbench.reports.record.Picture.Region;
import org.sdptbench.reports.record.RunRecord;

/**
 * The first images of a test, with what is in them and what was found, for the record.
 *
 * @param glip the backbone
 * @param pass its weights and the adaptation that was tested
 * @param prompts the captions of the test
 */
record TestPictures(Glip glip, Pass pass, List<Prompt> prompts) {
  /** Fainter detections are not kept; it is where GLIP's own post-processing begins. */
  static final double LEAST_SCORE = 0.05;

  /** Most detections kept of an image, the surest first. */
  static final int MOST_DETECTIONS = 20;

  /** Most cells of an attention map on a side: as fine as a figure can show it. */
  static final int MOST_CELLS = 64;

  /**
   * Makes pictures.
   *
   * @param task what was tested on
   * @param data the tested images and their objects
   * @param images the same images as the network saw them, in the same order
   * @param detections what was found in them
   * @param count number of images with what was found
   * @param withAttention number of images with attention maps too
   * @param folder where the image files are left, below {@code pictures/}
   * @throws IOException if an image cannot be read or written
   */
  List<Picture> of(
      RunRecord.Task task,
      DetectionDataset data,
      List<TaskImage> images,
      List<Detection> detections,
      int count,
      int withAttention,
      Path folder)
      throws IOException {
    Map<Integer, String> names = new HashMap<>();
    data.categories().forEach(category -> names.put(category.id(), category.name()));
    List<Picture> pictures = new ArrayList<>();
    for (int i = 0; i < Math.min(Math.max(count, withAttention), images.size()); i++) {
      ImageInfo info = data.images().get(i);
      PictureFile file = PictureFile.of(task, info, data.pixels().read(info));
      file.write(folder);
      pictures.add(
          new Picture(
              file.name(),
              info.width(),
              info.height(),
              truth(data, info, names),
              found(detections, info, names),
              i < withAttention ? attention(images.get(i), data.categories()) : List.of()));
    }
    return pictures;
  }

  private static List<Region> truth(
      DetectionDataset data, ImageInfo info, Map<Integer, String> names) {
    return data.annotations().stream()
        .filter(object -> object.imageId() == info.id() && !object.crowd())
        .map(object -> region(object.box(), object.categoryId(), names, null))
        .toList();
  }

  private static List<Region> found(
      List<Detection> detections, ImageInfo info, Map<Integer, String> names) {
    return detections.stream()
        .filter(found -> found.imageId() == info.id() && found.score() >= LEAST_SCORE)
        .sorted(Comparator.comparingDouble(found -> -found.score()))
        .limit(MOST_DETECTIONS)
        .map(found -> region(found.box(), found.categoryId(), names, found.score()))
        .toList();
  }

  private static Region region(
      Box box, int category, Map<Integer, String> names, @Nullable Double score) {
    return new Region(
        names.getOrDefault(category, String.valueOf(category)),
        box.x(),
        box.y(),
        box.width(),
        box.height(),
        score);
  }

  /** A map for each class that the image shows, and the backbone's. */
  private List<AttentionMap> attention(TaskImage image, List<Category> categories) {
    ImageSaliency saliency =
        ImageSaliency.of(glip, pass, image, prompts, new TreeSet<>(image.labels()));
    List<AttentionMap> maps = new ArrayList<>();
    saliency.classes().forEach((label, map) -> maps.add(map(categories.get(label).name(), map)));
    maps.add(map(AttentionMap.EIGEN_CAM, saliency.backbone()));
    return maps;
  }

  private static AttentionMap map(String label, SaliencyMap map) {
    SaliencyMap small = map.coarsened(MOST_CELLS);
    return new AttentionMap(
        label, small.columns(), small.rows(), DoubleStream.of(small.weights()).boxed().toList());
  }
}
