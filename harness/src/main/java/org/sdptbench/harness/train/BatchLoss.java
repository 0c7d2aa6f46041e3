package org.sdptbench.harness.train;

import java.util.ArrayList;
import java.util.List;
import org.sdptbench.glip.head.DetectionLoss;
import org.sdptbench.glip.head.Predictions;
import org.sdptbench.glip.head.TargetBox;
import org.sdptbench.glip.head.Targets;
import org.sdptbench.glip.model.Glip;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.text.PositiveMap;
import org.sdptbench.glip.vision.XyxyBox;

/**
 * GLIP's loss on images of one padded size under one caption, and what it was computed from.
 *
 * @param predictions what the head says
 * @param objects per image the objects that the caption names
 * @param targets what the head should say
 * @param loss GLIP's losses
 */
public record BatchLoss(
    Predictions predictions, List<List<TargetBox>> objects, Targets targets, DetectionLoss loss) {

  /**
   * The loss of fused features.
   *
   * @param images what the features are of, in order; all of one padded size
   * @param prompt the caption; objects of classes that it does not name count as background
   * @param fused the tower's outputs
   */
  public static BatchLoss of(
      Glip glip, Pass pass, List<TaskImage> images, Prompt prompt, FusionInput fused) {
    PaddedSize size = PaddedSize.of(images.get(0));
    Predictions predictions = glip.predict(pass, fused);
    List<List<TargetBox>> objects = images.stream().map(image -> targets(image, prompt)).toList();
    Targets targets =
        Targets.of(glip.anchors(size.height(), size.width()), objects, prompt.length());
    return new BatchLoss(
        predictions, objects, targets, DetectionLoss.of(predictions, targets, fused.mask()));
  }

  /**
   * The share of some images of a batch in its loss.
   *
   * @param fused the tower's outputs for them
   * @param targets what the head should say about them
   * @param normalizer that of the whole batch
   */
  static DetectionLoss of(
      Glip glip, Pass pass, FusionInput fused, Targets targets, Targets.Normalizer normalizer) {
    return DetectionLoss.of(glip.predict(pass, fused), targets, fused.mask(), normalizer);
  }

  /** What the head should say about images of one padded size under a caption. */
  static Targets targets(Glip glip, List<TaskImage> images, Prompt prompt) {
    PaddedSize size = PaddedSize.of(images.get(0));
    return Targets.of(
        glip.anchors(size.height(), size.width()),
        images.stream().map(image -> targets(image, prompt)).toList(),
        prompt.length());
  }

  /** The objects of an image that the caption names, as the loss wants them. */
  private static List<TargetBox> targets(TaskImage image, Prompt prompt) {
    PositiveMap map = prompt.caption().positiveMap();
    List<TargetBox> targets = new ArrayList<>();
    for (int i = 0; i < image.boxes().size(); i++) {
      int position = prompt.labels().indexOf(image.labels().get(i));
      if (position >= 0) {
        XyxyBox box = image.boxes().get(i);
        targets.add(
            new TargetBox(box.x1(), box.y1(), box.x2(), box.y2(), map.positions().get(position)));
      }
    }
    return targets;
  }
}
