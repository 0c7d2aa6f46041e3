package org.sdptbench.harness.data.picto;

import java.lang.ref.SoftReference;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.LongFunction;
import org.sdptbench.harness.data.Annotation;
import org.sdptbench.harness.data.Category;
import org.sdptbench.harness.data.DetectionDataset;
import org.sdptbench.harness.data.ImageInfo;
import org.sdptbench.harness.data.RgbImage;

/** Makes a data set of rendered scenes. */
final class SceneDataset {
  private SceneDataset() {}

  /**
   * Draws every scene once, for its boxes; its pixels stay in memory as long as there is room, and
   * are drawn again when there was not. Ids of images, categories and annotations begin at 1.
   *
   * @param scenes draws scene {@code i}, counted from 0
   */
  static DetectionDataset of(
      String name, List<String> classes, int side, int count, LongFunction<SceneRenderer> scenes) {
    List<Category> categories = new ArrayList<>();
    for (String c : classes) {
      categories.add(new Category(categories.size() + 1, c));
    }
    List<ImageInfo> images = new ArrayList<>();
    List<Annotation> annotations = new ArrayList<>();
    List<SoftReference<RgbImage>> drawn = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      long id = i + 1L;
      images.add(new ImageInfo(id, String.format(Locale.ROOT, "%06d.png", id), side, side));
      Scene scene = scenes.apply(i).finish();
      drawn.add(new SoftReference<>(scene.image()));
      for (Scene.Placed o : scene.objects()) {
        annotations.add(
            new Annotation(annotations.size() + 1L, id, o.label() + 1, o.box(), o.area(), false));
      }
    }
    return new DetectionDataset(
        name,
        categories,
        images,
        annotations,
        image -> {
          RgbImage kept = drawn.get(Math.toIntExact(image.id() - 1)).get();
          return kept == null ? scenes.apply(image.id() - 1).finish().image() : kept;
        });
  }
}
