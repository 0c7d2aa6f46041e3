package org.sdptbench.harness.train;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.sdptbench.glip.fusion.ClassAttention;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.vision.EigenCam;
import org.sdptbench.glip.vision.ImageInput;
import org.sdptbench.glip.vision.ImageSize;
import org.sdptbench.glip.vision.SaliencyMap;

/**
 * What an adapted GLIP looks at in an image, without the image's padding.
 *
 * @param classes attention of each class's words, see {@link ClassAttention}, by the class's index
 *     among the data set's categories; none of a model without fusion
 * @param backbone the release's map of the image encoder, see {@link EigenCam}
 */
public record ImageSaliency(SortedMap<Integer, SaliencyMap> classes, SaliencyMap backbone) {

  /** Unmodifiable copy. */
  public ImageSaliency {
    classes = Collections.unmodifiableSortedMap(new TreeMap<>(classes));
  }

  /**
   * Looks at one image.
   *
   * @param pass weights and adaptation
   * @param prompts captions that together name all classes; each class is looked at under its own
   * @param labels the classes to look at, as the prompts number them
   */
  public static ImageSaliency of(
      Glip glip, Pass pass, TaskImage image, List<Prompt> prompts, Set<Integer> labels) {
    SortedMap<Integer, SaliencyMap> classes = new TreeMap<>();
    List<SaliencyMap> backbone = new ArrayList<>();
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      NDArray pixels = ImageInput.batch(List.of(image.image()));
      Shape shape = pixels.getShape();
      ImageSize padded =
          new ImageSize(Math.toIntExact(shape.get(3)), Math.toIntExact(shape.get(2)));
      for (Prompt prompt : prompts) {
        // Without fusion no words attend to the image.
        List<Integer> wanted =
            glip.config().tower().fuses()
                ? prompt.labels().stream().filter(labels::contains).toList()
                : List.of();
        if (wanted.isEmpty() && !backbone.isEmpty()) {
          continue;
        }
        FusionInput encoded = glip.encode(pass, prompt.with(pixels, null)).features();
        if (backbone.isEmpty()) {
          SaliencyMap map = EigenCam.of(encoded.levels().get(0));
          backbone.add(map.without(padded, image.size()));
        }
        if (!wanted.isEmpty()) {
          ClassAttention attention = new ClassAttention(tokens(prompt, wanted));
          glip.fuse(pass, encoded, attention);
          for (int i = 0; i < wanted.size(); i++) {
            SaliencyMap map = attention.maps().get(i);
            classes.put(wanted.get(i), map.without(padded, image.size()));
          }
        }
      }
    }
    return new ImageSaliency(classes, backbone.get(0));
  }

  private static List<List<Integer>> tokens(Prompt prompt, List<Integer> labels) {
    return labels.stream()
        .map(
            label -> prompt.caption().positiveMap().positions().get(prompt.labels().indexOf(label)))
        .toList();
  }
}
