package org.sdptbench.glip.peft;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import org.sdptbench.glip.tensor.Drop;
import org.sdptbench.glip.tensor.Precision;
import org.sdptbench.glip.tensor.Weights;

/**
 * One forward pass: the weights that the modules see, the adaptation that they ask, and what they
 * drop at random.
 *
 * <p>Modules hold names and sizes only; they read every weight here. To a further adaptation, a
 * pass is the backbone that it stands on.
 *
 * @param weights the frozen backbone
 * @param adaptation what acts on it
 * @param regularisation what is dropped; in a pass of inference nothing
 * @param precision how the layers multiply; what an adaptation adds of its own is in float32
 */
public record Pass(
    Weights weights, Adaptation adaptation, Regularisation regularisation, Precision precision)
    implements Weights {

  /** A pass in float32 that drops nothing. */
  public Pass(Weights weights, Adaptation adaptation) {
    this(weights, adaptation, Regularisation.NONE, Precision.FLOAT32);
  }

  /** The backbone alone, as it computes in tests, in the same precision. */
  public Pass without() {
    return new Pass(weights, Adaptation.none(), Regularisation.NONE, precision);
  }

  /** A weight by its official name: the adaptation's where it has one, else the backbone's. */
  @Override
  public NDArray get(String name) {
    NDArray replacement = adaptation.replacement(name);
    return replacement != null ? replacement : weights.get(name);
  }

  @Override
  public boolean has(String name) {
    return weights.has(name) || adaptation.replacement(name) != null;
  }

  /**
   * What this pass drops at a place.
   *
   * @param site official name of the module that drops
   * @param rate share that it drops in training mode
   */
  public Drop drop(String site, double rate) {
    return regularisation.at(site, rate);
  }

  /** The weight [out, in] that linear layer {@code name} amounts to, adapted, if it has one. */
  public Optional<NDArray> weightOf(String name) {
    return adaptation.weight(name, get(name + ".weight"));
  }

  /** Linear layer {@code name} on [..., in], adapted: [..., out]. */
  @Override
  public NDArray linear(String name, NDArray x) {
    return adaptation.linear(name, x, Weights.super.linear(name, x));
  }
}
