package org.sdptbench.baselines.glipprompt;

import ai.djl.ndarray.NDArray;
import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.FusionInput;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.tensor.Ops;
import org.sdptbench.glip.tensor.Params;

/**
 * The table in action.
 *
 * @param params the table [longest caption, d]
 */
record GlipPromptAdaptation(Params params) implements Adaptation {
  @Override
  public Reach reach() {
    return Reach.FUSION;
  }

  @Override
  public Adaptation over(Params other) {
    return new GlipPromptAdaptation(other);
  }

  /**
   * Adds row i to token i.
   *
   * @throws IllegalArgumentException if there are more tokens than rows
   */
  @Override
  public FusionInput beforeFusion(FusionInput input) {
    NDArray table = params.get(GlipPrompt.TABLE);
    long rows = table.getShape().get(0);
    long length = input.text().getShape().get(1);
    if (length > rows) {
      throw new IllegalArgumentException(
          "%s tokens, but the table of GLIP's prompt tuning has %s rows".formatted(length, rows));
    }
    NDArray text = Ops.add(input.text(), Ops.narrow(table, 0, 0, length));
    return new FusionInput(input.levels(), text, input.mask());
  }
}
