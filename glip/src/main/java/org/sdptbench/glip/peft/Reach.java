package org.sdptbench.glip.peft;

/**
 * The first part of GLIP whose output an adaptation may change. What lies before it is computed
 * once per image instead of once per step.
 */
public enum Reach {
  /** Everything may change. */
  ENCODERS,
  /** The feature pyramid and the text features stay as they are. */
  FUSION,
  /** The tower's outputs stay as they are; only the prediction layers change. */
  PREDICTION
}
