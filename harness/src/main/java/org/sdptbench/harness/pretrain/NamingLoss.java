package org.sdptbench.harness.pretrain;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.sdptbench.glip.head.TargetBox;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.harness.train.BatchLoss;
import org.sdptbench.harness.train.Prompt;

/**
 * Cross entropy over the names of the caption at the positions that are matched to an object.
 *
 * <p>GLIP's focal loss tells every position about every token by itself, which teaches a small
 * model on few scenes where objects are long before what they are. This term compares the names
 * with one another: the logit of a name is the mean of its tokens' logits.
 */
final class NamingLoss {
  private NamingLoss() {}

  /** The mean over all matched positions of a batch; empty if there is none. */
  static Optional<NDArray> of(BatchLoss batch, Prompt prompt) {
    List<List<TargetBox>> objects = batch.objects();
    List<List<Integer>> names = prompt.caption().positiveMap().positions();
    List<Long> rows = new ArrayList<>();
    List<Long> labels = new ArrayList<>();
    for (int image = 0; image < objects.size(); image++) {
      int[] match = batch.targets().match(image);
      for (int position = 0; position < match.length; position++) {
        if (match[position] >= 0) {
          rows.add((long) image * match.length + position);
          labels.add((long) names.indexOf(objects.get(image).get(match[position]).tokens()));
        }
      }
    }
    if (rows.isEmpty()) {
      return Optional.empty();
    }
    int tokens = prompt.length();
    float[] means = new float[names.size() * tokens];
    for (int name = 0; name < names.size(); name++) {
      for (int token : names.get(name)) {
        means[name * tokens + token] = 1f / names.get(name).size();
      }
    }
    NDArray logits =
        Ops.indexSelect(
            Ops.reshape(batch.predictions().tokenLogits(), -1, tokens),
            0,
            Ops.of(longs(rows), rows.size()));
    NDArray ofNames = Ops.linear(logits, Ops.of(means, names.size(), tokens));
    NDArray right =
        Ops.gather(Ops.logSoftmax(ofNames, 1), 1, Ops.of(longs(labels), labels.size(), 1));
    return Optional.of(Ops.mul(Ops.mean(right, false, 0, 1), -1));
  }

  private static long[] longs(List<Long> values) {
    return values.stream().mapToLong(value -> value).toArray();
  }
}
