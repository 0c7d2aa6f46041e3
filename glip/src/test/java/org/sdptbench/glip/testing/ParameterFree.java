package org.sdptbench.glip.testing;

import org.sdptbench.glip.peft.Adaptation;
import org.sdptbench.glip.peft.Reach;
import org.sdptbench.glip.tensor.Params;

/** An adaptation of the encoders that trains nothing: the hooks are all there is to it. */
public interface ParameterFree extends Adaptation {
  @Override
  default Params params() {
    return Params.none();
  }

  @Override
  default Reach reach() {
    return Reach.ENCODERS;
  }

  @Override
  default Adaptation over(Params params) {
    return this;
  }
}
