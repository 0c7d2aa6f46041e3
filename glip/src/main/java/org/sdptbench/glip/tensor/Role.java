package org.sdptbench.glip.tensor;

/**
 * What kind of parameter a trained one is. A recipe may give each kind a learning rate of its own:
 * tokens that start as noise and weights that were pre-trained want very different ones.
 */
public enum Role {
  /** Prompt tokens and tables that are added to features. */
  TOKENS,
  /** Layers that carry prompts from one space to another. */
  MAPS,
  /** Layers and terms beside those of the backbone. */
  ADAPTERS,
  /** The backbone's own head, trained beside what a method adds. */
  HEAD,
  /** All else: the backbone's own parameters, or what a method says nothing of. */
  OTHER
}
