package org.sdptbench.harness.train;

import java.util.ArrayList;
import java.util.List;
import org.sdptbench.glip.Glip;
import org.sdptbench.glip.head.DetectionLoss;
import org.sdptbench.glip.head.Predictions;
import org.sdptbench.glip.head.TargetBox;
import org.sdptbench.glip.head.Targets;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.text.PositiveMap;
import org.sdptbench.glip.vision.XyxyBox;

/** GLIP's loss on images of one padded size under one caption. */
public final class BatchLoss {
  private BatchLoss() {}

  /**
   * The loss of fused features.
   *
   * @param images what the features are of, in order
   * @param prompt the caption; objects of classes that it does not name count as background
   * @param fused the tower's outputs
   * @param height padded height in pixels
   * @param width padded width in pixels
   */
  public static DetectionLoss of(
      Glip glip,
      Pass pass,
      List<TaskImage> images,
      Prompt prompt,
      FusionInput fused,
      int height,
      int width) {
    Predictions predictions = glip.predict(pass, fused);
    List<List<TargetBox>> objects = images.stream().map(image -> targets(image, prompt)).toList();
    Targets targets = Targets.of(glip.anchors(height, width), objects, prompt.length());
    return DetectionLoss.of(predictions, targets, fused.mask());
  }

  /** The objects of an image that the caption names, as the loss wants them. */
  public static List<TargetBox> targets(TaskImage image, Prompt prompt) {
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
