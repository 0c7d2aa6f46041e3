package org.sdptbench.harness.pretrain;

import ai.djl.ndarray.NDArray;
import java.util.ArrayList;
import java.util.List;
import org.sdptbench.glip.Glip;
import org.sdptbench.glip.peft.Pass;
import org.sdptbench.glip.tensor.GradMode;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Scope;
import org.sdptbench.glip.text.Caption;
import org.sdptbench.glip.text.Captions;
import org.sdptbench.harness.train.Prompt;

/** What the frozen text encoder says of nouns. */
final class NounVectors {
  private NounVectors() {}

  /**
   * A unit vector for each noun: the mean of its tokens in a caption of its own, minus the mean of
   * all nouns.
   *
   * @return [nouns, l]; the caller closes it
   */
  static NDArray centred(Glip glip, Pass pass, Captions captions, List<String> nouns) {
    try (GradMode off = GradMode.off();
        Scope scope = new Scope()) {
      List<NDArray> rows = new ArrayList<>();
      for (String noun : nouns) {
        Caption caption = captions.of(List.of(noun));
        NDArray hidden = new Prompt(caption, List.of(0)).encode(glip, pass).hidden();
        long width = hidden.getShape().get(2);
        NDArray tokens = Ops.reshape(hidden, -1, width);
        long[] own =
            caption.positiveMap().positions().get(0).stream().mapToLong(i -> i).toArray();
        rows.add(Ops.mean(Ops.indexSelect(tokens, 0, Ops.of(own, own.length)), false, 0));
      }
      NDArray all = Ops.stack(rows, 0);
      return Scope.keep(Ops.normalize(Ops.sub(all, Ops.mean(all, true, 0)), 1));
    }
  }
}
