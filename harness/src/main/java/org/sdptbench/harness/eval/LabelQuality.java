package org.sdptbench.harness.eval;

import java.util.List;
import org.sdptbench.harness.data.Detection;
import org.sdptbench.harness.data.DetectionDataset;

/**
 * How good labels are that a model gave to images. A label is right if it takes a real object of
 * its class with an IoU of at least 0.5, one label an object, higher scores first; labels on crowds
 * count as neither right nor wrong.
 *
 * @param labels number of labels, those on crowds left out
 * @param objects number of real objects
 * @param right number of labels that are right
 */
public record LabelQuality(int labels, int objects, int right) {
  private static final double IOU = 0.5;

  /** Compares labels with the real objects of a data set. */
  public static LabelQuality of(DetectionDataset real, List<Detection> labels) {
    DatasetIndex index = new DatasetIndex(real);
    index.check(labels);
    Protocol protocol =
        new Protocol(
            new double[] {IOU},
            new double[] {0},
            new AreaRange[] {CocoEvaluator.COCO_AREAS.get(0)},
            new int[] {Integer.MAX_VALUE});
    DetectionTable table = new DetectionTable(index, labels, label -> false);
    GroundTruthTable truth = new GroundTruthTable(index, real.annotations(), true);
    BoxMatcher matcher = new BoxMatcher(protocol, truth, table, false);
    int counted = 0;
    int right = 0;
    for (int k = 0; k < index.categories(); k++) {
      matcher.match(k);
      for (int i = 0; i < table.start[k + 1] - table.start[k]; i++) {
        byte outcome = matcher.outcome(0, 0, i);
        counted += outcome == BoxMatcher.IGNORED ? 0 : 1;
        right += outcome == BoxMatcher.TRUE_POSITIVE ? 1 : 0;
      }
    }
    int objects = (int) real.annotations().stream().filter(object -> !object.crowd()).count();
    return new LabelQuality(counted, objects, right);
  }

  /** Share of the labels that are right; NaN without labels. */
  public double precision() {
    return (double) right / labels;
  }

  /** Share of the real objects that have a right label; NaN without objects. */
  public double recall() {
    return (double) right / objects;
  }
}
